"""What share of the listed pairs is found for what share of the unlisted let through."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from mirinter_core.figures import theme
from mirinter_core.figures.fold_lines import add_folds, add_mean, square
from mirinter_core.figures.reported import (
    asked,
    beside,
    drawn_name,
    in_hundred,
    name_of,
    same_question,
)
from mirinter_core.tasks.course import mean_roc
from mirinter_core.tasks.course import roc as of_folds
from mirinter_core.tasks.curves import Curves
from mirinter_core.tasks.meanings import figure_of
from mirinter_core.tasks.reports import Summary

_RATE, _RECALL = "False positive rate", "Recall (true positive rate)"


def roc(reports: Sequence[Summary], *, dark: bool = False) -> go.Figure:
    """Draw the ROC of each fold thin, their mean thick, and chance as the diagonal.

    Parameters
    ----------
    reports : sequence of mapping
        Up to six of one data set, protocol and test table; told by colour and by dashes.

    Raises
    ------
    DatasetError
        If there is no report, or the reports do not compare.
    """
    first = same_question(reports)
    made = go.Figure()
    for i, report in enumerate(reports):
        found = Curves.read(report["curves"])
        add_folds(made, of_folds(found), i, drawn_name(report), (_RATE, _RECALL))
        label = f"{drawn_name(report)}: AUROC {figure_of(report['mean'], 'auroc'):.3f}"
        add_mean(made, mean_roc(found), i, label, (_RATE, _RECALL))
    made.add_scatter(
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        name="chance: AUROC 0.5",
        line={"color": theme.GREY, "width": 1.5, "dash": "dot"},
        hoverinfo="skip",
    )
    said = " ".join(reading(report) for report in reports)
    square(made, _RATE, _RECALL)
    made.update_layout(
        template=theme.template(dark),
        title=theme.heading("ROC", *asked(first), "thin: folds; thick: their mean"),
        meta={"alt": f"ROC. {' '.join(asked(first))}. {said}"},
    )
    return made


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
