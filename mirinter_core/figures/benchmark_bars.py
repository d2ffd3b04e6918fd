"""Models side by side, and the rules that need none as lines they have to pass."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from mirinter_core.figures import theme
from mirinter_core.figures.reported import (
    asked,
    certainty,
    chance_of,
    drawn_name,
    name_of,
    same_question,
)
from mirinter_core.tasks.best_rule import ranked_rules, rules_of
from mirinter_core.tasks.meanings import MEANINGS, figure_of
from mirinter_core.tasks.reports import Summary, rule_of
from mirinter_core.tasks.rule_words import apart, such

_CHANCE = "chance"
_ROW = 60  # px a bar with its name above
_BAR = 0.46  # of a row
_NAME = 0.36  # of a row, above the bar: beside it a telephone would have no room left for bars
_LETTERS = 44  # of a name: as many as a telephone has room for
_LEVEL = 20  # px a label of a line; each has a level of its own, so that no width makes them meet
_SAME = 0.004  # of the axis: lines this close are drawn as one


def benchmark_bars(
    reports: Sequence[Summary],
    figure: str = "auprc",
    *,
    shown: Sequence[str] | None = None,
    dark: bool = False,
) -> go.Figure:
    """Draw a figure of several reports as bars, folds as points, rules as labelled lines.

    Bars begin at 0, but those of AUROC at chance, 0.5.

    Parameters
    ----------
    reports : sequence of mapping
        Of one data set, protocol and test table.
    figure : str
        A key of `MEANINGS` of which more is better.
    shown : sequence of str, optional
        The rules to draw, beside the best one; all where not given.

    Raises
    ------
    DatasetError
        If there is no report, or the reports do not compare.
    """
    first = same_question(reports)
    rows = sorted(reports, key=lambda report: _height(report, figure))  # the best on top
    lines = _lines(reports, figure, shown)
    start = 0.5 if figure == "auroc" else 0.0
    low, high = _range(rows, lines, figure, start)
    made = go.Figure()
    for row, report in enumerate(rows):
        _add_bar(made, report, row, figure, start)
        _add_spread(made, report, row, figure, dark=dark)
        _add_name(made, report, row, figure, low, dark=dark)
    levels = _add_lines(made, lines, _top(len(rows)), (low, high), dark=dark)
    top = _top(len(rows)) + (levels + 0.5) * _LEVEL / _ROW
    title = MEANINGS[figure].title
    spread = ("circles: folds; whiskers: 95 %, over groups", "lines: rules that need no model")
    made.update_layout(
        template=theme.template(dark),
        title=theme.heading(title, *asked(first), *spread),
        xaxis={"title": title, "range": [low, high], "zeroline": False},
        yaxis={
            "range": [-_BAR, top],
            "tickvals": list(range(len(rows))),
            "ticktext": [drawn_name(report) for report in rows],
            "showticklabels": False,
            "showgrid": False,
            "zeroline": False,
        },
        height=int(206 + _ROW * (0.6 + top)),
        margin={"t": 128},
        showlegend=False,
        hovermode="closest",
        meta={"alt": f"{title}. {' '.join(asked(first))}. {reading(reports, figure)}"},
    )
    return made


def reading(reports: Sequence[Summary], figure: str = "auprc") -> str:
    """Say in plain words which is best, and whether it beats the best rule or could be luck."""
    first = same_question(reports)
    title, level = MEANINGS[figure].title, chance_of(first, figure)
    by_chance = "" if math.isnan(level) else f" Chance would reach {level:.3f}."
    known = ranked_rules(rules_of(reports), figure)
    models = [report for report in reports if not rule_of(report)]
    models = [report for report in models if not math.isnan(figure_of(report["mean"], figure))]
    if not models and not known:
        return f"No {title} could be measured."
    rule = next(iter(known), "")
    if not models:
        return f"No model is shown. The best rule, {rule}, reaches {title} {known[rule]:.3f}." + (
            by_chance
        )
    best = max(models, key=lambda report: _height(report, figure))
    name, own = name_of(best), figure_of(best["mean"], figure)
    if not known:
        return f"The best model shown, {name}, reaches {title} {own:.3f}.{by_chance}"
    if known[rule] >= own:
        return (
            f"The rule {rule}, {apart(rule)}, wins with {title} {known[rule]:.3f}; the "
            f"best model shown, {name}, reaches {own:.3f}.{by_chance}"
        )
    return (
        f"{name} is best with {title} {own:.3f}; the best {such(rule)}, {rule}, "
        f"reaches {known[rule]:.3f}.{certainty(best, rule, figure)}{by_chance}"
    )


def _height(report: Summary, figure: str) -> float:
    value = figure_of(report["mean"], figure)
    return -math.inf if math.isnan(value) else value


def _range(
    rows: Sequence[Summary], lines: Sequence[tuple[str, float]], figure: str, start: float
) -> tuple[float, float]:
    folds = [figure_of(fold, figure) for report in rows for fold in report["folds"]]
    ends = [end for report in rows for end in _interval(report, figure)]
    values = [v for v in (*folds, *ends, *(value for _, value in lines)) if not math.isnan(v)]
    low, high = min([start, *values]), max([start, *values])
    room = 0.04 * (high - low or 1.0)
    return (low - room if low < start else start), high + room


def _interval(report: Summary, figure: str) -> tuple[float, float]:
    low, high = report.get("interval", {}).get(figure) or (None, None)
    nan = float("nan")
    return nan if low is None else float(low), nan if high is None else float(high)


def _add_bar(made: go.Figure, report: Summary, row: int, figure: str, start: float) -> None:
    value = figure_of(report["mean"], figure)
    is_rule = bool(rule_of(report))
    made.add_bar(
        x=[value - start],
        base=start,
        y=[row],
        orientation="h",
        width=_BAR,
        name=f"{drawn_name(report)}, mean of the folds",
        marker={
            "color": theme.GREY if is_rule else theme.BLUE,
            "pattern": {"shape": "/" if is_rule else "", "fillmode": "overlay", "fgopacity": 0.3},
            "line": {"width": 0},
        },
        customdata=[value],
        hovertemplate="%{fullData.name}: %{customdata:.3f}<extra></extra>",
    )


def _add_spread(made: go.Figure, report: Summary, row: int, figure: str, *, dark: bool) -> None:
    """Add a circle for each fold, and the interval as a whisker between two strokes."""
    ink = theme.INK[dark]
    values = [figure_of(fold, figure) for fold in report["folds"]]
    made.add_scatter(
        x=values,
        y=row + np.linspace(-0.12, 0.12, len(values)),
        mode="markers",
        name=f"{drawn_name(report)}, folds",
        marker={"size": 7, "color": theme.GROUND[dark], "line": {"width": 1.5, "color": ink}},
        hovertemplate="%{fullData.name}: %{x:.3f}<extra></extra>",
    )
    ends = _interval(report, figure)
    if math.isnan(ends[0]):
        return
    made.add_scatter(
        x=ends,
        y=[row, row],
        mode="lines+markers",
        name=f"{drawn_name(report)}, 95 % interval",
        line={"color": ink, "width": 2},
        marker={"symbol": "line-ns", "size": 12, "line": {"width": 2, "color": ink}},
        hovertemplate="%{fullData.name}: ends at %{x:.3f}<extra></extra>",
    )


def _lines(
    reports: Sequence[Summary], figure: str, shown: Sequence[str] | None
) -> list[tuple[str, float]]:
    """List what is drawn as lines: the rules, best first, and chance."""
    known = ranked_rules(rules_of(reports), figure)
    best = next(iter(known), "")  # never left out
    kept = [(n, v) for n, v in known.items() if shown is None or n in shown or n == best]
    level = chance_of(reports[0], figure)
    return kept if math.isnan(level) else [*kept, (_CHANCE, level)]


def _add_name(
    made: go.Figure, report: Summary, row: int, figure: str, left: float, *, dark: bool
) -> None:
    """Write a bar's name and value above it, where no line crosses them."""
    value = figure_of(report["mean"], figure)
    said = "not measured" if math.isnan(value) else f"{value:.3f}"
    made.add_annotation(
        x=left,
        y=row + _BAR / 2,
        text=f"{drawn_name(report, letters=_LETTERS)}  <b>{said}</b>",
        showarrow=False,
        xanchor="left",
        yanchor="bottom",
        borderpad=1,
        bgcolor=theme.GROUND[dark],  # where a line passes behind
    )


