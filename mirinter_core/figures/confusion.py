"""What is called listed at a threshold, and what of it is."""

from __future__ import annotations

import math

import numpy as np
import plotly.graph_objects as go

from mirinter_core.figures import theme
from mirinter_core.figures.cells import SHARES, write_cells
from mirinter_core.figures.reported import asked, drawn_name, in_hundred
from mirinter_core.tasks.calls import Confusion
from mirinter_core.tasks.calls import confusion as at
from mirinter_core.tasks.curves import Curves
from mirinter_core.tasks.reports import Summary


def confusion(
    report: Summary, threshold: float, *, normalised: bool = False, dark: bool = False
) -> go.Figure:
    """Draw the confusion matrix of all folds' test pairs at one threshold.

    Parameters
    ----------
    threshold : float
        Pairs that score at least this are called listed; the nearest kept threshold from there
        up is used, and said.
    normalised : bool
        Shares of each row (of what a pair is), instead of counts. Colour is always the share:
        by counts, the many unlisted pairs would drown the listed.
    """
    cut = at(Curves.read(report["curves"]), threshold).total
    counts = np.array([[cut.tp[0], cut.fn[0]], [cut.fp[0], cut.tn[0]]])
    of = counts.sum(axis=1, keepdims=True)
    shares = np.divide(counts, of, out=np.full(counts.shape, np.nan), where=of > 0)
    made = go.Figure()
    made.add_heatmap(
        z=shares,
        x=["called listed", "called unlisted"],
        y=["listed", "unlisted"],
        customdata=counts,
        hovertemplate="%{y}, %{x}: %{customdata:,d} pairs, %{z:.2%} of the row<extra></extra>",
        **SHARES,
    )
    texts = _texts(counts, shares, normalised=normalised)
    write_cells(made, shares.tolist(), texts, size=16, dark=dark)
    used = f"threshold {cut.threshold:.4g}"
    title = f"Confusion matrix: {drawn_name(report)}"
    made.update_layout(
        template=theme.template(dark),
        title=theme.heading(title, *asked(report), used),
        xaxis={"title": "What the ranking says", "showgrid": False},
        yaxis={"title": "What the data say", "autorange": "reversed", "showgrid": False},
        height=420,
        margin={"t": 112},
        meta={"alt": f"{title}. {' '.join(asked(report))}. {reading(cut)}"},
    )
    return made


def reading(cut: Confusion, *, prevalence: float | None = None) -> str:
    """Say in plain words what such calls are worth, in the test and at another listed share.

    Parameters
    ----------
    cut : Confusion
        Of one fold, or the total.
    prevalence : float, optional
        The share of a user's own pairs that is truly listed.
    """
    recall, precision = float(cut.recall[0]), float(cut.precision[0])
    if math.isnan(recall):
        return "No test pair is listed, so nothing could be found."
    if math.isnan(precision):
        return f"No pair scores {cut.threshold:.3g} or more, so none is called listed."
    said = (
        f"Calling pairs that score {cut.threshold:.3g} or more finds {in_hundred(recall)} listed "
        f"ones; {in_hundred(precision)} pairs so called are listed."
    )
    if prevalence is None:
        return said
    return (
        f"{said} Among pairs of which {100 * prevalence:.2g} % are listed it would be "
        f"{in_hundred(float(cut.precision_at(prevalence)[0]))}."
    )


def _texts(
    counts: np.ndarray[tuple[int, int], np.dtype[np.int64]],
    shares: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    *,
    normalised: bool,
) -> list[list[str]]:
    """Write each cell's two numbers, the one that was asked for first and bold."""
    texts = []
    for row in zip(counts, shares, strict=True):
        both = [
            (f"{n:,}", "" if np.isnan(s) else f"{100 * s:.1f} %") for n, s in zip(*row, strict=True)
        ]
        texts.append(
            [f"<b>{b}</b><br>{a}" if normalised else f"<b>{a}</b><br>{b}" for a, b in both]
        )
    return texts
