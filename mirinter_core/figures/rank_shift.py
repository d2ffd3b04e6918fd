"""Two screens against each other: what rose, what fell, what stayed on top."""

from __future__ import annotations

import plotly.graph_objects as go

from mirinter_core.figures import theme
from mirinter_core.tasks.compare import Comparison

_MOST = 3_000  # points; a browser draws as many at once, and the eye no more
# A group is told by its colour and its symbol.
_STYLES = {
    "neither": (theme.GREY, "circle", 5),
    "both": (theme.BLUE, "circle", 9),
    "new": (theme.GREEN, "triangle-up", 10),
    "lost": (theme.VERMILION, "triangle-down", 10),
}


def score_scatter(
    found: Comparison,
    k: int,
    *,
    first: str = "first screen",
    second: str = "second screen",
    dark: bool = False,
) -> go.Figure:
    """Draw each partner that both screens ranked at its two scores, the first k of each marked.

    Parameters
    ----------
    k : int
        How many of each ranking count as its top.
    first, second : str
        What the two screens are called.

    Returns
    -------
    Figure
        A point's ``customdata`` is (id, first rank, second rank); ``layout.meta["alt"]`` is the
        reading.
    """
    shared = found.table.dropna(subset=["rank_first", "rank_second"])
    shown = shared.head(_MOST)  # the table is in the order of the better rank
    in_first, in_second = shown["rank_first"] <= k, shown["rank_second"] <= k
    rows = {
        "neither": shown[~in_first & ~in_second],
        "both": shown[in_first & in_second],
        "new": shown[~in_first & in_second],
        "lost": shown[in_first & ~in_second],
    }
    names = {
        "neither": "others",
        "both": f"top {k} of both",
        "new": f"new in the top {k}",
        "lost": f"lost from the top {k}",
    }
    figure = go.Figure()
    for group, (colour, symbol, size) in _STYLES.items():
        part = rows[group]
        figure.add_scattergl(
            x=part["score_first"],
            y=part["score_second"],
            mode="markers",
            name=f"{names[group]} ({len(part):,})",
            marker={"color": colour, "symbol": symbol, "size": size},
            opacity=0.5 if group == "neither" else 0.9,
            customdata=part[["id1", "rank_first", "rank_second"]].to_numpy(),
            hovertext=[theme.plain(name) for name in part["id1"]],
            hovertemplate="%{hovertext}<br>rank %{customdata[1]:,d}, then %{customdata[2]:,d}"
            "<extra></extra>",
        )
    of = f"n = {len(shown):,} partners ranked by both"
    if len(shown) < found.shared:
        of = f"n = {len(shown):,} of {found.shared:,} partners ranked by both, best first"
    counts = ", ".join(f"{len(rows[g])} {names[g]}" for g in ("both", "new", "lost"))
    figure.update_layout(
        template=theme.template(dark),
        title=theme.heading("Scores of the two screens", of),
        xaxis={"title": f"Score, {theme.plain(first)}", "zeroline": False},
        yaxis={"title": f"Score, {theme.plain(second)}", "zeroline": False},
        height=460,
        hovermode="closest",
        meta={"alt": f"Scores of {of}: {counts}."},
    )
    return figure
