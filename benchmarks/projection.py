"""t-SNE here against openTSNE's plain run: ``python -m benchmarks.projection [--points 20000]``.

Planted groups in 50 numbers, as many as a map keeps. Both run in one process on one thread, so
the ratio means something on a busy machine too; processor seconds are counted, not the clock.
Prints the trustworthiness of each map on one sample, and what placing a query takes.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np
from openTSNE import TSNE
from sklearn.manifold import trustworthiness

from mirinter_core.progress import silent
from mirinter_core.tasks.layout import LAYOUTS

_DIM, _GROUPS, _SAMPLE, _SEED = 50, 40, 2_000, 0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=20_000)
    n = parser.parse_args().points
    rng = np.random.default_rng(_SEED)
    middle = 1.5 * rng.normal(size=(_GROUPS, _DIM))
    vectors = (middle[np.arange(n) % _GROUPS] + rng.normal(size=(n, _DIM))).astype(np.float32)
    sample = rng.permutation(n)[:_SAMPLE]
    plain = TSNE(perplexity=30, n_jobs=1, random_state=_SEED)
    theirs, wanted = _timed(lambda: np.asarray(plain.fit(vectors)))
    print(f"openTSNE, plain: {theirs:.1f} s, {_trust(vectors, wanted, sample)}")
    for name in ("tsne", "umap", "pca"):
        layout = LAYOUTS.get(name)
        for preset, found in layout.presets.items():
            parameters = found.parameters
            ours, places = _timed(lambda: layout.lay(vectors, parameters, _SEED, silent))  # noqa: B023
            new, _ = _timed(lambda: layout.place(vectors[:1], vectors, places, parameters))  # noqa: B023
            ratio = f", {theirs / ours:.2f} times as fast" if name == "tsne" else ""
            print(
                f"{layout.title}, {preset}: {ours:.1f} s{ratio}, "
                f"{_trust(vectors, places, sample)}; a query {new:.2f} s"
            )


def _timed(work: Callable[[], np.ndarray]) -> tuple[float, np.ndarray]:
    """Return processor seconds and the result."""
    begun = time.process_time()
    found = work()
    return time.process_time() - begun, found


def _trust(vectors: np.ndarray, places: np.ndarray, sample: np.ndarray) -> str:
    found = trustworthiness(vectors[sample], places[sample], n_neighbors=15)
    return f"trustworthiness {found:.4f}"


if __name__ == "__main__":
    main()
