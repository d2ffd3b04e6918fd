"""The embedding map: who lies beside whom in the space that a model or an encoder makes.

References
----------
Nicolini et al., miRInter-Trans, figure 3: unlisted pairs as lines of density, listed ones as
points.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from mirinter_core.figures import theme
from mirinter_core.figures.density_lines import density_lines
from mirinter_core.figures.map_groups import NUMERIC, Group, groups, told_apart
from mirinter_core.figures.map_hover import TEMPLATE, cards
from mirinter_core.tasks import map_words
from mirinter_core.tasks.layout import LAYOUTS
from mirinter_core.tasks.map_draw import drawn
from mirinter_core.tasks.map_points import LISTED, PAIRS, UNLISTED
from mirinter_core.tasks.place import Placed
from mirinter_core.tasks.projection import Projection

MOST = 6_000  # points that a browser draws and turns without waiting
_SEED = 0


def embedding_map(
    made: Projection,
    colour: str = "",
    *,
    as_points: bool = False,
    most: int = MOST,
    placed: Placed | None = None,
    dark: bool = False,
) -> go.Figure:
    """Draw a map.

    Parameters
    ----------
    colour : str
        A column that `map_groups.colours` offers; empty for the first.
    as_points : bool
        Whether unlisted pairs are points too, not lines of density alone.
    most : int
        Points drawn at most; groups keep their shares. Lines are of all.
    placed : Placed, optional
        Queries, drawn as stars.

    Returns
    -------
    Figure
        A point's ``customdata`` begins with its row in the map's table;
        ``layout.meta["alt"]`` is the reading.
    """
    colour = colour or ("label" if made.facts["of"] == PAIRS else "type")
    table = made.table
    figure = go.Figure()
    pairs = made.facts["of"] == PAIRS
    lines = pairs and not as_points and UNLISTED in set(table["label"])
    shown = table[table["label"] == LISTED] if lines else table
    if lines:
        figure.add_trace(_lines(made))
    rows = shown.index[drawn(told_apart(shown, colour).to_numpy(), most, _rng())]
    points = table.loc[rows]
    if colour in NUMERIC:
        figure.add_trace(_scaled(points, colour, dark=dark))
    else:
        for group in groups(points, table, colour):
            figure.add_trace(_group(group, dark=dark))
    if placed is not None:
        figure.add_trace(_stars(placed.table, dark=dark))
    layout = LAYOUTS.get(made.facts["method"])
    title = f"{layout.title} of {_what(made)}"
    about = [map_words.method(made.facts), *_counts(made, len(points), len(shown), lines=lines)]
    figure.update_layout(
        template=theme.template(dark),
        title=theme.heading(title, *(theme.plain(line, letters=200) for line in about)),
        xaxis={"title": layout.axes[0], "zeroline": False, "showgrid": False},
        yaxis={
            "title": layout.axes[1],
            "zeroline": False,
            "showgrid": False,
            "scaleanchor": "x",  # else one direction would look longer than it is
        },
        height=660,
        margin={"t": 112},
        legend={"itemsizing": "constant", "y": -0.08},
        hovermode="closest",
        dragmode="lasso",
        meta={"alt": f"{title}. {'. '.join(about)}. {map_words.separation(made.facts)}"},
    )
    if made.facts["method"] != "pca":  # its numbers mean nothing
        figure.update_xaxes(tickvals=[])
        figure.update_yaxes(tickvals=[])
    return figure


def _rng() -> np.random.Generator:
    return np.random.default_rng(_SEED)


def _what(made: Projection) -> str:
    facts = made.facts
    if facts["of"] == PAIRS:
        return f"{theme.plain(facts['dataset'])} pairs, seen by {theme.plain(facts['model'])}"
    return f"{theme.plain(facts['catalog'])} RNAs, {theme.plain(facts['encoder'])} vectors"


def _counts(made: Projection, n: int, of: int, *, lines: bool) -> list[str]:
    kind = "listed pairs" if lines else "points"
    cut = f"{n:,} of {of:,} {kind} drawn, stratified" if n < of else f"all {of:,} {kind} drawn"
    rest = [f"lines hold 10 to 90 % of {len(made) - of:,} unlisted"] if lines else []
    return [cut, *rest]


def _lines(made: Projection) -> go.Contour:
    unlisted = made.table["label"] == UNLISTED
    places = made.places.astype(np.float64)
    return density_lines(
        places[unlisted.to_numpy()],
        name=f"unlisted ({int(unlisted.sum()):,}), density",
        span=(places.min(axis=0), places.max(axis=0)),
    )


def _group(group: Group, *, dark: bool) -> go.Scattergl:
    return go.Scattergl(
        x=group.points["x"],
        y=group.points["y"],
        mode="markers",
        name=f"{theme.plain(group.name)} ({group.all:,})",
        marker={
            "color": group.colour,
            "symbol": group.symbol,
            "size": 5,
            "opacity": 0.75,
            "line": {"width": 0.3, "color": theme.GROUND[dark]},
        },
        unselected={"marker": {"opacity": 0.15}},
        customdata=cards(group.points),
        hovertemplate=TEMPLATE,
    )


def _scaled(points: pd.DataFrame, colour: str, *, dark: bool) -> go.Scattergl:
    title, is_log = NUMERIC[colour]
    values = np.log10(np.maximum(points[colour], 1)) if is_log else points[colour]
    return go.Scattergl(
        x=points["x"],
        y=points["y"],
        mode="markers",
        name=title,
        showlegend=False,
        marker={
            "color": values,
            "colorscale": theme.SEQUENTIAL,
            "size": 5,
            "opacity": 0.85,
            "line": {"width": 0.3, "color": theme.GROUND[dark]},
            "colorbar": {
                "title": {"text": title, "side": "top"},
                "orientation": "h",
                "thickness": 10,
                "len": 0.5,
                "x": 0,
                "xanchor": "left",
                "y": -0.12,
                "yanchor": "top",
            },
        },
        customdata=cards(points),
        hovertemplate=TEMPLATE,
    )


def _stars(table: pd.DataFrame, *, dark: bool) -> go.Scattergl:
    return go.Scattergl(
        x=table["x"],
        y=table["y"],
        mode="markers",
        name=f"your query ({len(table):,})",
        marker={
            "symbol": "star",
            "size": 17,
            "color": theme.YELLOW,
            "line": {"width": 1.5, "color": theme.INK[dark]},
        },
        customdata=cards(table.assign(row=-1)),
        hovertemplate=TEMPLATE,
    )
