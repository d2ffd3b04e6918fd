"""How far figures would move with other molecules: bootstrap over groups of them, not pairs.

Pairs of one family, or of one gene, share their fate: to draw pairs anew would take them for
so many independent observations and give intervals far too narrow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mirinter_core.tasks.ranking import Figure, Labels, Scores

MEASURED = ("auroc", "auprc", "per_query_auprc")

_LOW, _HIGH = 2.5, 97.5  # percent: 95 % lie between


@dataclass(frozen=True)
class Fold:
    """The test pairs of one fold.

    Parameters
    ----------
    label, score : (n,) arrays
    query : (n,) int array
        The query of each pair, for the figure per query.
    query_group, partner_group : (n,) int arrays
        What is drawn together, such as seed families and genes; the same number is the same
        group in every fold.
    """

    label: Labels
    score: Scores
    query: NDArray[np.integer]
    query_group: NDArray[np.integer]
    partner_group: NDArray[np.integer]


def bootstrap(
    folds: Sequence[Fold], *, n: int = 200, rng: np.random.Generator, one_kind: bool = False
) -> dict[str, tuple[float, float]]:
    """Give 95 % intervals of the folds' mean figures, for other families and other genes.

    In each of n draws, groups of queries and, apart from them, groups of partners are drawn
    with replacement; a pair weighs as often as its query's group times as often as its
    partner's. The model is not trained anew: what chance in training adds is not in it.

    Parameters
    ----------
    one_kind : bool
        Both sides hold the same molecules, numbered as one, as with microRNA-microRNA pairs: a
        group is drawn once for both sides.

    Returns
    -------
    dict
        ``auroc``, ``auprc``, ``per_query_auprc``: the 2.5th and 97.5th percentile, NaN where no
        draw could be measured.

    References
    ----------
    Owen 2007, "The pigeonhole bootstrap", doi:10.1214/07-AOAS122.
    """
    sides = _numbered(folds, one_kind=one_kind)
    sizes = [1 + max((int(side[i].max(initial=-1)) for side in sides), default=-1) for i in (0, 1)]
    ready = [_prepared(fold, *side) for fold, side in zip(folds, sides, strict=True)]
    drawn = np.full((n, len(folds), len(MEASURED)), np.nan)
    for k in range(n):
        times = [_times(size, rng) for size in sizes]
        if one_kind:
            times[1] = times[0]
        for i, (whole, own) in enumerate(ready):
            drawn[k, i] = *whole.measured(*times), own.measured(*times)
    return {name: _interval(drawn[:, :, i]) for i, name in enumerate(MEASURED)}


def _interval(drawn: Figure) -> tuple[float, float]:
    """Average over the folds of each draw that could be measured, and cut both tails."""
    known = ~np.isnan(drawn)
    each = np.where(known, drawn, 0).sum(axis=1)[known.any(axis=1)]
    each = each / known.sum(axis=1)[known.any(axis=1)]
    if not len(each):
        return float("nan"), float("nan")
    low, high = np.percentile(each, [_LOW, _HIGH])
    return float(low), float(high)


def _numbered(
    folds: Sequence[Fold], *, one_kind: bool
) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Number the groups that occur, from 0, in all folds alike."""
    sides = [[fold.query_group for fold in folds], [fold.partner_group for fold in folds]]
    if one_kind:
        numbers = _dense([*sides[0], *sides[1]])
        return list(zip(numbers[: len(folds)], numbers[len(folds) :], strict=True))
    return list(zip(_dense(sides[0]), _dense(sides[1]), strict=True))


def _dense(parts: Sequence[NDArray[np.integer]]) -> list[NDArray[np.intp]]:
    if not parts:
        return []
    number = np.unique(np.concatenate(parts), return_inverse=True)[1].astype(np.intp)
    return np.split(number, np.cumsum([len(part) for part in parts])[:-1])


