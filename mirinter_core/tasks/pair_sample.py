"""A stated sample of the pairs of a table, for what is too slow to measure on all of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mirinter_core.tasks.ground import Ground

LISTED, UNLISTED = 1_500, 6_000
LONGEST = 1_022  # nt of the partner; also what the paper keeps: RNA-FM's limit
SAMPLE = (
    f"{LISTED:,} listed and {UNLISTED:,} unlisted pairs of the whole table, or all there are, "
    f"partners up to {LONGEST:,} nt"
)
_SEED = 0


def sampled(ground: Ground) -> NDArray[np.bool_]:
    """Mark the rows of the sample; every fold of every protocol measures its part of the same.

    A pair that stands in both orders is in it with both. Labels decide how many are drawn of
    each kind, and nothing else, so the prevalence of the sample is its own.
    """
    table = ground.table
    rng = np.random.default_rng(_SEED)
    length = np.array([len(m) for m in table.right])[table.right_row]
    chosen = []
    for label, n in ((1, LISTED), (0, UNLISTED)):
        pairs = np.unique(ground.pair[(table.label == label) & (length <= LONGEST)])
        chosen.append(rng.choice(pairs, min(n, len(pairs)), replace=False))
    return np.isin(ground.pair, np.concatenate(chosen)) & (length <= LONGEST)
