"""What the points of a map can be coloured by, and which colour each group gets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from mirinter_core.figures import theme
from mirinter_core.tasks.map_points import FOLDS_OF, LISTED, UNLISTED

COLOURS = {  # column: what the page calls it
    "label": "listed or not",
    "type": "type",
    "family": "seed family",
    "score": "score",
    "fold": f"fold of {FOLDS_OF}",
    "known": "known from training",
    "species": "species",
    "length": "length",
}
NUMERIC = {"score": ("Score (higher is likelier listed)", False), "length": ("log10 nt", True)}
OTHER, UNTOLD = "all others", "not told"
_SYMBOLS = ("circle", "diamond", "square", "triangle-up", "cross", "x")
_LOOKS = {LISTED: (theme.VERMILION, "circle"), UNLISTED: (theme.SKY, "circle")}


@dataclass(frozen=True)
class Group:
    """Points that look alike.

    Parameters
    ----------
    points : DataFrame
        Those drawn.
    all : int
        How many there are on the map.
    """

    name: str
    points: pd.DataFrame
    all: int
    colour: str
    symbol: str


def colours(table: pd.DataFrame) -> list[str]:
    """List the columns that tell points apart: there, and with two values or more."""
    return [name for name in COLOURS if name in table and table[name].nunique() > 1]


def told_apart(table: pd.DataFrame, colour: str) -> pd.Series[str]:
    """Name the group of each point; the commonest have colours, the rest is one group."""
    if colour in NUMERIC:
        return pd.Series("", index=table.index)
    names = _named(table[colour])
    counts = names[names != UNTOLD].value_counts()
    kept = set(counts.index[: len(theme.COLOURS)])
    return names.where(names.isin(kept) | (names == UNTOLD), OTHER)


def groups(points: pd.DataFrame, table: pd.DataFrame, colour: str) -> Iterator[Group]:
    """Sort the points that are drawn into groups: what is not the subject first, so below."""
    every = told_apart(table, colour)
    counts = every.value_counts()
    named = [name for name in counts.index if name not in (OTHER, UNTOLD)]
    looks = {
        name: _LOOKS.get(name, (theme.COLOURS[i % len(theme.COLOURS)], _SYMBOLS[i % len(_SYMBOLS)]))
        for i, name in enumerate(named)
    }
    looks |= dict.fromkeys((OTHER, UNTOLD), (theme.GREY, "circle"))
    mine = every.loc[points.index]
    order = [n for n in (UNTOLD, OTHER, UNLISTED) if n in counts]
    order += [n for n in named if n not in order]
    for name in order:
        own = points[mine == name]
        if len(own):
            yield Group(name, own, int(counts[name]), *looks[name])


def _named(column: pd.Series[str]) -> pd.Series[str]:
    if column.dtype == bool:
        return column.map({True: "listed in training", False: "not listed in training"})
    return column.astype(str).replace({"": UNTOLD, "nan": UNTOLD, "None": UNTOLD})
