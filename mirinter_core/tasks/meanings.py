"""What each figure of a report is called, says, and would be by chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Meaning:
    """A figure in words.

    Parameters
    ----------
    title : str
        For an axis or a column.
    says : str
        One sentence, for help.
    chance : float, str or None
        What scores without knowledge reach: a number, or the figure that tells it; None where
        that is not one number.
    higher : bool
        Whether more is better.
    """

    title: str
    says: str
    chance: float | str | None = None
    higher: bool = True


MEANINGS: dict[str, Meaning] = {
    "auprc": Meaning(
        "AUPRC",
        "Average precision: the listed share of what ranks above, averaged over listed pairs. "
        "Chance is the share of listed pairs in the test, so compare within one column only.",
        "prevalence",
    ),
    "auroc": Meaning(
        "AUROC",
        "How often a listed pair scores above an unlisted one. It forgives a weak top of the "
        "ranking where few pairs are listed.",
        0.5,
    ),
    "per_query_auprc": Meaning(
        "AUPRC per query",
        "Average precision within each query's own ranking, then averaged: what a user with "
        "one query gets.",
        "per_query_chance",
    ),
    "per_query_precision_at_1": Meaning(
        "Precision at 1 per query",
        "How often the first partner of a query's ranking is listed.",
        "per_query_chance",
    ),
    "per_query_precision_at_5": Meaning(
        "Precision at 5 per query",
        "The listed share of the first 5 of a query's ranking.",
        "per_query_chance",
    ),
    "per_query_precision_at_20": Meaning(
        "Precision at 20 per query",
        "The listed share of the first 20 of a query's ranking.",
        "per_query_chance",
    ),
    "precision_at_100": Meaning(
        "Precision at 100",
        "The listed share of the 100 best pairs of all queries together.",
        "prevalence",
    ),
    "recall_at_fpr_1": Meaning(
        "Recall at 1 % FPR",
        "The share of listed pairs found where 1 in 100 unlisted ones is let through.",
        0.01,
    ),
    "lift": Meaning("Lift", "AUPRC over chance.", 1.0),
    "mcc": Meaning(
        "MCC",
        "Correlation of yes or no with listed or not, at the threshold that was best on the "
        "other folds.",
        0.0,
    ),
    "f1": Meaning(
        "F1",
        "Harmonic mean of precision and recall at the threshold that was best on the other folds.",
    ),
    "brier": Meaning(
        "Brier score",
        "Mean squared error of scores calibrated on the other folds; less is better.",
        higher=False,
    ),
}


def figure_of(mapping: Mapping[str, Any], key: str) -> float:
    """Read a figure; null in a report's file, or none, is NaN."""
    value = mapping.get(key)
    return float("nan") if value is None else float(value)


def chance(mapping: Mapping[str, Any], key: str) -> float:
    """Give what chance would reach where these figures were measured; NaN if not one number."""
    level = MEANINGS[key].chance
    if level is None:
        return float("nan")
    return figure_of(mapping, level) if isinstance(level, str) else level
