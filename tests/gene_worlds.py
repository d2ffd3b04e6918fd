"""A world whose labels are gene by family, and tell where on a gene Argonaute sits."""

import numpy as np

from mirinter_core.datasets.dataset import RawPairs, checked
from mirinter_core.datasets.negatives import full
from mirinter_core.datasets.pairs import PairTable
from mirinter_core.molecules.alphabet import reverse_complement
from mirinter_core.molecules.molecule import Molecule
from tests.worlds import letters


def gene_world(n_families=24, n_genes=30, *, seed=0) -> PairTable:
    """Every cell of families of two microRNAs with genes of two transcripts.

    A gene has a stretch where Argonaute sits and one where it does not, each with the sites of
    four families; the families of the first are listed with both transcripts.
    """
    rng = np.random.default_rng(seed)
    seeds = [letters(rng, 7) for _ in range(n_families)]
    queries = [
        Molecule(f"mir-{i}-{j}", f"U{seeds[i]}{letters(rng, 14)}", "miRNA")
        for i in range(n_families)
        for j in range(2)
    ]
    partners, pairs = [], []
    for g in range(n_genes):
        there = rng.permutation(n_families)[:8]
        taken, free = (
            "".join(_site(seeds[i], rng) for i in part) for part in (there[:4], there[4:])
        )
        body = letters(rng, 150) + taken + letters(rng, 200) + free + letters(rng, 150)
        for t, transcript in enumerate((body, body[60:] + letters(rng, 40))):
            partners.append(Molecule(f"lnc-{g}-{t}", transcript, "lncRNA"))
            pairs += [(f"mir-{i}-{j}", f"lnc-{g}-{t}", 1) for i in there[:4] for j in range(2)]
    return full(
        checked(RawPairs("gene-world", queries, partners, pairs, "generated", "none")).table
    )


def _site(seed_letters, rng):
    return reverse_complement(seed_letters) + letters(rng, 6)
