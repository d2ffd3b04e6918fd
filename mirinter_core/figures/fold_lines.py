"""Curves of folds and their mean, drawn alike in every figure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mirinter_core.figures import theme

Line = tuple[NDArray[np.float64], NDArray[np.float64]]

# A report is told by its colour and its dashes.
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")


def add_folds(
    made: go.Figure, lines: Sequence[Line], report: int, name: str, axes: tuple[str, str]
) -> None:
    """Add a thin line for each fold of the report with that number."""
    for fold, (x, y) in enumerate(lines, start=1):
        made.add_scatter(
            x=x,
            y=y,
            mode="lines",
            name=f"{name}, fold {fold}",
            line={"width": 1, **_look(report)},
            opacity=0.45,
            showlegend=False,
            legendgroup=str(report),
            hovertemplate=_hover(axes),
        )


def add_mean(made: go.Figure, line: Line, report: int, label: str, axes: tuple[str, str]) -> None:
    """Add the thick line of the mean, which the legend names."""
    made.add_scatter(
        x=line[0],
        y=line[1],
        mode="lines",
        name=label,
        line={"width": 3, **_look(report)},
        legendgroup=str(report),
        hovertemplate=_hover(axes),
    )


def square(made: go.Figure, x: str, y: str) -> None:
    """Set two axes of shares, from 0 to 1."""
    axis = {"range": [-0.01, 1.01], "zeroline": False, "dtick": 0.2}
    made.update_layout(
        xaxis={"title": x, **axis},
        yaxis={"title": y, **axis},
        height=520,
        margin={"t": 112},
        hovermode="closest",
    )


def _look(report: int) -> dict[str, str]:
    n = len(theme.COLOURS)
    return {"color": theme.COLOURS[report % n], "dash": _DASHES[report % n]}


def _hover(axes: tuple[str, str]) -> str:
    x, y = (axis.split(" (")[0].lower() for axis in axes)
    return f"%{{fullData.name}}<br>{x} %{{x:.3f}}, {y} %{{y:.3f}}<extra></extra>"
