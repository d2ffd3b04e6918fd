"""Drawing some of many, so that each kind keeps its share."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def drawn(strata: NDArray[Any], n: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Draw rows so that each stratum keeps its share; of each, at least one if there is room.

    Returns
    -------
    (at most n,) array
        In order; all rows if they are no more than n.
    """
    if len(strata) <= n:
        return np.arange(len(strata))
    names, of = np.unique(strata.astype(str), return_inverse=True)
    share = np.bincount(of) * (n / len(strata))
    take = np.minimum(np.maximum(np.floor(share), 1), np.bincount(of)).astype(int)
    for i in np.argsort(take - share, kind="stable")[: max(0, n - int(take.sum()))]:
        take[i] += take[i] < np.count_nonzero(of == i)
    rows = [rng.permutation(np.flatnonzero(of == i))[: take[i]] for i in range(len(names))]
    return np.sort(np.concatenate(rows))[:n]
