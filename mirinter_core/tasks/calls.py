"""What becomes of pairs that are called listed above a threshold, or taken from the top."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mirinter_core.tasks.course import roc
from mirinter_core.tasks.curves import Curves
from mirinter_core.tasks.ranking import Counts, Figure


@dataclass(frozen=True)
class Confusion:
    """What is called listed at a threshold, and is; one number a fold.

    Parameters
    ----------
    threshold : float
        Pairs that score at least this are called listed.
    tp, fp, fn, tn : (folds,) int arrays
        Called listed and listed; called listed, but not; listed, but not called so; neither.
    """

    threshold: float
    tp: Counts
    fp: Counts
    fn: Counts
    tn: Counts

    @property
    def total(self) -> Confusion:
        """All folds together: each test pair counts once."""
        parts = (self.tp, self.fp, self.fn, self.tn)
        return Confusion(self.threshold, *(part.sum(keepdims=True) for part in parts))

    @property
    def recall(self) -> Figure:
        """Share of the listed that are called so; NaN where none is listed."""
        return _share(self.tp, self.tp + self.fn)

    @property
    def precision(self) -> Figure:
        """Share of the called that are listed; NaN where none is called."""
        return _share(self.tp, self.tp + self.fp)

    @property
    def false_positive_rate(self) -> Figure:
        """Share of the unlisted that are called listed; NaN where none is unlisted."""
        return _share(self.fp, self.fp + self.tn)

    def precision_at(self, prevalence: float) -> Figure:
        """Give the precision where another share of pairs is truly listed than in the test.

        Recall and false positive rate are taken to stay as they are (Bayes' rule).
        """
        true = prevalence * self.recall
        return _share(true, true + (1 - prevalence) * self.false_positive_rate)


def confusion(found: Curves, threshold: float) -> Confusion:
    """Count calls at the lowest kept threshold that is not below the one asked for.

    Above the highest score, nothing is called listed.
    """
    k = int(np.searchsorted(-found.thresholds, -threshold, side="right")) - 1
    none = np.zeros(len(found.listed), dtype=np.int64)
    tp, fp = (found.listed[:, k], found.unlisted[:, k]) if k >= 0 else (none, none)
    used = float(found.thresholds[k]) if k >= 0 else threshold
    return Confusion(used, tp, fp, found.n_listed - tp, found.n_unlisted - fp)


def expected_listed(found: Curves, k: int, *, partners: int, prevalence: float) -> Figure:
    """Say how many of the first k would be listed, in a catalogue with another listed share.

    Recall and false positive rate at each threshold are taken to stay as in the test; they
    hardly do between protocols, or for other kinds of partners.

    Parameters
    ----------
    k : int
        How many of the ranking are looked at, at most all.
    partners : int
        How many are ranked.
    prevalence : float
        The share of them that is truly listed.

    Returns
    -------
    (folds,) array
        One expectation for each fold that has a curve.
    """
    expected = []
    for rate, recall in roc(found):
        called = partners * (prevalence * recall + (1 - prevalence) * rate)
        expected.append(np.interp(min(k, partners), called, partners * prevalence * recall))
    return np.array(expected)


def _share(part: NDArray[np.number], of: NDArray[np.number]) -> Figure:
    return np.divide(part, of, out=np.full(len(of), np.nan), where=of > 0)
