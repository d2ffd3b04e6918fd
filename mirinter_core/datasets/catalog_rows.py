"""A look into a saved catalogue, a page of rows at a time: it may hold millions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from glob import escape
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mirinter_core import home
from mirinter_core.database import database
from mirinter_core.datasets import catalog as catalogs
from mirinter_core.errors import CatalogError

ORDERS = ("as in the file", "longest first", "shortest first")
_BITS = 6  # letters a search must have at least to be looked for in sequences, too
_FOUND = """
    from read_parquet($path, file_row_number = true)
    where ($type is null or type = $type)
      and (contains(lower(id), $text) or contains(lower(name), $text)
           or contains(lower(gene), $text) or contains(lower(description), $text)
           or ($letters <> '' and contains(letters, $letters)))
"""
# Literals, put together once; what is asked for comes in as parameters only.
_COUNT = "select count(*) as found" + _FOUND
_PAGE = (
    "select id, name, gene, type, length(letters)::integer as length, description, letters"
    + _FOUND
    + """
    order by case $order when 'longest first' then -length(letters)
                         when 'shortest first' then length(letters) else 0 end, file_row_number
    limit $count offset $start
"""
)
_LENGTHS = "select length(letters)::integer as length from read_parquet($path)"


@dataclass(frozen=True)
class Rows:
    """Some of the molecules that a search found.

    Parameters
    ----------
    found : int
        How many there are in all.
    table : DataFrame
        Columns id, name, gene, type, length (nt), description, letters.
    """

    found: int
    table: pd.DataFrame


def rows(
    name: str,
    *,
    search: str = "",
    type: str | None = None,  # noqa: A002
    order: str = ORDERS[0],
    start: int = 0,
    count: int = 50,
) -> Rows:
    """Find molecules by a part of id, symbol, gene or description, or by six letters or more.

    Parameters
    ----------
    type : str or None
        Only this type; the empty one is "not told". None takes all.
    start, count : int
        Which of those found; `start` counts from 0.

    Raises
    ------
    CatalogError
        If there is no such catalogue, or it is damaged.
    """
    text = search.strip().lower()
    letters = text.upper().replace("T", "U")
    is_bit = len(letters) >= _BITS and not set(letters) - set("ACGUN")
    asked = {"type": type, "text": text, "letters": letters if is_bit else ""}
    found = _asked(name, _COUNT, asked)["found"].to_numpy(np.int64)[0]
    page = {"order": order, "start": start, "count": count}
    return Rows(int(found), _asked(name, _PAGE, asked | page))


def lengths(name: str) -> NDArray[np.int32]:
    """Give the length (nt) of every molecule, shape (molecules,); CatalogError if damaged."""
    return _asked(name, _LENGTHS, {})["length"].to_numpy(np.int32)


def _asked(name: str, query: str, parameters: Mapping[str, object]) -> pd.DataFrame:
    folder = home.find("catalogs", name)
    if folder is None:
        catalogs.info(name)  # says that there is none
    path = escape(str((folder or Path()) / "molecules.parquet"))
    try:
        with database() as db:
            return db.sql(query, params={"path": path, **parameters}).df()
    except duckdb.Error as error:
        raise CatalogError(
            f"Catalogue {name!r} is damaged: molecules.parquet cannot be read. Remove it and add "
            "it again."
        ) from error
