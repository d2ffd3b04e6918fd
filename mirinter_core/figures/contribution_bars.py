"""What a score is made of: from the score of nothing known, kind by kind, to the pair's own."""

from __future__ import annotations

import plotly.graph_objects as go

from mirinter_core.figures import theme
from mirinter_core.tasks.contribution_words import KIND_WORDS
from mirinter_core.tasks.contributions import Contributions

_BASE, _SCORE = "Nothing known", "Score"
_ROOM = 0.24  # of the axis to either side, for the numbers


def contribution_bars(
    found: Contributions, *, query: str = "query", partner: str = "partner", dark: bool = False
) -> go.Figure:
    """Draw the contributions as steps from the base to the score, read from above.

    For and against are told by colour, by hatching, and by the sign of the number.

    Parameters
    ----------
    query, partner : str
        Their names.
    """
    found = found.rounded()
    figure, at = go.Figure(), found.base
    rows = [(_BASE, 0.0, found.base)]
    for part in found.parts:
        rows.append((KIND_WORDS[part.kind][0], at, part.value))
        at += part.value
    rows.append((_SCORE, 0.0, found.score))
    for name, start, value in rows:
        _add_step(figure, name, start, value, dark=dark)
    ends = [end for _, start, value in rows for end in (start, start + value)]
    low, high = min(ends), max(ends)
    room = _ROOM * (high - low or 1.0)
    figure.add_vline(x=0, line={"color": theme.INK[dark], "width": 1})
    title, scores = "What the score is made of", 2 ** len(found.parts)
    pair = f"{theme.plain(query)} with {theme.plain(partner)}"
    figure.update_layout(
        template=theme.template(dark),
        title=theme.heading(
            title, pair, f"hatched: against the pair; n = {scores} scores of this pair"
        ),
        xaxis={"title": "Score (log-odds scale)", "range": [low - room, high + room]},
        yaxis={"title": "Kind of evidence", "autorange": "reversed", "showgrid": False},
        height=380,
        bargap=0.35,
        showlegend=False,
        meta={"alt": f"{title}. {pair}. {reading(found)}"},
    )
    figure.update_xaxes(zeroline=False)
    return figure


def reading(found: Contributions) -> str:
    """Say in plain words what speaks for and against the pair, most first, with the sum."""
    found = found.rounded()
    parts = sorted(found.parts, key=lambda part: -abs(part.value))
    most = parts[0]
    way = "for" if most.value >= 0 else "against"
    name = KIND_WORDS[most.kind][0]
    sums = " ".join(f"{signed(part.value)} {part.kind}" for part in parts)
    return (
        f"{name} {'speak' if name.endswith('s') else 'speaks'} most, {way} the pair. "
        f"{found.base:.2f} with nothing known, {sums}: together {found.score:.2f}."
    )


def signed(value: float) -> str:
    """Write a change with its sign.

    Examples
    --------
    >>> signed(1.234), signed(-0.5), signed(-0.001)
    ('+1.23', '-0.50', '+0.00')
    """
    return f"{round(value, 2) + 0.0:+.2f}"


def _add_step(figure: go.Figure, name: str, start: float, value: float, *, dark: bool) -> None:
    is_sum = name in (_BASE, _SCORE)
    against = value < 0 and not is_sum
    colour = theme.GREY if is_sum else theme.VERMILION if against else theme.BLUE
    text = f"{value:.2f}" if is_sum else signed(value)
    figure.add_bar(
        x=[value],
        y=[name],
        base=start,
        orientation="h",
        name=name,
        text=[f"<b>{text}</b>" if name == _SCORE else text],
        textposition="outside",
        textfont={"color": theme.INK[dark]},
        cliponaxis=False,
        marker={
            "color": colour,
            "pattern": {"shape": "/" if against else "", "fillmode": "overlay", "fgopacity": 0.4},
            "line": {"width": 0},
        },
        hovertemplate=f"%{{y}}: {text}<extra></extra>",
    )
