"""How the scores of listed and of unlisted pairs lie."""

from __future__ import annotations

import math

import numpy as np
import plotly.graph_objects as go

from mirinter_core.figures import theme
from mirinter_core.figures.reported import asked, drawn_name, in_hundred, name_of
from mirinter_core.tasks.calls import confusion
from mirinter_core.tasks.curves import Curves
from mirinter_core.tasks.reports import Summary


def score_distribution(
    report: Summary, *, threshold: float | None = None, dark: bool = False
) -> go.Figure:
    """Draw how many listed and unlisted test pairs have each score, on a log scale of counts.

    Bars are counts, not shares: at a score, the taller one says what a pair there usually is.

    Parameters
    ----------
    threshold : float, optional
        Drawn as a line: pairs right of it are called listed.
    """
    edges, listed, unlisted = Curves.read(report["curves"]).histogram()
    made = go.Figure()
    looks = (
        ("unlisted", unlisted, theme.SKY, "", 0.75),
        ("listed", listed, theme.VERMILION, "/", 0.75),
    )
    for name, counts, colour, pattern, opacity in looks:
        made.add_bar(  # told by colour and by hatching
            x=(edges[:-1] + edges[1:]) / 2,
            y=counts,
            width=np.diff(edges),
            name=f"{name} ({counts.sum():,})",
            opacity=opacity,
            marker={
                "color": colour,
                "line": {"width": 0.5, "color": theme.INK[dark]},
                "pattern": {"shape": pattern, "fillmode": "overlay", "size": 5},
            },
            customdata=np.column_stack([edges[:-1], edges[1:]]),
            hovertemplate=f"%{{y:,d}} {name} pairs score %{{customdata[0]:.4g}} to "
            "%{customdata[1]:.4g}<extra></extra>",
        )
    most = max(int(listed.max(initial=1)), int(unlisted.max(initial=1)))
    if threshold is not None:
        made.add_vline(
            x=threshold,
            line={"color": theme.INK[dark], "width": 1.5, "dash": "dash"},
            annotation={"text": f"threshold {threshold:.3g}", "font": {"size": 12}},
        )
    title = f"Scores of listed and unlisted pairs: {drawn_name(report)}"
    made.update_layout(
        template=theme.template(dark),
        title=theme.heading(title, *asked(report)),
        xaxis={"title": "Score (no unit, higher is better)", "zeroline": False, "showgrid": False},
        yaxis={
            "title": "Test pairs (log scale)",
            "type": "log",
            "dtick": 1,
            "tickformat": ",d",
            "range": [-0.3, np.log10(most) + 0.2],  # a bar of one pair is seen too
        },
        barmode="overlay",
        bargap=0,
        height=420,
        hovermode="closest",
        meta={"alt": f"{title}. {' '.join(asked(report))}. {reading(report)}"},
    )
    return made


def reading(report: Summary) -> str:
    """Say in plain words how far the two lie apart."""
    found = Curves.read(report["curves"])
    listed, unlisted = found.listed.sum(axis=0), found.unlisted.sum(axis=0)
    if not len(found.thresholds) or not listed[-1] or not unlisted[-1]:
        return "There are no pairs of both kinds, so nothing could be told apart."
    half = float(found.thresholds[int(np.argmax(2 * listed >= listed[-1]))])
    cut = confusion(found, half).total
    rate, precision = float(cut.false_positive_rate[0]), float(cut.precision[0])
    times = int(unlisted[-1]) / int(listed[-1])
    if math.isclose(float(cut.recall[0]), rate, rel_tol=0.1):
        return (
            f"The scores of {name_of(report)} lie alike for listed and unlisted pairs: nothing "
            "tells them apart."
        )
    return (
        f"Half of the listed pairs score {half:.3g} or more; so do {in_hundred(rate)} of the "
        f"unlisted. As there are {times:,.3g} unlisted pairs for each listed one, "
        f"{in_hundred(precision)} pairs that score so are listed."
    )
