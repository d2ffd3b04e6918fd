"""How fast a screen is, against folding every duplex: ``python -m benchmarks.screen [FASTA]``.

Without a FASTA file, random transcripts of the lengths of GENCODE's lncRNAs are made. Prints
ratios measured in one run, on one thread; they hold where absolute times do not.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch

from mirinter_core.datasets.catalog import Catalog, from_molecules, open_catalog
from mirinter_core.embedding.store import EmbeddingStore
from mirinter_core.models import checkpoint
from mirinter_core.models.listing import DEFAULT_MODEL
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.pairing.duplex import fold
from mirinter_core.tasks.evidence import Embedding
from mirinter_core.tasks.screen import screen

QUERY = Molecule("hsa-miR-21-5p", "UAGCUUAUCAGACUGAUGUUGA", "miRNA")
_FOLDED = 40  # transcripts folded for the comparison


def main() -> None:
    """Measure and print."""
    torch.set_num_threads(1)
    catalog = open_catalog(sys.argv[1]) if len(sys.argv) > 1 else _random(2000)
    model = checkpoint.load(DEFAULT_MODEL)
    encoders = Embedding.open(model.recipe, "cpu", keep=False).encoders
    print(f"{len(catalog):,} partners, {catalog.info.letters:,} letters, model {model.name}")
    with TemporaryDirectory() as folder:
        embedding = Embedding(model.recipe, encoders, EmbeddingStore(Path(folder)))
        times = {}
        for name, rows in (("cold", 0), ("warm", 0), ("warm, 200 duplexes", 200)):
            start = time.perf_counter()
            screen([QUERY], catalog, model, embedding, evidence=rows)
            times[name] = time.perf_counter() - start
    sample = np.random.default_rng(0).permutation(len(catalog))[:_FOLDED]
    start = time.perf_counter()
    for i in sample:
        fold(QUERY.letters, catalog.molecules[i].letters)
    folded = (time.perf_counter() - start) / len(sample) * len(catalog)
    print(f"folding every duplex (from {len(sample)} of them): {folded:.1f} s")
    for name, seconds in times.items():
        print(f"screen, {name}: {seconds:.2f} s, {folded / seconds:.0f} times as fast")


def _random(n: int) -> Catalog:
    rng = np.random.default_rng(0)
    lengths = np.clip(np.exp(rng.normal(6.6, 0.8, n)), 200, 25_000).astype(int)
    return from_molecules(
        "random",
        (Molecule(f"t{i}", "".join(rng.choice(list("ACGU"), m))) for i, m in enumerate(lengths)),
    )


if __name__ == "__main__":
    main()
