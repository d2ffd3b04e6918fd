"""How long the molecules of a catalogue are."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from mirinter_core.figures import theme

_TICKS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)


def length_histogram(
    lengths: ArrayLike, *, title: str = "Lengths", bins: int = 40, dark: bool = False
) -> go.Figure:
    """Draw how many molecules there are of each length, on a log scale of lengths.

    The figure holds counts, so its size does not grow with the catalogue.

    Parameters
    ----------
    lengths : (molecules,) array of int
        In nt.

    Returns
    -------
    Figure
        ``layout.meta["alt"]`` is the reading.
    """
    values = np.asarray(lengths, dtype=np.int64).ravel()
    counts, edges = np.histogram(np.log10(np.maximum(values, 1)), bins=bins)
    firsts = np.ceil(np.round(10 ** edges[:-1], 6)).astype(int)
    lasts = np.maximum(np.ceil(np.round(10 ** edges[1:], 6)).astype(int) - 1, firsts)
    lasts[-1] = max(lasts[-1], values.max(initial=0))  # the last bin holds its upper edge
    figure = go.Figure()
    figure.add_bar(
        x=(edges[:-1] + edges[1:]) / 2,
        y=counts,
        width=np.diff(edges),
        marker={"color": theme.BLUE, "line": {"width": 0}},
        customdata=np.column_stack([firsts, lasts]),
        hovertemplate="%{y:,d} of %{customdata[0]:,d} to %{customdata[1]:,d} nt<extra></extra>",
    )
    numbers = _numbers(values)
    figure.update_layout(
        template=theme.template(dark),
        title=theme.heading(theme.plain(title), numbers),
        xaxis={
            "title": "Length (nt, log scale)",
            "tickvals": np.log10(_TICKS).tolist(),
            "ticktext": [f"{tick:,}" for tick in _TICKS],
            "showgrid": False,
            "zeroline": False,
        },
        yaxis={"title": "Molecules", "rangemode": "tozero"},
        height=320,
        bargap=0.03,
        showlegend=False,
        meta={"alt": f"Lengths of the molecules: {numbers}."},
    )
    return figure


def _numbers(values: np.ndarray[tuple[int], np.dtype[np.int64]]) -> str:
    if not len(values):
        return "n = 0 molecules"
    return (
        f"n = {len(values):,} molecules, {values.min():,} to {values.max():,} nt, "
        f"median {np.median(values):,.0f} nt"
    )
