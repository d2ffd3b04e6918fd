"""Where on a partner the seed sites of a query lie."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from mirinter_core.figures import theme
from mirinter_core.pairing.sites import SITE_CLASSES, Site

# A class is told by its row, its colour and its symbol.
_STYLES = {
    "8mer": (theme.VERMILION, "diamond"),
    "7mer-m8": (theme.BLUE, "square"),
    "7mer-A1": (theme.GREEN, "triangle-up"),
    "6mer": (theme.ORANGE, "circle"),
    "offset-6mer": (theme.PURPLE, "x"),
}
_ROWS = SITE_CLASSES[::-1]  # the strongest class on top
_POINTS = 1_200  # of the footprint: more than a wide screen has columns
_STRONG_MIDDLE = 3  # letters from the first to the middle one of a strong site


def site_track(
    length: int,
    sites: Sequence[Site],
    *,
    query: str = "query",
    partner: str = "partner",
    chosen: Site | None = None,
    dark: bool = False,
) -> go.Figure:
    """Draw the sites along the partner, one row a class, strongest on top.

    Parameters
    ----------
    length : int
        Of the partner (nt).
    query, partner : str
        Their names.
    chosen : Site, optional
        The one that is shown in detail beside the figure: it is ringed and named.
    dark : bool
        For a dark page.

    Returns
    -------
    Figure
        A point's ``customdata`` is (class, start, end); ``layout.meta["alt"]`` is the reading.
    """
    figure = go.Figure()
    for kind in SITE_CLASSES:
        _add_row(figure, kind, [site for site in sites if site.kind == kind], length, dark=dark)
    if chosen is not None:
        _ring(figure, chosen, dark=dark)
    counts = {kind: sum(site.kind == kind for site in sites) for kind in SITE_CLASSES}
    pair = f"{theme.plain(query)} on {theme.plain(partner)}"
    size = f"{length:,} nt, n = {len(sites):,} site{'s' * (len(sites) != 1)}"
    listed = ", ".join(f"{n} {kind}" for kind, n in counts.items() if n)
    figure.update_layout(
        template=theme.template(dark),
        title=theme.heading("Seed sites along the partner", pair, size),
        xaxis={
            "title": "Position on the partner (nt)",
            "range": [1 - 0.02 * length, max(length, 1) * 1.02],
            "tickformat": ",d",
            "showgrid": False,
            "zeroline": False,
        },
        yaxis={
            "title": "Site class (count)",
            "range": [-0.6, len(_ROWS) - 0.1],
            "tickvals": list(range(len(_ROWS))),
            "ticktext": [f"{kind} ({counts[kind]})" for kind in _ROWS],
            "showgrid": False,
            "zeroline": False,
        },
        height=320,
        showlegend=False,
        hovermode="closest",
        meta={"alt": f"{pair}: {size}{f' ({listed})' if listed else ''}."},
    )
    return figure


def with_footprint(
    track: go.Figure, footprint: Sequence[float], sites: Sequence[Site]
) -> go.Figure:
    """Draw below a track how likely a site is occupied, wherever it were to begin.

    Parameters
    ----------
    track : Figure
        As `site_track` makes it; it is left as it is.
    footprint : sequence of float
        By the first letter of a strong site (0 to 1); NaN where nothing is known, which is left
        blank. Of a long partner the highest of neighbouring places is drawn.
    sites : sequence of Site
        The query's own.
    """
    figure = go.Figure(track)
    if not np.isfinite(footprint).any():
        return figure
    _add_footprint(figure, footprint)
    alt = f"{track.layout.meta['alt']} {footprint_reading(footprint, sites)}"
    figure.update_layout(meta={"alt": alt})
    return figure


def footprint_reading(footprint: Sequence[float], sites: Sequence[Site]) -> str:
    """Say in plain words where sites count most along the partner, and at the query's own."""
    known = np.isfinite(footprint)
    if not known.any():
        return "No site of another family is known on it."
    best = int(np.nanargmax(footprint))
    said = (
        f"Judged by the listed sites of other families within 30 nt ({known.mean():.0%} of it has "
        f"one so near), places are occupied with a share of {np.nanmin(footprint):.0%} to "
        f"{np.nanmax(footprint):.0%}, highest at letter {best + 1:,}"
    )
    places = [(s.facing(8) - 1, s) for s in sites]
    own = [(footprint[p], s) for p, s in places if 0 <= p < len(footprint) and known[p]]
    if not own:
        none = "; none is near the query's own sites" if sites else ""
        return f"{said}{none}."
    share, site = max(own, key=lambda one: one[0])
    return f"{said}; of the query's sites highest at its {site.kind} {site.start:,} ({share:.0%})."


def _add_footprint(figure: go.Figure, footprint: Sequence[float]) -> None:
    """Draw the footprint as an area under the rows of sites."""
    values = np.asarray(footprint, dtype=np.float64)
    width = -(-len(values) // _POINTS)
    first = np.arange(0, len(values), width)
    figure.add_scatter(
        x=(first + 1 + _STRONG_MIDDLE).tolist(),
        y=np.fmax.reduceat(values, first).tolist(),
        yaxis="y2",
        mode="lines",
        line={"color": theme.SKY, "width": 1.5, "shape": "hvh"},
        fill="tozeroy",
        name="footprint of other families",
        hovertemplate="around letter %{x:,d}: %{y:.0%} occupied<extra></extra>",
    )
    figure.update_layout(
        height=460,
        yaxis={"domain": [0.36, 1]},
        xaxis={"anchor": "y2"},
        yaxis2={
            "title": "Judged<br>occupied",
            "domain": [0, 0.28],
            "range": [0, max(float(np.nanmax(values)) * 1.1, 0.05)],
            "tickformat": ".0%",
            "nticks": 4,
            "zeroline": False,
        },
    )


def _add_row(
    figure: go.Figure, kind: str, sites: Sequence[Site], length: int, *, dark: bool
) -> None:
    colour, symbol = _STYLES[kind]
    row = _ROWS.index(kind)
    figure.add_scatter(  # the partner's body, also where it holds no site of this class
        x=[1, max(length, 1)],
        y=[row, row],
        mode="lines",
        line={"color": theme.GREY, "width": 1},
        opacity=0.6,
        hoverinfo="skip",
        name="partner",
    )
    figure.add_scatter(
        x=[(site.start + site.end) / 2 for site in sites],
        y=[row] * len(sites),
        mode="markers",
        name=kind,
        marker={
            "color": colour,
            "symbol": symbol,
            "size": 13,
            "line": {"width": 1, "color": theme.GROUND[dark]},
        },
        customdata=[[site.kind, site.start, site.end] for site in sites],
        hovertemplate="%{customdata[0]}, letters %{customdata[1]:,d} to %{customdata[2]:,d}"
        "<extra></extra>",
    )


def _ring(figure: go.Figure, site: Site, *, dark: bool) -> None:
    figure.add_scatter(
        x=[(site.start + site.end) / 2],
        y=[_ROWS.index(site.kind)],
        mode="markers+text",
        name="shown",
        text=["shown"],
        textposition="top center",
        cliponaxis=False,
        marker={
            "symbol": "circle-open",
            "size": 22,
            "line": {"width": 2},
            "color": theme.INK[dark],
        },
        hoverinfo="skip",
    )
