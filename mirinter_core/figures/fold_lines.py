"""Curves of reports from the top of a ranking to its end: folds thin, their mean thick."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mirinter_core.figures import theme
from mirinter_core.figures.reported import asked, drawn_name, same_question
from mirinter_core.tasks.curves import Curves
from mirinter_core.tasks.meanings import MEANINGS, figure_of
from mirinter_core.tasks.reports import Summary

Line = tuple[NDArray[np.float64], NDArray[np.float64]]

# A report is told by its colour and its dashes.
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")


@dataclass(frozen=True, kw_only=True)
class Course:
    """Which two shares are drawn against each other, and what is said of them.

    Parameters
    ----------
    axes : (str, str)
        Titles of x and y; what stands in brackets is left out on hovering.
    figure : str
        A name of `mirinter_core.tasks.meanings.MEANINGS` that sums the mean line up.
    folds, mean : callable
        The line of each fold, and of their mean.
    chance : callable
        From the first report: where the line of chance begins and ends on y, and its name.
    reading : callable
        What a report's line says, in plain words.
    """

    title: str
    axes: tuple[str, str]
    figure: str
    folds: Callable[[Curves], Sequence[Line]]
    mean: Callable[[Curves], Line]
    chance: Callable[[Summary], tuple[tuple[float, float], str]]
    reading: Callable[[Summary], str]


def drawn(course: Course, reports: Sequence[Summary], *, dark: bool) -> go.Figure:
    """Draw each fold thin, their mean thick, and chance as a dotted line.

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
        found, name = Curves.read(report["curves"]), drawn_name(report)
        value = f"{MEANINGS[course.figure].title} {figure_of(report['mean'], course.figure):.3f}"
        _add_folds(made, course.folds(found), i, name, course.axes)
        _add_mean(made, course.mean(found), i, f"{name}: {value}", course.axes)
    _add_chance(made, *course.chance(first))
    _square(made, *course.axes)
    said = " ".join(course.reading(report) for report in reports)
    made.update_layout(
        template=theme.template(dark),
        title=theme.heading(course.title, *asked(first), "thin: folds; thick: their mean"),
        meta={"alt": f"{course.title}. {' '.join(asked(first))}. {said}"},
    )
    return made


def _add_folds(
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


def _add_mean(made: go.Figure, line: Line, report: int, label: str, axes: tuple[str, str]) -> None:
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


def _add_chance(made: go.Figure, y: tuple[float, float], name: str) -> None:
    """Add what a ranking by chance would give, from x = 0 to 1."""
    made.add_scatter(
        x=[0, 1],
        y=y,
        mode="lines",
        name=name,
        line={"color": theme.GREY, "width": 1.5, "dash": "dot"},
        hoverinfo="skip",
    )


def _square(made: go.Figure, x: str, y: str) -> None:
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