def _times(groups: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw as many groups as there are, with replacement: how often each came."""
    return np.bincount(rng.integers(groups, size=groups), minlength=groups)


@dataclass(frozen=True)
class _Climb:
    """Sorted pairs, and the steps of tied ones among them that hold a listed pair.

    Parameters
    ----------
    query, partner : (n,) int arrays
        Groups, in the order of the ranking.
    listed : (listed,) int array
        Places of the listed pairs.
    step : (listed,) int array
        The step each listed pair belongs to.
    begin, end : (steps,) int arrays
        Its first place, and the one after its last.
    """

    query: NDArray[np.intp]
    partner: NDArray[np.intp]
    listed: NDArray[np.intp]
    step: NDArray[np.intp]
    begin: NDArray[np.intp]
    end: NDArray[np.intp]

    def sums(self, weight: NDArray[np.int64]) -> tuple[Figure, Figure, Figure]:
        """Sum weights: of each step's listed, of all before it, and of all up to its end."""
        total = np.append(0, np.cumsum(weight))
        gained = np.bincount(self.step, weights=weight[self.listed], minlength=len(self.end))
        return gained.astype(np.float64), total[self.begin] * 1.0, total[self.end] * 1.0


@dataclass(frozen=True)
class _Whole:
    """All pairs of a fold in one ranking."""

    climb: _Climb

    def measured(self, query: NDArray[np.int64], partner: NDArray[np.int64]) -> tuple[float, float]:
        """Give weighted AUROC and average precision; NaN if one class weighs nothing."""
        weight = query[self.climb.query] * partner[self.climb.partner]
        gained, before, upto = self.climb.sums(weight)
        found = np.cumsum(gained)
        listed = found[-1] if len(found) else 0.0
        unlisted = float(weight.sum()) - listed
        if not (listed > 0 and unlisted > 0):
            return float("nan"), float("nan")
        above = ((before - (found - gained)) + (upto - found)) / 2  # half of the tied
        precision = np.divide(found, upto, out=np.zeros_like(found), where=upto > 0)
        return 1 - float(gained @ above) / (listed * unlisted), float(gained @ precision) / listed


@dataclass(frozen=True)
class _Own:
    """A fold's pairs ranked query by query.

    Parameters
    ----------
    queries : (queries + 1,) int array
        Where each query's pairs begin, and where the last one's end.
    of : (steps,) int array
        The query of each step.
    """

    climb: _Climb
    queries: NDArray[np.intp]
    of: NDArray[np.intp]

    def measured(self, query: NDArray[np.int64], partner: NDArray[np.int64]) -> float:
        """Give the mean average precision of the queries, each weighing as its group does."""
        weight = partner[self.climb.partner]
        gained, _, upto = self.climb.sums(weight)
        n = len(self.queries) - 1
        total = np.append(0, np.cumsum(weight))[self.queries]
        listed = np.bincount(self.of, weights=gained, minlength=n)
        found = np.cumsum(gained) - (np.cumsum(listed) - listed)[self.of]
        seen = upto - total[self.of]
        precision = np.divide(found, seen, out=np.zeros_like(found), where=seen > 0)
        sums = np.bincount(self.of, weights=gained * precision, minlength=n)
        telling = (listed > 0) & (listed < np.diff(total))
        times = query[self.climb.query[self.queries[:-1]]][telling]
        if not times.sum():
            return float("nan")
        return float(times @ (sums[telling] / listed[telling])) / float(times.sum())


def _prepared(
    fold: Fold, query_group: NDArray[np.intp], partner_group: NDArray[np.intp]
) -> tuple[_Whole, _Own]:
    """Sort a fold once each way; a draw then only sums."""
    order = np.argsort(-fold.score)
    new = np.diff(fold.score[order]) != 0
    whole = _climb(fold.label[order], query_group[order], partner_group[order], new)
    order = np.lexsort((-fold.score, fold.query))
    next_query = np.diff(fold.query[order]) != 0
    new = (np.diff(fold.score[order]) != 0) | next_query
    climb = _climb(fold.label[order], query_group[order], partner_group[order], new)
    starts = np.append(0, np.flatnonzero(next_query) + 1)[: len(order)]
    queries = np.append(starts, len(order))
    of = np.searchsorted(queries, climb.begin, side="right") - 1
    return _Whole(whole), _Own(climb, queries, of)


def _climb(
    label: Labels,
    query: NDArray[np.intp],
    partner: NDArray[np.intp],
    new: NDArray[np.bool_],
) -> _Climb:
    """Find the steps; `new` says for each pair but the first whether a step begins with it."""
    begins = np.append(0, np.flatnonzero(new) + 1)[: len(label)]
    ends = np.append(begins[1:], len(label))[: len(begins)]
    listed = np.flatnonzero(label)
    kept, step = np.unique(np.searchsorted(begins, listed, side="right") - 1, return_inverse=True)
    return _Climb(query, partner, listed, step, begins[kept], ends[kept])
