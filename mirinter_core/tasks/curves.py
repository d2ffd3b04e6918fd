"""A ranking's whole course in a few hundred numbers, and what a page reads from it.

A report keeps, for each fold, how many listed and unlisted test pairs score at least each of
some thresholds. ROC, precision and recall, the distribution of scores and the confusion matrix
at any of the thresholds follow from that, with no score at hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from mirinter_core.tasks.ranking import Counts, Figure, Labels, Scores

_MOST = 300  # thresholds; a report of a few ten kB, and steps finer than a screen shows
_BINS = 50  # of the score distributions, among them


def curves(folds: Sequence[tuple[Labels, Scores]]) -> dict[str, Any]:
    """Count each fold's pairs at a few hundred thresholds, for a report.

    The thresholds are evenly spaced scores, and scores of listed and of unlisted pairs at ranks
    that lie closer towards the top, taken from every fold as folds' models may differ in scale.
    If few scores occur, as with rules that count, all are thresholds and nothing is lost.

    Returns
    -------
    dict
        ``thresholds`` (descending); per fold ``listed`` and ``unlisted`` (pairs that score at
        least each threshold), ``n_listed`` and ``n_unlisted``.
    """
    thresholds = _thresholds(folds)
    counts = {}
    for name, kind in (("listed", 1), ("unlisted", 0)):
        scores = [np.sort(score[label == kind]) for label, score in folds]
        counts[name] = [(len(s) - np.searchsorted(s, thresholds)).tolist() for s in scores]
        counts[f"n_{name}"] = [len(s) for s in scores]
    return {"thresholds": thresholds.tolist(), **counts}


def _thresholds(folds: Sequence[tuple[Labels, Scores]]) -> Figure:
    scores = [np.asarray(score, dtype=np.float64) for _, score in folds]
    every = np.unique(np.concatenate([*scores, np.empty(0)]))
    if not len(every):
        return every
    even = _edges(every[0], every[-1])
    if len(every) > _MOST - len(even):
        each = max((_MOST - len(even)) // (2 * len(folds)), 4)
        parts = [
            (label == kind, s)
            for (label, _), s in zip(folds, scores, strict=True)
            for kind in (0, 1)
        ]
        every = np.concatenate([_telling(s[own], each) for own, s in parts])
    return np.unique(np.concatenate([every, even]))[::-1]


def _telling(score: Figure, n: int) -> Figure:
    """Take n scores: half at ranks 1, 2, 4 ... from the top, half evenly over the ranks."""
    if len(score) <= n:
        return score
    near = np.geomspace(1, len(score), n - n // 2) - 1
    even = np.linspace(0, len(score) - 1, n // 2 + 2)[1:-1]
    rank = np.concatenate([near, even]).round().astype(np.intp)
    return np.sort(score)[::-1][rank.clip(0, len(score) - 1)]


def _edges(low: float, high: float) -> Figure:
    """Divide a range of scores evenly. A report's own range gives the same numbers again."""
    return np.linspace(low, high, _BINS + 1) if high > low else np.array([low])


@dataclass(frozen=True)
class Curves:
    """A report's curves, as arrays.

    Parameters
    ----------
    thresholds : (t,) array
        Descending.
    listed, unlisted : (folds, t) int arrays
        Test pairs with at least that score.
    """

    thresholds: Figure
    listed: Counts
    unlisted: Counts

    @classmethod
    def read(cls, mapping: Mapping[str, Any]) -> Self:
        """Read what `curves` made."""
        shape = (len(mapping["n_listed"]), len(mapping["thresholds"]))
        listed, unlisted = (
            np.array(mapping[key], dtype=np.int64).reshape(shape) for key in ("listed", "unlisted")
        )
        return cls(np.array(mapping["thresholds"], dtype=np.float64), listed, unlisted)

    @property
    def n_listed(self) -> Counts:
        """All listed test pairs of each fold."""
        return _last(self.listed)

    @property
    def n_unlisted(self) -> Counts:
        """All unlisted test pairs of each fold."""
        return _last(self.unlisted)

    @property
    def telling(self) -> NDArray[np.intp]:
        """The folds that hold pairs of both kinds; only they have curves."""
        return np.flatnonzero((self.n_listed > 0) & (self.n_unlisted > 0))

    def histogram(self) -> tuple[Figure, Counts, Counts]:
        """Count listed and unlisted pairs of all folds in evenly spaced bins of the score.

        Returns
        -------
        edges : (bins + 1,) array
            Ascending; the last bin holds its upper edge.
        listed, unlisted : (bins,) int arrays
        """
        if not len(self.thresholds):
            return np.array([0.0, 1.0]), np.zeros(1, np.int64), np.zeros(1, np.int64)
        edges = _edges(self.thresholds[-1], self.thresholds[0])
        if len(edges) == 1:
            edges = edges[0] + np.array([-0.5, 0.5])
        place = np.searchsorted(-self.thresholds, -edges[:-1], side="right") - 1
        sums = (np.append(part.sum(axis=0)[place], 0) for part in (self.listed, self.unlisted))
        listed, unlisted = (-np.diff(part) for part in sums)
        return edges, listed, unlisted


def _last(counts: Counts) -> Counts:
    return counts[:, -1] if counts.shape[1] else np.zeros(len(counts), dtype=np.int64)
