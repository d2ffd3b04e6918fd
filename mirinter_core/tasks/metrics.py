"""How well scores tell listed pairs from unlisted ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from mirinter_core.tasks.ranking import Figure, Labels, Scores, Steps, steps

POOLED = ("auroc", "auprc", "lift", "prevalence", "recall_at_fpr_1", "precision_at_100")
PER_QUERY = (
    "auprc",
    "precision_at_1",
    "precision_at_5",
    "precision_at_20",
    "chance",
    "partners",
    "queries",
)

_NAN = float("nan")
_TOPS = (1, 5, 20)  # a user tests one, a handful, or a plate's worth of partners
_TOP_POOLED = 100
_FALSE_POSITIVE_RATE = 0.01


def pooled(label: Labels, score: Scores) -> dict[str, float]:
    """Measure all test pairs together.

    Returns
    -------
    dict
        ``auroc``; ``auprc`` (average precision); ``lift`` (AUPRC over prevalence);
        ``prevalence``; ``recall_at_fpr_1`` (share of the listed pairs found where 1 % of the
        unlisted are); ``precision_at_100`` (listed share of the first hundred, or of all if they
        are fewer). Tied pairs count as if in random order. NaN, but for the prevalence, where
        the labels are of one class.
    """
    ranked = steps(label, score)
    found = dict.fromkeys(POOLED, _NAN)
    found["prevalence"] = float(label.mean()) if len(label) else _NAN
    if not ranked.tells:
        return found
    auprc = average_precision(ranked)
    return {
        "auroc": auroc(ranked),
        "auprc": auprc,
        "lift": auprc / found["prevalence"],
        "prevalence": found["prevalence"],
        "recall_at_fpr_1": _recall_at(ranked, _FALSE_POSITIVE_RATE),
        "precision_at_100": _precision_at(ranked, _TOP_POOLED),
    }


def auroc(ranked: Steps) -> float:
    """Give the chance that a listed pair scores above an unlisted one; a tie counts half."""
    gained = np.diff(ranked.unlisted, prepend=0)
    height = (ranked.listed + _before(ranked.listed)) / 2
    return float(gained @ height) / (ranked.n_listed * ranked.n_unlisted)


def average_precision(ranked: Steps) -> float:
    """Average, over the listed pairs, the precision where each is found; a tie is one step."""
    gained = np.diff(ranked.listed, prepend=0)
    precision = ranked.listed / (ranked.listed + ranked.unlisted)
    return float(gained @ precision) / ranked.n_listed


def _recall_at(ranked: Steps, rate: float) -> float:
    """Give the recall at a false positive rate, on the straight line between two steps."""
    allowed = rate * ranked.n_unlisted
    k = int(np.searchsorted(ranked.unlisted, allowed, side="right"))
    found, spent = (int(x[k - 1]) if k else 0 for x in (ranked.listed, ranked.unlisted))
    share = (allowed - spent) / (int(ranked.unlisted[k]) - spent)
    return (found + share * (int(ranked.listed[k]) - found)) / ranked.n_listed


def _precision_at(ranked: Steps, k: int) -> float:
    """Give the share of listed among the first k, expected where ties are broken at random.

    A rule that ties most pairs must not profit from the order in which a table lists them.
    """
    seen = ranked.listed + ranked.unlisted
    k = min(k, int(seen[-1]))
    return float(np.interp(k, np.append(0, seen), np.append(0, ranked.listed))) / k


def per_query(label: Labels, score: Scores, query: NDArray[np.integer]) -> dict[str, float]:
    """Measure each query's own ranking and average: what a user with one query gets.

    Pooled figures mix the queries' different numbers of listed partners. Queries without a
    listed and an unlisted test pair say nothing and are left out.

    Returns
    -------
    dict
        ``auprc``; ``precision_at_1``, ``_5`` and ``_20`` and what they would be by ``chance``;
        and behind them the number of ``queries`` and the mean number of ``partners`` a query
        was tested with.
    """
    names, row = np.unique(query, return_inverse=True)
    n = len(names)
    order = np.lexsort((-score, row))
    label, score, row = label[order], score[order], row[order]
    partners = np.bincount(row, minlength=n)
    listed = np.bincount(row, weights=label, minlength=n).astype(np.float64)
    telling = (listed > 0) & (listed < partners)
    found = dict.fromkeys(PER_QUERY, _NAN) | {"queries": float(telling.sum())}
    if not telling.any():
        return found
    rank = np.arange(len(row)) - (np.cumsum(partners) - partners)[row]
    ends = np.flatnonzero(np.append((np.diff(score) != 0) | (np.diff(row) != 0), True))
    gained = np.diff(np.cumsum(label, dtype=np.int64)[ends], prepend=0)
    above = np.cumsum(gained) - (np.cumsum(listed) - listed)[row[ends]]
    at_ends = gained * above / (rank[ends] + 1)
    precision = np.bincount(row[ends], weights=at_ends, minlength=n).astype(np.float64)
    size = np.diff(ends, prepend=-1)
    expected = np.repeat(gained / size, size)  # of each place, were its ties in random order
    found["auprc"] = _mean(precision, listed, telling)
    for k in _TOPS:
        first = rank < k
        hits = np.bincount(row[first], weights=expected[first], minlength=n).astype(np.float64)
        found[f"precision_at_{k}"] = _mean(hits, np.minimum(partners, k), telling)
    found["chance"] = _mean(listed, partners, telling)
    found["partners"] = float(partners[telling].mean())
    return found


def _mean(sums: Figure, of: NDArray[np.number], telling: NDArray[np.bool_]) -> float:
    return float((sums[telling] / of[telling]).mean())


def _before(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.append(0, counts[:-1])


def spread(folds: Sequence[Mapping[str, float]]) -> tuple[dict[str, float], dict[str, float]]:
    """Average folds: mean and standard deviation (n - 1) of each figure, NaN folds left out."""
    mean, sd = {}, {}
    for key in folds[0]:
        values = np.array([fold[key] for fold in folds])
        values = values[~np.isnan(values)]
        mean[key] = float(values.mean()) if len(values) else float("nan")
        sd[key] = float(values.std(ddof=1)) if len(values) > 1 else float("nan")
    return mean, sd
