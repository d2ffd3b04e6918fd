"""Numbers in the cells of a heat map, dark on light cells and light on dark ones."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from mirinter_core.figures import theme

# How cells whose values run from 0 to 1 look.
SHARES = {
    "zmin": 0,
    "zmax": 1,
    "colorscale": theme.SEQUENTIAL,
    "showscale": False,  # each cell says its number, and telephones are narrow
    "xgap": 3,
    "ygap": 3,
}
_LIGHT = 0.47  # of the scale: from here up black reads better than white on it


def write_cells(
    made: go.Figure,
    values: Sequence[Sequence[float]],
    texts: Sequence[Sequence[str]],
    *,
    size: int,
    dark: bool,
) -> None:
    """Write a text into each cell of a heat map whose values run from 0 to 1.

    The figure's own choice of ink is too faint in the middle of the scale. A cell without a
    value shows the page, so it is written in the page's ink.
    """
    for i, row in enumerate(texts):
        for j, text in enumerate(row):
            value = values[i][j]
            ink = theme.GROUND[False] if value < _LIGHT else theme.BLACK
            made.add_annotation(
                x=j,
                y=i,
                text=text,
                showarrow=False,
                font={"size": size, "color": theme.INK[dark] if math.isnan(value) else ink},
            )
