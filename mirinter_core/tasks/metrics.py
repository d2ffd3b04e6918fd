"""How well scores tell listed pairs from unlisted ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_auc_score

Labels = NDArray[np.int8]
Scores = NDArray[np.floating]

_TOP = 20


def pooled(label: Labels, score: Scores) -> dict[str, float]:
    """Measure all test pairs together.

    Returns
    -------
    dict
        ``auroc``, ``auprc`` (average precision), ``lift`` (AUPRC over prevalence),
        ``prevalence``; NaN where the labels are of one class.
    """
    prevalence = float(label.mean()) if len(label) else float("nan")
    if not 0.0 < prevalence < 1.0:
        nan = float("nan")
        return {"auroc": nan, "auprc": nan, "lift": nan, "prevalence": prevalence}
    auprc = float(average_precision_score(label, score))
    return {
        "auroc": float(roc_auc_score(label, score)),
        "auprc": auprc,
        "lift": auprc / prevalence,
        "prevalence": prevalence,
    }


def per_query(label: Labels, score: Scores, query: NDArray[np.intp]) -> dict[str, float]:
    """Measure each query's own ranking and average: what a user with one query gets.

    Pooled figures mix the queries' different numbers of listed partners. Queries without a
    listed and an unlisted test pair say nothing and are left out.

    Returns
    -------
    dict
        ``auprc``; ``precision_at_20`` and what it would be by ``chance``; and behind them the
        number of ``queries`` and the mean number of ``partners`` a query was tested with.
    """
    order = np.argsort(query, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(query[order])) + 1)
    telling = [g for g in groups if 0 < label[g].sum() < len(g)]
    auprc = [average_precision_score(label[g], score[g]) for g in telling]
    top = [_precision_at(_TOP, label[g], score[g]) for g in telling]
    return {
        "auprc": float(np.mean(auprc)) if telling else float("nan"),
        "precision_at_20": float(np.mean(top)) if telling else float("nan"),
        "chance": float(np.mean([label[g].mean() for g in telling])) if telling else float("nan"),
        "partners": float(np.mean([len(g) for g in telling])) if telling else float("nan"),
        "queries": float(len(telling)),
    }


def _precision_at(k: int, label: Labels, score: Scores) -> float:
    """Give the share of positives among the first k, expected where ties are broken at random.

    A rule that ties most pairs must not profit from the order in which a table lists them.
    """
    k = min(k, len(score))
    last = np.sort(score)[-k]
    above, tied = score > last, score == last
    places = k - above.sum()
    return float((label[above].sum() + places * label[tied].mean()) / k)


def spread(folds: Sequence[Mapping[str, float]]) -> tuple[dict[str, float], dict[str, float]]:
    """Average folds: mean and standard deviation (n - 1) of each figure, NaN folds left out."""
    mean, sd = {}, {}
    for key in folds[0]:
        values = np.array([fold[key] for fold in folds])
        values = values[~np.isnan(values)]
        mean[key] = float(values.mean()) if len(values) else float("nan")
        sd[key] = float(values.std(ddof=1)) if len(values) > 1 else float("nan")
    return mean, sd
