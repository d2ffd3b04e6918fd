"""How the scores of one query lie over a catalogue, and where its best partners stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mirinter_core.figures import theme

_NAMED = 3  # each name has a level of its own; the other marks share the lowest
_STRIP = (0.72, 1.0)  # share of the height for the marked partners
_BARS = (0.0, 0.66)


def score_histogram(
    scores: ArrayLike,
    marked: Sequence[tuple[str, float]],
    *,
    query: str = "query",
    score: str = "Score (no unit, higher is better)",
    bins: int = 50,
    dark: bool = False,
) -> go.Figure:
    """Draw how often each score occurs in the catalogue, with some partners marked above it.

    Bars are on a log scale, as the few partners of interest are at the thin end. The figure
    holds counts, not scores, so its size does not grow with the catalogue.

    Parameters
    ----------
    scores : (partners,) array of float
        One query's scores; values that are not finite are left out and counted.
    marked : sequence of (str, float)
        Id and score of the partners to mark, best first; the first three are named.
    score : str
        The axis title: what the score is, and its unit.

    Returns
    -------
    Figure
        A marked partner's ``customdata`` is its id; ``layout.meta["alt"]`` is the reading.
    """
    given = np.asarray(scores, dtype=float).ravel()
    values = given[np.isfinite(given)]
    figure = go.Figure()
    top = _add_bars(figure, values, bins)
    _add_marks(figure, [(label, value) for label, value in marked if np.isfinite(value)])
    noun = "partner" if len(marked) == 1 else "partners"
    of = f"{theme.plain(query)}, {len(marked)} {noun} marked"
    numbers = _numbers(given, values)
    figure.update_layout(
        template=theme.template(dark),
        title=theme.heading("Scores over the catalogue", of, numbers),
        xaxis={"title": score, "anchor": "y", "zeroline": False, "showgrid": False},
        yaxis={
            "title": "Partners (log scale)",
            "type": "log",
            "domain": _BARS,
            "dtick": 1,
            "tickformat": ",d",
            "range": [-0.3, np.log10(max(top, 1)) + 0.2],  # a bar of one partner is seen too
        },
        yaxis2={"domain": _STRIP, "range": [-0.6, _NAMED + 0.6], "visible": False, "anchor": "x"},
        height=400,
        bargap=0.03,
        showlegend=False,
        hovermode="closest",
        meta={"alt": f"Scores of {of}: {numbers}."},
    )
    return figure


def null_histogram(
    counted: Mapping[str, Any], *, query: str = "query", dark: bool = False
) -> go.Figure:
    """Draw a query's partners by their pairing evidence, and those of its decoys as a line.

    The line is the mean of the decoys: where the bars stand above it, more partners score so
    well than chance gives.

    Parameters
    ----------
    counted : mapping
        ``from`` and ``to`` of equal bars, and the counts ``query`` and ``decoys``: see
        `mirinter_core.tasks.nulls.Null`.

    Returns
    -------
    Figure
        ``layout.meta["alt"]`` is the reading.
    """
    bars, line = np.array(counted["query"], float), np.array(counted["decoys"], float)
    edges = np.linspace(counted["from"], counted["to"], len(bars) + 1)
    middle = (edges[:-1] + edges[1:]) / 2
    figure = go.Figure()
    figure.add_bar(
        x=middle,
        y=bars,
        width=np.diff(edges),
        marker={"color": theme.GREY, "line": {"width": 0}},
        name=theme.plain(query),
        hovertemplate="%{y:,d} partners of the query<extra></extra>",
    )
    figure.add_scatter(
        x=np.concatenate([[edges[0]], np.repeat(edges[1:-1], 2), [edges[-1]]]),
        y=np.repeat(np.where(line > 0, line, np.nan), 2),
        mode="lines",
        name="its decoys, on average",
        line={"color": theme.BLUE if not dark else theme.SKY, "width": 2.5, "dash": "4px,2px"},
        hovertemplate="%{y:,.2g} partners of a decoy<extra></extra>",
    )
    told = f"{theme.plain(query)}, n = {int(bars.sum()):,} partners"
    least = max(float(line[line > 0].min(initial=1)), 0.01)
    figure.update_layout(
        template=theme.template(dark),
        title=theme.heading("Pairing evidence, against decoys", told, "the query's family hidden"),
        xaxis={"title": "Pairing evidence (no unit)", "zeroline": False, "showgrid": False},
        yaxis={
            "title": "Partners (log scale)",
            "type": "log",
            "dtick": 1,
            "tickformat": ",~g",
            "range": [np.log10(least) - 0.2, np.log10(max(bars.max(), line.max(), 1)) + 0.2],
        },
        height=380,
        bargap=0.03,
        hovermode="x",
        meta={"alt": f"Pairing evidence of {told}, as bars, and of its decoys, as a line."},
    )
    return figure


def _add_bars(figure: go.Figure, values: NDArray[np.float64], bins: int) -> int:
    """Add the bars; return the highest count."""
    if not len(values):
        return 0
    counts, edges = np.histogram(values, bins=bins)
    figure.add_bar(
        x=(edges[:-1] + edges[1:]) / 2,
        y=counts,
        width=np.diff(edges),
        marker={"color": theme.GREY, "line": {"width": 0}},
        name="catalogue",
        customdata=np.column_stack([edges[:-1], edges[1:]]),
        hovertemplate="%{y:,d} partners score %{customdata[0]:.4g} to %{customdata[1]:.4g}"
        "<extra></extra>",
    )
    return int(counts.max())


def _add_marks(figure: go.Figure, marked: Sequence[tuple[str, float]]) -> None:
    shown = [theme.plain(label) for label, _ in marked]
    figure.add_scatter(
        x=[value for _, value in marked],
        y=[max(_NAMED - k, 0) for k in range(len(marked))],
        yaxis="y2",
        mode="markers+text",
        name="best partners",
        marker={"color": theme.VERMILION, "symbol": "diamond", "size": 10},
        text=[f"{label} " if k < _NAMED else "" for k, label in enumerate(shown)],
        textposition="middle left",
        cliponaxis=False,
        customdata=[label for label, _ in marked],
        hovertext=shown,
        hovertemplate="%{hovertext}: %{x:.4g}<extra></extra>",
    )


def _numbers(given: NDArray[np.float64], values: NDArray[np.float64]) -> str:
    parts = [f"n = {len(values):,} partners"]
    if len(values):
        parts.append(f"median {np.median(values):.3g}, best {values.max():.3g}")
    if len(given) > len(values):
        parts.append(f"{len(given) - len(values):,} without a score left out")
    return ", ".join(parts)
