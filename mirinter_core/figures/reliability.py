"""Whether promised shares come true: what scores promise over what was listed."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from mirinter_core.figures import theme
from mirinter_core.figures.reported import asked, drawn_name, in_hundred, same_question
from mirinter_core.tasks.meanings import MEANINGS, figure_of
from mirinter_core.tasks.reports import Summary

_MARKS = ("circle", "diamond", "square", "triangle-up", "cross", "x")
_FEW = 100  # pairs of a bin that are too few to speak of
_LOW = 1e-4  # where the axes begin: below, nothing was measured


def reliability(reports: Sequence[Summary], *, dark: bool = False) -> go.Figure:
    """Draw, bin by bin, the listed share over the share that scores promised.

    Promises are made from the other folds (isotonic regression), so no pair speaks for itself.
    Both axes are logarithmic, since most pairs are promised little.
    """
    first = same_question(reports)
    made = go.Figure()
    made.add_scatter(
        x=[_LOW, 1],
        y=[_LOW, 1],
        mode="lines",
        name="promise kept",
        line={"dash": "dash", "color": theme.GREY, "width": 2},
        hoverinfo="skip",
    )
    for i, report in enumerate(reports):
        bins = report["reliability"]
        made.add_scatter(
            x=[max(b["promised"], _LOW) for b in bins],
            y=[max(b["listed"], _LOW) for b in bins],
            customdata=[int(b["pairs"]) for b in bins],
            mode="lines+markers",
            name=drawn_name(report),
            line={"color": theme.COLOURS[i % len(theme.COLOURS)]},
            marker={"symbol": _MARKS[i % len(_MARKS)], "size": 9},
            hovertemplate="promised %{x:.3g}, listed %{y:.3g}, %{customdata:,d} pairs",
        )
    title = "Are promised shares kept?"
    axis = {"type": "log", "range": [-4, 0.05], "tickformat": "~g"}
    made.update_layout(
        template=theme.template(dark),
        title=theme.heading(title, *asked(first)),
        xaxis={**axis, "title": "Promised: listed share of pairs that scored so in other folds"},
        yaxis={**axis, "title": "Listed share here"},
        height=480,
        margin={"t": 112},
        meta={"alt": f"{title} {' '.join(asked(first))}. {reading(reports[0])}"},
    )
    return made


def reading(report: Summary) -> str:
    """Say in a sentence how far the promises of the likeliest pairs are kept."""
    bins = [b for b in report["reliability"] if b["pairs"] >= _FEW]
    if not bins:
        return "Too few pairs were held out to tell."
    top = bins[-1]
    brier = figure_of(report["mean"], "brier")
    return (
        f"Of the {int(top['pairs']):,} pairs promised most, {in_hundred(top['promised'])} on "
        f"average, {in_hundred(top['listed'])} were listed; on the dashed line promises are kept. "
        f"{MEANINGS['brier'].title} {brier:.4f} (less is better)."
    )
