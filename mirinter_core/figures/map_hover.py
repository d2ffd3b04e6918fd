"""What a point of a map says of itself when the mouse is on it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mirinter_core.figures.theme import plain

TEMPLATE = "%{customdata[1]}<extra></extra>"
_LETTERS = 48


def cards(points: pd.DataFrame) -> list[list[Any]]:
    """Give each point its row in the map's table and its card.

    Returns
    -------
    list of [row, card]
        Row -1 for a point that is not of the table.
    """
    rows = points.get("row", points.index)
    records = points.to_dict("records")
    return [[int(row), _card(record)] for row, record in zip(rows, records, strict=True)]


def _card(point: dict[Any, Any]) -> str:
    name = plain(str(point["id1"]), letters=_LETTERS)
    if point.get("id2"):
        name = f"{plain(str(point['id2']), letters=_LETTERS)} with<br>{name}"
    facts = [
        str(point.get("label") or ""),
        str(point.get("type") or ""),
        f"family {point['family']}" if point.get("family") else "",
        f"score {point['score']:.3f}" if pd.notna(point.get("score")) else "",
        "listed in the model's training" if point.get("known") is True else "",
        str(point.get("species") or ""),
        f"{point['length']:,} nt" if pd.notna(point.get("length")) else "",
    ]
    told = "<br>".join(plain(fact, letters=_LETTERS) for fact in facts if fact and fact != "nan")
    return f"<b>{name}</b><br>{told}"
