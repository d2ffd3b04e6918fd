"""How fast letters become vectors: RNA-FM here against the package's own forward, and kmer.

Run by hand: ``python -m benchmarks.embed [--threads 2]``. Random weights of the published
shape; both sides read the same letters in the same run, so the ratio means something on a
busy machine too.
"""

from __future__ import annotations

import argparse
import time
from argparse import Namespace
from collections.abc import Callable, Sequence

import fm
import numpy as np
import torch

from mirinter_core.embedding.architecture import OFFICIAL, shapes
from mirinter_core.embedding.encoders.kmer import Kmer
from mirinter_core.embedding.encoders.rna_fm import RnaFm
from mirinter_core.embedding.weights import Weights

CASES = {
    "64 miRNAs of 18-25 nt": (18, 26, 64),
    "16 RNAs of 60-300 nt": (60, 301, 16),
    "4 windows of 1,022 nt": (1022, 1023, 4),
}


def main() -> None:
    """Print letters per second and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    torch.set_num_threads(parser.parse_args().threads)
    ours, package = _encoders()
    rng = np.random.default_rng(0)
    for what, (shortest, longest, n) in CASES.items():
        lengths = rng.integers(shortest, longest, n)
        batch = ["".join(rng.choice(list("ACGU"), length)) for length in lengths]
        per_second = [sum(lengths) / _best(read, batch) for read in (package, ours.encode)]
        print(
            f"rna_fm, {what}: package {per_second[0]:,.0f} letters/s, here {per_second[1]:,.0f}, "
            f"ratio {per_second[1] / per_second[0]:.2f}"
        )
    transcripts = ["".join(rng.choice(list("ACGU"), 1150)) for _ in range(200)]
    print(f"kmer: {200 * 1150 / _best(Kmer().encode, transcripts):,.0f} letters/s")


def _encoders() -> tuple[RnaFm, Callable[[Sequence[str]], object]]:
    """Make both of the same random weights."""
    alphabet = fm.Alphabet.from_architecture("roberta_large", "rna")
    model = fm.BioBertModel(Namespace(arch="roberta_large", **vars(OFFICIAL)), alphabet).eval()
    tensors = {k: v for k, v in model.state_dict().items() if k in shapes(OFFICIAL)}
    convert = alphabet.get_batch_converter()

    def package(batch: Sequence[str]) -> object:
        with torch.inference_mode():
            return model(convert([("", letters) for letters in batch])[2], repr_layers=[12])

    return RnaFm(Weights(tensors, OFFICIAL, "random"), "cpu"), package


def _best(read: Callable[[Sequence[str]], object], batch: Sequence[str]) -> float:
    """Time three goes, in seconds; the best is what the machine can."""
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        read(batch)
        times.append(time.perf_counter() - begun)
    return min(times)


if __name__ == "__main__":
    main()
