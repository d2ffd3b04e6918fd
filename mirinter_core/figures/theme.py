"""How every figure looks: one set of colours, one template for light and one for dark.

References
----------
Okabe and Ito 2008, "Color Universal Design", https://jfly.uni-koeln.de/color/: eight colours
that people with any common colour blindness can tell apart. Colour never stands alone: what a
colour says, a symbol, a row or a word says too.
"""

from __future__ import annotations

from html import escape

import plotly.graph_objects as go

BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
YELLOW, BLUE, VERMILION, PURPLE = "#F0E442", "#0072B2", "#D55E00", "#CC79A7"
GREY = "#999999"  # for what is not the subject: the rest of a catalogue, a partner's body
# In order of use. Black and yellow are left out: one is lost on dark, the other on light ground.
COLOURS = (BLUE, ORANGE, GREEN, VERMILION, PURPLE, SKY)
SEQUENTIAL = "Cividis"  # even steps of lightness, alike to colour-blind eyes

_FONT = "Source Sans, Source Sans Pro, -apple-system, Segoe UI, Helvetica, Arial, sans-serif"
INK = {False: "#1F2A33", True: "#E8EDF1"}  # by `dark`, as in .streamlit/config.toml
GROUND = {False: "#FFFFFF", True: "#10171D"}
_QUIET = {False: "#5A5C66", True: "#B3B6C2"}
_GRID = {False: "#E3E5EA", True: "#3A3D47"}
_HOVER = {False: "#FFFFFF", True: "#262730"}
_LABEL_LETTERS = 28  # two of them and a word fit across a telephone


def template(dark: bool) -> go.layout.Template:
    """Return the look of every figure on a light or a dark page; its ground is see-through."""
    ink, grid = INK[dark], _GRID[dark]
    axis = {
        "gridcolor": grid,
        "linecolor": _QUIET[dark],
        "zerolinecolor": grid,
        "tickcolor": _QUIET[dark],
        "automargin": True,
        "title": {"standoff": 10, "font": {"size": 14}},
    }
    return go.layout.Template(
        layout={
            "colorway": list(COLOURS),
            "font": {"family": _FONT, "size": 14, "color": ink},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "title": {
                "x": 0,
                "xref": "container",
                "xanchor": "left",
                "y": 1,
                "yref": "container",
                "yanchor": "top",
                "pad": {"t": 12, "l": 12},
                "font": {"size": 17},
                "subtitle": {"font": {"size": 13, "color": _QUIET[dark]}},
            },
            "xaxis": axis,
            "yaxis": axis,
            "margin": {"l": 12, "r": 12, "t": 92, "b": 12},
            "hoverlabel": {
                "bgcolor": _HOVER[dark],
                "bordercolor": _QUIET[dark],
                "font": {"color": ink},
            },
            "legend": {"orientation": "h", "yanchor": "top", "y": -0.2, "x": 0},
        }
    )


def plain(text: str, *, letters: int = _LABEL_LETTERS, tail: int = 0) -> str:
    """Make a user's text safe to show: no markup, one line, cut with an ellipsis if long.

    Plotly reads a subset of HTML in labels; an id may hold anything.

    Parameters
    ----------
    letters : int
        At most so many are shown.
    tail : int
        So many of them are the last ones, where names differ at their ends.

    Examples
    --------
    >>> plain("<b>let-7a</b>")
    '&lt;b&gt;let-7a&lt;/b&gt;'
    """
    line = "".join(letter if letter.isprintable() else " " for letter in text)
    if len(line) <= letters:
        return escape(line)
    return escape(f"{line[: letters - 1 - tail]}…{line[len(line) - tail :]}")


def heading(title: str, *lines: str) -> dict[str, object]:
    """Return a figure's title with lines below it; what users wrote must be `plain` already."""
    return {"text": title, "subtitle": {"text": "<br>".join(lines)}}
