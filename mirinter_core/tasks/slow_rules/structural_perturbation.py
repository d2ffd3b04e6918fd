"""Fill a table from the patterns in it: no sequence is looked at.

A random tenth of the listed training pairs is taken away, and the rest is written as a sum of
patterns (its singular vectors). How strongly the taken pairs call for each pattern corrects that
pattern's strength, the vectors staying as they are, and the patterns are added up again. Pairs
that come back whatever tenth is taken follow the table's own regularity.

This is what SPMLMI (Xu 2021, doi:10.7717/peerj.11426) does with the table of pairs; its networks
of similarity are left out, as what is published does not say enough to build them again. A
molecule without listed training pairs has no pattern: all its pairs get 0.

References
----------
Lu 2015, doi:10.1073/pnas.1424644112 (structural perturbation and structural consistency).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mirinter_core.datasets.splits import Split
from mirinter_core.tasks.ground import Ground, Scores
from mirinter_core.tasks.slow_rule import SlowRule

Cells = NDArray[np.float64]  # (queries, partners)

_SHARE = 0.1  # of the listed pairs, taken away at a time: Lu 2015
_TIMES = 10  # Lu 2015
_SEED = 0


def structural_perturbation(ground: Ground, split: Split) -> Scores:
    """Score test pairs by how strongly the patterns of the listed training pairs call for them."""
    listed = _listed(ground, split.train)
    total = np.zeros((len(ground.table.left), len(ground.table.right)))
    for kept, taken in _perturbed(ground, listed, np.random.default_rng(_SEED)):
        total += rebuilt(kept, taken)
    cells: Scores = total[ground.table.left_row[split.test], ground.table.right_row[split.test]]
    return cells / _TIMES


def structural_consistency(ground: Ground) -> tuple[float, float]:
    """Say how far a table of listed pairs can be told from a part of it: its regularity.

    A tenth of the listed pairs is taken away, and all pairs but the listed ones left are ranked
    by the patterns of those, corrected by the taken ones; the figure is the share of the taken
    pairs among as many at the top. Labels of the whole table are looked at, so it belongs to a
    data set and not to a prediction.

    Returns
    -------
    mean, sd : float
        Over ten perturbations (standard deviation with n - 1).
    """
    every = np.arange(len(ground.table))
    asked, listed = _cells(ground, every), _listed(ground, every)
    shares = []
    for kept, taken in _perturbed(ground, listed, np.random.default_rng(_SEED)):
        strength = np.where(asked > kept, rebuilt(kept, taken), -np.inf).ravel()
        n = int(taken.sum())
        top = np.argpartition(-strength, n - 1)[:n]
        shares.append(taken.ravel()[top].mean())
    return float(np.mean(shares)), float(np.std(shares, ddof=1))


RULE = SlowRule(
    structural_perturbation,
    of_data=lambda ground: {"structural consistency": structural_consistency(ground)},
)


def rebuilt(kept: Cells, taken: Cells) -> Cells:
    """Add up the patterns of the kept pairs, their strengths corrected to first order.

    The adjacency matrix of queries and partners has the eigenvalues +s and -s for each singular
    value s of the table, so that its first-order corrections are those of the singular values.
    Patterns of strength 0 are not determined and stay out.
    """
    # Only what has pairs: rounding would give the others scores of 1e-17 that rank.
    known = np.ix_(kept.any(axis=1), kept.any(axis=0))
    left, strength, right = np.linalg.svd(kept[known], full_matrices=False)
    real = strength > strength.max(initial=0.0) * max(kept.shape) * np.finfo(np.float64).eps
    left, strength, right = left[:, real], strength[real], right[real]
    correction = np.einsum("qk,qk->k", left, taken[known] @ right.T)
    cells = np.zeros_like(kept)
    cells[known] = (left * (strength + correction)) @ right
    return cells


def _perturbed(
    ground: Ground, listed: NDArray[np.intp], rng: np.random.Generator
) -> Iterator[tuple[Cells, Cells]]:
    """Give the kept and the taken pairs of each perturbation; both orders of a pair go together."""
    pairs = np.unique(ground.pair[listed])
    n = min(len(pairs), max(1, round(_SHARE * len(pairs))))
    for _ in range(_TIMES):
        gone = np.isin(ground.pair[listed], rng.choice(pairs, n, replace=False))
        yield _cells(ground, listed[~gone]), _cells(ground, listed[gone])


def _cells(ground: Ground, rows: NDArray[np.intp]) -> Cells:
    """Mark these rows' cells with 1."""
    cells = np.zeros((len(ground.table.left), len(ground.table.right)))
    cells[ground.table.left_row[rows], ground.table.right_row[rows]] = 1
    return cells


def _listed(ground: Ground, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    return rows[ground.table.label[rows] == 1]