def _top(rows: int) -> float:
    """Give the height where the uppermost name ends."""
    return rows - 1 + _BAR / 2 + _NAME


def _add_lines(
    made: go.Figure,
    lines: Sequence[tuple[str, float]],
    base: float,
    span: tuple[float, float],
    *,
    dark: bool,
) -> int:
    """Add the lines with their labels above the bars; return how many levels of labels there are.

    Labels stand as stairs: those of the right half reach to the left, the others to the right.
    """
    merged = _merged(lines, _SAME * (span[1] - span[0]))
    middle = (span[0] + span[1]) / 2
    right = [line for line in merged if line[1] > middle]
    left = [line for line in reversed(merged) if line[1] <= middle]
    for level, (names, value) in enumerate([*right, *left]):
        best = lines[0][0] in names and lines[0][0] != _CHANCE
        height = base + (level + 0.3) * _LEVEL / _ROW
        made.add_scatter(
            x=[value, value],
            y=[-_BAR, height],
            mode="lines",
            name=", ".join(map(theme.plain, names)),
            line={
                "color": theme.VERMILION if best else theme.INK[dark],
                "width": 2.5 if best else 1.2,
                "dash": "solid" if best else "dot" if _CHANCE in names else "dash",
            },
            hovertemplate="%{fullData.name}: %{x:.3f}<extra></extra>",
        )
        label = _label(names, value, best=best)
        made.add_annotation(
            x=value,
            y=height,
            text=f"<b>{label}</b>" if best else label,
            showarrow=False,
            xanchor="right" if value > middle else "left",
            yanchor="bottom",
            borderpad=0,
            bgcolor=theme.GROUND[dark],  # where a taller line passes behind
            font={"size": 12},
        )
    return len(merged)


def _merged(lines: Sequence[tuple[str, float]], near: float) -> list[tuple[list[str], float]]:
    """Draw lines that cannot be told apart as one, from left to right; the best names it."""
    merged: list[tuple[list[str], float]] = []
    for name, value in sorted(lines, key=lambda line: line[1], reverse=True):
        if merged and merged[-1][1] - value <= near:
            merged[-1][0].append(name)
        else:
            merged.append(([name], value))
    return merged[::-1]


def _label(names: Sequence[str], value: float, *, best: bool) -> str:
    ordered = sorted(names, key=lambda name: name != _CHANCE)  # what chance reaches is named so
    named = ", ".join(map(theme.plain, ordered)) if len(names) == 2 else theme.plain(ordered[0])
    more = f" and {len(names) - 1} rules alike" if len(names) > 2 else ""
    return f"{'best rule: ' if best else ''}{named}{more} {value:.3f}"
