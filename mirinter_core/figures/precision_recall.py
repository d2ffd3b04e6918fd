"""How clean the top of the ranking is, for how much of the listed is found."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
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
from mirinter_core.tasks.course import mean_precision_recall
from mirinter_core.tasks.course import precision_recall as of_folds
from mirinter_core.tasks.curves import Curves
from mirinter_core.tasks.meanings import figure_of
from mirinter_core.tasks.reports import Summary

_RECALL, _PRECISION = "Recall (share of the listed found)", "Precision (listed share)"


def precision_recall(reports: Sequence[Summary], *, dark: bool = False) -> go.Figure:
    """Draw precision over recall of each fold thin, their mean thick, and chance as a line.

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
        add_folds(made, of_folds(found), i, drawn_name(report), (_RECALL, _PRECISION))
        label = f"{drawn_name(report)}: AUPRC {figure_of(report['mean'], 'auprc'):.3f}"
        add_mean(made, mean_precision_recall(found), i, label, (_RECALL, _PRECISION))
    level = figure_of(first["mean"], "prevalence")
    made.add_scatter(
        x=[0, 1],
        y=[level, level],
        mode="lines",
        name=f"chance: precision {level:.3f}",
        line={"color": theme.GREY, "width": 1.5, "dash": "dot"},
        hoverinfo="skip",
    )
    said = " ".join(reading(report) for report in reports)
    square(made, _RECALL, _PRECISION)
    made.update_layout(
        template=theme.template(dark),
        title=theme.heading(
            "Precision and recall", *asked(first), "thin: folds; thick: their mean"
        ),
        meta={"alt": f"Precision and recall. {' '.join(asked(first))}. {said}"},
    )
    return made


def reading(report: Summary) -> str:
    """Say in plain words how many of the ranking's top are listed, and how the best rule does."""
    if math.isnan(figure_of(report["mean"], "auprc")):
        return "There are no pairs of both kinds, so nothing could be told apart."
    recall, precision = mean_precision_recall(Curves.read(report["curves"]))
    half = float(np.interp(0.5, recall, precision))
    return (
        f"Going down the ranking of {name_of(report)} until half of the listed pairs are found, "
        f"{in_hundred(half)} pairs passed are listed; by chance it would be "
        f"{in_hundred(figure_of(report['mean'], 'prevalence'))}. {beside(report, 'auprc')}"
    )
