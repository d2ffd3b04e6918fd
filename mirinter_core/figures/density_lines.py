"""Where most of many points lie, as lines: what would be a blot as points."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mirinter_core.figures import theme

_CELLS = 90  # a side of the grid
_WIDTH = 1.6  # cells by which a point is smeared
_MARGIN = 0.06  # of the span, so that lines close


def density_lines(
    places: ArrayLike, *, name: str, span: tuple[NDArray[np.float64], NDArray[np.float64]]
) -> go.Contour:
    """Draw lines that hold 90, 70, 50, 30 and 10 % of points.

    Parameters
    ----------
    places : (n, 2) array
    span : (low, high)
        Corners of the whole map, arrays of shape (2,).
    """
    from scipy.ndimage import gaussian_filter

    points = np.asarray(places, dtype=np.float64)
    low, high = span
    margin = np.maximum(high - low, 1e-6) * _MARGIN
    edges = [np.linspace(low[i] - margin[i], high[i] + margin[i], _CELLS + 1) for i in (0, 1)]
    counts, _, _ = np.histogram2d(points[:, 0], points[:, 1], bins=edges)
    middle = [(e[:-1] + e[1:]) / 2 for e in edges]
    return go.Contour(
        x=np.round(middle[0], 4),
        y=np.round(middle[1], 4),
        z=_share_outside(gaussian_filter(counts, _WIDTH)).T,
        contours={"start": 0.1, "end": 0.9, "size": 0.2, "coloring": "lines"},
        colorscale=[[0, theme.GREY], [1, theme.GREY]],
        line={"width": 1.2, "smoothing": 1.0},
        showscale=False,
        showlegend=True,
        hoverinfo="skip",
        name=name,
    )


def _share_outside(density: NDArray[np.float64]) -> NDArray[np.float64]:
    """Say of each cell which share of all points lies where they are sparser."""
    flat = density.ravel()
    order = np.argsort(flat, kind="stable")
    below = np.cumsum(flat[order])
    share = np.empty(len(flat))
    share[order] = below / max(below[-1], 1e-12)
    share[flat < 1e-9 * max(float(flat.max()), 1e-12)] = 0.0
    return np.round(share, 4).reshape(density.shape)
