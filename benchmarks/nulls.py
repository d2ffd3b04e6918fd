"""What decoys and hubs cost, and whether p is uniform.

``python -m benchmarks.nulls FASTA [N [SEED]]``:
FASTA holds partners (lncRNAs). N random microRNAs (30 unless told), which are listed with
nothing, are screened with 100 decoys each, on one thread: their p-values should be uniform, all
together and query by query. Prints times, the Kolmogorov-Smirnov distance, and shares below
common levels.
"""

from __future__ import annotations

import resource
import sys
import time

import numpy as np
import torch

from mirinter_core.datasets.catalog import open_catalog
from mirinter_core.datasets.pairs import merged
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.tasks.hubs import asked, top_share
from mirinter_core.tasks.nulls import nulls
from mirinter_core.tasks.pairing_evidence import pairing_evidence
from mirinter_core.tasks.ready import ready

_DECOYS = 100


def main() -> None:
    """Measure and print."""
    torch.set_num_threads(1)
    scorer = ready()
    partners = merged(open_catalog(sys.argv[1]).molecules, typed=True)[0]
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 30
    rng = np.random.default_rng(int(sys.argv[3]) if len(sys.argv) > 3 else 7)
    queries = [Molecule(f"r{i}", "".join(rng.choice(list("ACGU"), 22)), "miRNA") for i in range(n)]
    nulls(queries[:1], partners, scorer, decoys=2)  # warm
    start = time.perf_counter()
    found = [nulls([q], partners, scorer, decoys=_DECOYS)[0] for q in queries]
    each = (time.perf_counter() - start) / n
    print(f"{len(partners):,} partners, {_DECOYS} decoys: {each:.1f} s a query")
    p = np.stack([null.p for null in found])
    alone = np.mean([_distance(own) for own in p])
    print(f"KS distance from uniform: {_distance(p.ravel()):.4f}; of one query {alone:.3f}")
    for level in (0.05, 0.01, 0.001):
        print(f"share of p below {level}: {(p < level).mean():.5f}")
    print(f"queries with any q < 0.05: {sum(bool((null.q < 0.05).any()) for null in found)} of {n}")
    start = time.perf_counter()
    mirnas = asked(len(partners))
    share = top_share(pairing_evidence(mirnas, partners, *scorer))
    print(f"hubs over {len(mirnas)} microRNAs: {time.perf_counter() - start:.1f} s; ", end="")
    print(f"{(share >= 0.1).sum()} partners on top for a tenth of them, at most {share.max():.2f}")
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


def _distance(p: np.ndarray) -> float:
    """Kolmogorov and Smirnov's distance from the uniform distribution."""
    ordered = np.sort(p)
    steps = np.arange(len(p) + 1) / len(p)
    return float(max((steps[1:] - ordered).max(), (ordered - steps[:-1]).max()))


if __name__ == "__main__":
    main()
