"""The numbers of any figure as a table, so that a plot can be made again elsewhere."""

from __future__ import annotations

from html import unescape
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

_DIGITS = 6  # of a measurement; it is the same to far fewer on another machine


def numbers(figure: go.Figure) -> pd.DataFrame:
    """List every point drawn: the trace it belongs to, and its place on each axis.

    An axis without labels only keeps things apart on the page: it is left out.

    Returns
    -------
    DataFrame
        Columns ``series``, the titles of the two axes, and ``value`` in a heat map or lines.
    """
    x, y = (
        _title(axis, name)
        for axis, name in ((figure.layout.xaxis, "x"), (figure.layout.yaxis, "y"))
    )
    rows = chain.from_iterable(_points(trace) for trace in figure.data)
    table = pd.DataFrame(rows, columns=["series", x, y, "value"])
    if figure.layout.yaxis.showticklabels is False:
        table = table.drop(columns=y).drop_duplicates(ignore_index=True)
    told = table if table["value"].notna().any() else table.drop(columns="value")
    return rounded(told)


def rounded(table: pd.DataFrame) -> pd.DataFrame:
    """Write numbers with the digits that mean something: more only look exact."""
    numeric = table.select_dtypes("float").columns
    return table.assign(**{name: table[name].map(_short, na_action="ignore") for name in numeric})


def _short(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")


def _points(trace: Any) -> list[tuple[str, Any, Any, Any]]:
    name = unescape(trace.name or "")
    if trace.type not in ("heatmap", "contour"):
        x = _ends(trace)
        return [(name, a, b, None) for a, b in zip(x, trace.y, strict=True)]
    cells = ((i, j) for i in range(len(trace.y)) for j in range(len(trace.x)))
    return [(name, _label(trace.x[j]), _label(trace.y[i]), trace.z[i][j]) for i, j in cells]


def _label(text: Any) -> Any:
    """Write a label of two lines in one, as it was before it was made safe to draw."""
    return unescape(text.replace("<br>", " ")) if isinstance(text, str) else text


def _ends(trace: Any) -> list[float]:
    """Where points lie; of bars along x, where they end."""
    values = np.asarray(trace.x, dtype=object)
    if trace.type == "bar" and trace.orientation == "h":
        return list(values + (trace.base or 0))
    return list(values)


def _title(axis: Any, name: str) -> str:
    return axis.title.text or name
