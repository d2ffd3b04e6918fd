"""How a training goes: its loss and its AUPRC on validation pairs, epoch by epoch."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from mirinter_core.figures import theme

_LOSS = (0.0, 0.4)  # share of the height
_AUPRC = (0.54, 1.0)


def training_course(
    epochs: Sequence[Mapping[str, Any]],
    *,
    of: int,
    rule: tuple[str, float] = ("", math.nan),
    name: str = "model",
    dark: bool = False,
) -> go.Figure:
    """Draw validation AUPRC above and loss below, with the best rule as a line.

    Parameters
    ----------
    epochs : sequence of mapping
        ``epoch``, ``loss``, ``validation_auprc``; those that are done.
    of : int
        Epochs at most.
    rule : (str, float)
        The best rule without a model on the same validation pairs, and its AUPRC; none where its
        name is empty.
    """
    done = [int(e["epoch"]) for e in epochs]
    figure = go.Figure()
    for key, axis, colour, symbol, words in (
        ("validation_auprc", "y", theme.BLUE, "circle", "AUPRC"),
        ("loss", "y2", theme.ORANGE, "square", "loss"),
    ):
        figure.add_scatter(
            x=done,
            y=[e[key] for e in epochs],
            yaxis=axis,
            mode="lines+markers",
            name=words,
            line={"color": colour, "width": 2.5},
            marker={"symbol": symbol, "size": 8},
            hovertemplate=f"epoch %{{x}}<br>{words} %{{y:.4f}}<extra></extra>",
        )
    best = best_epoch(epochs)
    if best:
        _mark_best(figure, best, dark=dark)
    last = max([of, *done, 2])
    if rule[0] and not math.isnan(rule[1]):
        _add_rule(figure, rule, last)
    said = f"{len(done)} of {of} epochs at most"
    figure.update_layout(
        template=theme.template(dark),
        title=theme.heading("Course of the training", theme.plain(name), said),
        xaxis={"title": "Epoch", "range": [0.5, last + 0.5], "anchor": "y2", "tickformat": "d"},
        yaxis={"title": "AUPRC", "domain": _AUPRC, "rangemode": "tozero", "anchor": "x"},
        yaxis2={"title": "Loss", "domain": _LOSS, "anchor": "x"},
        height=460,
        showlegend=False,
        hovermode="closest",
        meta={"alt": f"Course of the training of {theme.plain(name)}. {reading(epochs, rule)}"},
    )
    return figure


def best_epoch(epochs: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the epoch whose weights are kept: the first of the highest validation AUPRC."""
    return max(epochs, key=lambda e: e["validation_auprc"], default=None)


def reading(epochs: Sequence[Mapping[str, Any]], rule: tuple[str, float] = ("", math.nan)) -> str:
    """Say in plain words what was reached, and whether a rule does better on the same pairs."""
    best = best_epoch(epochs)
    if best is None:
        return "No epoch is done yet."
    value = best["validation_auprc"]
    said = f"The best epoch is {best['epoch']}: AUPRC {value:.3f} on validation pairs."
    if not rule[0] or math.isnan(rule[1]):
        return said
    does = "above" if value > rule[1] else "not above"
    return f"{said} That is {does} the rule {rule[0]} on the same pairs ({rule[1]:.3f})."


def _mark_best(figure: go.Figure, best: Mapping[str, Any], *, dark: bool) -> None:
    figure.add_scatter(
        x=[best["epoch"]],
        y=[best["validation_auprc"]],
        mode="markers+text",
        text=[f"<b>{best['validation_auprc']:.3f}</b>"],
        textposition="bottom center",
        textfont={"color": theme.INK[dark]},
        cliponaxis=False,
        marker={
            "symbol": "circle-open",
            "size": 16,
            "color": theme.INK[dark],
            "line": {"width": 2},
        },
        hoverinfo="skip",
    )


def _add_rule(figure: go.Figure, rule: tuple[str, float], last: int) -> None:
    figure.add_scatter(
        x=[0.5, last + 0.5],
        y=[rule[1], rule[1]],
        mode="lines",
        name="rule",
        line={"color": theme.VERMILION, "width": 2, "dash": "dash"},
        hovertemplate=f"rule {theme.plain(rule[0])}: {rule[1]:.3f}<extra></extra>",
    )
    figure.add_annotation(
        x=0.02,
        xref="paper",
        y=rule[1],
        text=f"rule {theme.plain(rule[0])} {rule[1]:.3f}",
        showarrow=False,
        xanchor="left",
        yanchor="bottom",
    )
