"""How clean the top of the ranking is, for how much of the listed is found."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from mirinter_core.figures.fold_lines import Course, drawn
from mirinter_core.figures.reported import beside, in_hundred, name_of
from mirinter_core.tasks import course
from mirinter_core.tasks.curves import Curves
from mirinter_core.tasks.meanings import figure_of
from mirinter_core.tasks.reports import Summary


def precision_recall(reports: Sequence[Summary], *, dark: bool = False) -> go.Figure:
    """Draw precision over recall of each fold thin, their mean thick, and chance as a line.

    See `mirinter_core.figures.fold_lines.drawn`.
    """
    shown = Course(
        title="Precision and recall",
        axes=("Recall (share of the listed found)", "Precision (listed share)"),
        figure="auprc",
        folds=course.precision_recall,
        mean=course.mean_precision_recall,
        chance=_chance,
        reading=reading,
    )
    return drawn(shown, reports, dark=dark)


def reading(report: Summary) -> str:
    """Say in plain words how many of the ranking's top are listed, and how the best rule does."""
    if math.isnan(figure_of(report["mean"], "auprc")):
        return "There are no pairs of both kinds, so nothing could be told apart."
    recall, precision = course.mean_precision_recall(Curves.read(report["curves"]))
    half = float(np.interp(0.5, recall, precision))
    return (
        f"Going down the ranking of {name_of(report)} until half of the listed pairs are found, "
        f"{in_hundred(half)} pairs passed are listed; by chance it would be "
        f"{in_hundred(figure_of(report['mean'], 'prevalence'))}. {beside(report, 'auprc')}"
    )


def _chance(report: Summary) -> tuple[tuple[float, float], str]:
    level = figure_of(report["mean"], "prevalence")
    return (level, level), f"chance: precision {level:.3f}"
