"""What share of the listed pairs is found for what share of the unlisted let through."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from mirinter_core.figures.fold_lines import Course, drawn
from mirinter_core.figures.reported import beside, in_hundred, name_of
from mirinter_core.tasks import course
from mirinter_core.tasks.meanings import figure_of
from mirinter_core.tasks.reports import Summary


def roc(reports: Sequence[Summary], *, dark: bool = False) -> go.Figure:
    """Draw the ROC of each fold thin, their mean thick, and chance as the diagonal.

    See `mirinter_core.figures.fold_lines.drawn`.
    """
    shown = Course(
        title="ROC",
        axes=("False positive rate", "Recall (true positive rate)"),
        figure="auroc",
        folds=course.roc,
        mean=course.mean_roc,
        chance=lambda _: ((0, 1), "chance: AUROC 0.5"),
        reading=reading,
    )
    return drawn(shown, reports, dark=dark)


def reading(report: Summary) -> str:
    """Say in plain words how well the ranking separates, and how the best rule does."""
    area = figure_of(report["mean"], "auroc")
    if math.isnan(area):
        return "There are no pairs of both kinds, so nothing could be told apart."
    found = figure_of(report["mean"], "recall_at_fpr_1")
    return (
        f"Of a listed and an unlisted pair, {name_of(report)} puts the listed one first "
        f"{100 * area:.0f} times in 100 (by chance 50). Where 1 in 100 unlisted pairs is let "
        f"through, it finds {in_hundred(found)} listed ones. {beside(report, 'auroc')}"
    )
