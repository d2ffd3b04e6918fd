"""Which letters of a query carry its score with a partner: every substitution as a heat map."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mirinter_core.figures import theme
from mirinter_core.molecules.alphabet import RNA
from mirinter_core.tasks.what_if import SEED, WhatIf

_OWN = "·"  # the letter that is there
_READS_ALIKE = 0.18  # relative luminance on which black and white have the same contrast
_LITTLE = 0.05  # a change that is written as 0


def what_if_map(found: WhatIf, *, new_family: bool = False, dark: bool = False) -> go.Figure:
    """Draw the change of the score by position and new letter; the seed is framed and named.

    Parameters
    ----------
    new_family : bool
        Whether to draw the change with all that is known of families hidden.
    """
    changes = found.changes(new_family=new_family)
    widest = max(float(np.nanmax(np.abs(changes), initial=0.0)), 1e-6)
    letters = found.query.letters
    x = [f"{i}<br>{own}" for i, own in enumerate(letters, start=1)]
    figure = go.Figure()
    figure.add_heatmap(
        z=changes,
        x=x,
        y=list(RNA),
        zmin=-widest,
        zmax=widest,
        colorscale=_scale(dark),
        xgap=1,
        ygap=1,
        showscale=False,  # each cell says its number
        name="change of score",
        hovertemplate="letter %{x} to %{y}: %{z:+.2f}<extra></extra>",
    )
    _write(figure, changes, letters, widest, dark=dark)
    _mark_seed(figure, len(letters), dark=dark)
    title = "What if one letter were another"
    pair = f"{theme.plain(found.query.id)} with {theme.plain(found.partner.id)}"
    what = "families hidden" if new_family else "as the model scores it"
    n = f"n = {len(found.substitutions)} substitutions"
    said = reading(found, new_family=new_family)
    figure.update_layout(
        template=theme.template(dark),
        title=theme.heading(title, pair, f"change of the score, {what}; {n}"),
        xaxis={
            "title": "Letter of the query (5' to 3')",
            "showgrid": False,
            "tickangle": 0,
            "tickfont": {"size": 11},
        },
        yaxis={"title": "New letter", "autorange": "reversed", "showgrid": False},
        height=390,
        margin={"t": 112},
        meta={"alt": f"{title}. {pair}; {what}, {n}. {said}"},
    )
    return figure


def reading(found: WhatIf, *, new_family: bool = False) -> str:
    """Say in plain words which change matters most, and what the seed is worth beside the rest."""
    changes = found.changes(new_family=new_family)
    mean = np.nansum(changes, axis=0) / (len(RNA) - 1)  # its own letter counts 0
    places = np.arange(1, len(mean) + 1)
    inside = np.isin(places, SEED)
    value = {v.name: v.change_new_family if new_family else v.change for v in found.substitutions}
    told = {name: v for name, v in value.items() if v is not None}
    if not told or not inside.any() or inside.all():
        return "There is nothing to compare."
    worst, best = min(told, key=told.__getitem__), max(told, key=told.__getitem__)
    said = (
        f"A change in the seed moves the score by {_signed(mean[inside].mean())} on average, one "
        f"elsewhere by {_signed(mean[~inside].mean())}; {worst} costs most ({told[worst]:+.1f})"
    )
    if round(told[best], 1) <= 0:
        return f"{said}, none gains."
    known = {v.name for v in found.substitutions if v.family_known and v.position in SEED}
    makes = ": it makes the seed of a family the model knows" if best in known else ""
    return f"{said}, {best} gains most ({told[best]:+.1f}{'' if new_family else makes})."


def _signed(value: float) -> str:
    return f"{round(float(value), 1) + 0.0:+.1f}"  # never -0.0


def _scale(dark: bool) -> list[list[object]]:
    return [[0.0, theme.VERMILION], [0.5, theme.GROUND[dark]], [1.0, theme.BLUE]]


def _write(
    figure: go.Figure, changes: NDArray[np.float64], letters: str, widest: float, *, dark: bool
) -> None:
    """Write each change upright into its cell, so that it fits on a telephone."""
    for i, new in enumerate(RNA):
        for j, own in enumerate(letters):
            value = changes[i, j]
            said = "0" if abs(value) < _LITTLE else f"{value:+.1f}"
            figure.add_annotation(
                x=j,
                y=i,
                text=_OWN if new == own else said,
                textangle=-90,
                showarrow=False,
                font={"size": 11, "color": _ink(value / widest, dark=dark)},
            )


def _ink(share: float, *, dark: bool) -> str:
    """Choose black or white, whichever reads better on a cell's colour."""
    full, ground = theme.VERMILION if share < 0 else theme.BLUE, theme.GROUND[dark]
    mixed = [
        abs(share) * int(full[k : k + 2], 16) + (1 - abs(share)) * int(ground[k : k + 2], 16)
        for k in (1, 3, 5)
    ]
    light = sum(w * (c / 255) ** 2.2 for w, c in zip((0.21, 0.72, 0.07), mixed, strict=True))
    return theme.BLACK if light > _READS_ALIKE else theme.GROUND[False]


def _mark_seed(figure: go.Figure, letters: int, *, dark: bool) -> None:
    first, last = SEED[0] - 1.5, min(SEED[-1], letters) - 0.5
    figure.add_shape(
        type="rect",
        x0=first,
        x1=last,
        y0=-0.5,
        y1=len(RNA) - 0.5,
        line={"color": theme.INK[dark], "width": 2},
    )
    figure.add_annotation(
        x=(first + last) / 2, y=-0.5, text="seed", showarrow=False, yanchor="bottom", borderpad=1
    )
