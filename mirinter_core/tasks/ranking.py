"""What stands above each score: the one sorting from which every figure and curve is read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.int8]  # 1 listed, 0 unlisted
Scores = NDArray[np.floating]
Counts = NDArray[np.int64]
Figure = NDArray[np.float64]


@dataclass(frozen=True)
class Steps:
    """How many listed and unlisted pairs score at least each score that occurs.

    Equal scores are one step: no order among them is better than another.

    Parameters
    ----------
    threshold : (steps,) array
        The scores that occur, highest first.
    listed, unlisted : (steps,) int arrays
        Pairs with at least that score.
    """

    threshold: Scores
    listed: Counts
    unlisted: Counts

    @property
    def n_listed(self) -> int:
        """All listed pairs."""
        return int(self.listed[-1]) if len(self.listed) else 0

    @property
    def n_unlisted(self) -> int:
        """All unlisted pairs."""
        return int(self.unlisted[-1]) if len(self.unlisted) else 0

    @property
    def tells(self) -> bool:
        """Whether there are pairs of both kinds, without which nothing can be told apart."""
        return self.n_listed > 0 and self.n_unlisted > 0


def steps(label: Labels, score: Scores) -> Steps:
    """Rank pairs by score and count from the top.

    Raises
    ------
    ValueError
        If a score is not a finite number: it would have no place in the ranking.
    """
    if not np.isfinite(score).all():
        raise ValueError("Scores to be measured must be finite numbers.")
    order = np.argsort(-score)
    return counted(label[order], score[order])


def counted(label: Labels, score: Scores) -> Steps:
    """Count from the top pairs that are sorted already, best first."""
    ends = np.append(np.flatnonzero(np.diff(score)), len(score) - 1)[: len(score)]
    listed = np.cumsum(label, dtype=np.int64)[ends]
    return Steps(score[ends], listed, ends + 1 - listed)
