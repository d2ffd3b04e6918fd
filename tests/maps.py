"""Points with a known order, for tests of maps."""

import numpy as np
import pandas as pd

from mirinter_core.tasks.map_points import LISTED, PAIRS, RNAS, UNLISTED, Points


def clusters(n=240, dim=8, groups=4, *, seed=0):
    """Vectors in groups far from each other, and the group of each."""
    rng = np.random.default_rng(seed)
    of = np.arange(n) % groups
    vectors = 8 * rng.normal(size=(groups, dim))[of] + rng.normal(size=(n, dim))
    return vectors.astype(np.float32), of


def pair_points(n=240, dim=8, *, shuffled=False, seed=0):
    """Pairs; one group of four is listed, or as many at random."""
    vectors, of = clusters(n, dim, seed=seed)
    listed = of == 0
    if shuffled:
        listed = np.random.default_rng(seed + 1).permutation(listed)
    table = pd.DataFrame(
        {
            "id1": [f"lnc-{i}" for i in range(n)],
            "id2": [f"mir-{i % 7}" for i in range(n)],
            "label": np.where(listed, LISTED, UNLISTED),
            "type": "miRNA-lncRNA",
            "family": [f"GAGGUA{'ACGU'[i % 4]}" for i in range(n)],
            "score": np.linspace(-3, 3, n),
            "known": listed,
            "partner_group": np.arange(n),
            "species": "Homo sapiens",
        }
    )
    facts = {
        "of": PAIRS,
        "dataset": "planted",
        "data_digest": "0" * 64,
        "model": "planted",
        "weights": "",
        "points": n,
        "all_points": 10 * n,
        "listed": int(listed.sum()),
        "all_listed": int(listed.sum()),
        "known": int(listed.sum()),
    }
    return Points(table, vectors, facts)


def rna_points(n=120, dim=60):
    """RNAs of two types that lie apart."""
    vectors, of = clusters(n, dim, groups=2)
    table = pd.DataFrame(
        {
            "id1": [f"rna-{i}" for i in range(n)],
            "type": np.where(of == 0, "lncRNA", "snoRNA"),
            "family": "",
            "species": "Homo sapiens",
            "length": 100,
        }
    )
    facts = {
        "of": RNAS,
        "catalog": "planted",
        "data_digest": "0" * 64,
        "encoder": "kmer",
        "encoder_revision": "1",
        "pooling": "mean",
        "unit": True,
        "points": n,
        "all_points": n,
    }
    return Points(table, vectors, facts)
