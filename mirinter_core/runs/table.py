"""Pages of a screen's table, read from the run's folder; a catalogue's worth is never held.

Every function takes the path of a ``hits.parquet`` (`mirinter_core.tasks.hits`). The queries of
the SQL are whole here, and what users ask for goes in as parameters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from glob import escape
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mirinter_core.database import database
from mirinter_core.errors import StorageError
from mirinter_core.tasks.hits import HUB_FROM

# The orders a reader can ask for, each with the rank last so that it is always the same.
SORTS: Mapping[str, str] = {
    "rank": "rank",
    "score, lowest first": "score, rank",
    "energy, strongest first": "E nulls last, rank",
    "length, shortest first": "length1, rank",
    "length, longest first": "length1 desc, rank",
    "name": "lower(coalesce(nullif(name1, ''), id1)), rank",
    "type": "rna_type, rank",
    "listed first": "known desc, rank",
    "p, smallest first": "p nulls last, rank",
    "hub, least first": "hub nulls last, rank",
}


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Which rows to take; what is empty or None takes all.

    Parameters
    ----------
    text : str
        Part of an id or symbol; capitals do not matter.
    types, seed_classes : tuple of str
    score_from : float
    length_from, length_to : int
        Letters of the partner (nt), both included.
    known : bool
        Whether the pair was listed in training.
    in_windows : bool
        Whether the partner was read in more than one window.
    q_below : float
        What has no q is left out.
    hub_below : float
        Share of known microRNAs; a partner whose hubs were not counted stays.
    """

    text: str = ""
    types: tuple[str, ...] = ()
    seed_classes: tuple[str, ...] = ()
    score_from: float | None = None
    length_from: int | None = None
    length_to: int | None = None
    known: bool | None = None
    in_windows: bool | None = None
    q_below: float | None = None
    hub_below: float | None = None

    def __bool__(self) -> bool:
        """Tell whether any row may be left out."""
        return self != Filters()

    def __str__(self) -> str:
        """Say in one line which rows are taken; empty for all."""
        told = {
            "text": self.text and f"id or symbol contains {self.text!r}",
            "types": self.types and f"type {' or '.join(self.types)}",
            "seed_classes": self.seed_classes and f"best site {' or '.join(self.seed_classes)}",
            "score_from": f"score at least {self.score_from}",
            "length_from": f"length at least {self.length_from} nt",
            "length_to": f"length at most {self.length_to} nt",
            "known": f"{'listed' if self.known else 'not listed'} in training",
            "q_below": f"q below {self.q_below}",
            "hub_below": self.hub_below is not None
            and f"on top for fewer than {self.hub_below:.0%} of known miRNAs",
            "in_windows": f"read in {'several windows' if self.in_windows else 'one window'}",
        }
        unset = ("", (), None)
        return "; ".join(
            str(words) for name, words in told.items() if getattr(self, name) not in unset
        )


@dataclass(frozen=True)
class Summary:
    """What there is to say of one query's ranking at a glance.

    Parameters
    ----------
    sites : mapping of str to int
        Partners by the class of their best site.
    known : int
        Partners listed with this query in training.
    best : mapping
        The first row.
    evidence : int
        Rows with a duplex.
    hubs : int or None
        Partners that are hubs (`mirinter_core.tasks.hits.HUB_FROM`); None if they were not counted.
    judged : bool
        Whether decoys gave a p.
    family_known : bool
        Whether its seed family stood in training. Whether it did itself, no row tells: the table's
        provenance does.
    """

    partners: int
    sites: Mapping[str, int]
    types: Mapping[str, int]
    known: int
    best: Mapping[str, Any]
    evidence: int
    hubs: int | None
    judged: bool
    family_known: bool
    lowest: float
    median: float
    highest: float


_CHOSEN = """
from read_parquet($path) where id2 = $query
and ($text = '' or contains(lower(id1), lower($text)) or contains(lower(name1), lower($text)))
and (len($types::varchar[]) = 0 or list_contains($types::varchar[], rna_type))
and (len($seed_classes::varchar[]) = 0 or list_contains($seed_classes::varchar[], seed_class))
and ($score_from::double is null or score >= $score_from)
and ($length_from::bigint is null or length1 >= $length_from)
and ($length_to::bigint is null or length1 <= $length_to)
and ($known::boolean is null or known = $known)
and ($in_windows::boolean is null or (windows > 1) = $in_windows)
and ($q_below::double is null or q < $q_below)
and ($hub_below::double is null or hub is null or hub < $hub_below)
"""
_QUERIES = """
select id2 from read_parquet($path, file_row_number = true)
group by id2 order by min(file_row_number)
"""
_COUNTS = """
select seed_class, rna_type, known, count(*) as n
from read_parquet($path) where id2 = $query group by all
"""
_NUMBERS = """
select count(*) as partners, count(E) as evidence, min(score) as lowest, median(score) as median,
max(score) as highest, min(regime) as regime, count(hub) as counted, count(p) as judged,
count(*) filter (hub >= $many) as hubs
from read_parquet($path) where id2 = $query
"""
_BEST = "from read_parquet($path) where id2 = $query order by rank limit 1"
_FOUND = """
from read_parquet($path) where id2 = $query
and (contains(lower(id1), lower($text)) or contains(lower(name1), lower($text)))
order by regexp_matches(concat(id1, ' ', name1), $whole, 'i') desc, rank limit $limit
"""
_SCORES = "select score from read_parquet($path) where id2 = $query"
_ROW = "from read_parquet($path) where id2 = $query and id1 = $partner order by rank limit 1"


def queries(path: Path) -> list[str]:
    """List the queries, in the order they were given."""
    with _open(path) as db:
        return [row[0] for row in db.execute(_QUERIES, _at(path)).fetchall()]


def page(
    path: Path,
    query: str,
    filters: Filters,
    *,
    sort: str = "rank",
    offset: int = 0,
    limit: int | None = 100,
) -> pd.DataFrame:
    """Read some rows of one query's ranking.

    Parameters
    ----------
    sort : str
        A name of `SORTS`.
    offset, limit : int
        Rows to pass over, and most rows to give; None gives all.
    """
    with _open(path) as db:
        chosen = db.sql(_CHOSEN, params=_asked(path, query, filters)).order(SORTS[sort])
        rows = (chosen if limit is None else chosen.limit(limit, offset)).df()
    return rows.astype({"start1": "Int64", "end1": "Int64"})  # as saved: no site, no number


def count(path: Path, query: str, filters: Filters) -> int:
    """Count the rows of one query's ranking that the filters take."""
    with _open(path) as db:
        chosen = db.sql(_CHOSEN, params=_asked(path, query, filters))
        (found,) = chosen.aggregate("count(*)").fetchall()
    return int(found[0])


def find(path: Path, query: str, text: str, *, limit: int) -> pd.DataFrame:
    """Read the rows whose id or symbol contains a text; whole words first, then by rank.

    So ``miR-21`` finds miR-21-5p before miR-214.
    """
    whole = f"(^|[^0-9a-z]){re.escape(text)}($|[^0-9a-z])"
    with _open(path) as db:
        asked = {**_at(path), "query": query, "text": text, "whole": whole, "limit": limit}
        return db.execute(_FOUND, asked).df()


def row(path: Path, query: str, partner: str) -> Mapping[str, Any] | None:
    """Read the row of one partner by its id; None if it is not in the table."""
    with _open(path) as db:
        found = db.execute(_ROW, {**_at(path), "query": query, "partner": partner}).df()
    return None if found.empty else _facts(found)


def scores(path: Path, query: str) -> NDArray[np.float64]:
    """Read all scores of one query."""
    with _open(path) as db:
        columns = db.execute(_SCORES, {**_at(path), "query": query}).fetchnumpy()
    return np.asarray(columns["score"], dtype=np.float64)


def summary(path: Path, query: str) -> Summary:
    """Read what there is to say of one query's ranking.

    Raises
    ------
    StorageError
        If the table is missing or damaged, or has no such query.
    """
    asked = {**_at(path), "query": query}
    with _open(path) as db:
        counts = db.execute(_COUNTS, asked).df()
        numbers = db.execute(_NUMBERS, {**asked, "many": HUB_FROM}).df().iloc[0]
        best = db.execute(_BEST, asked).df()
    if best.empty:
        raise StorageError(f"The results hold no query {query[:80]!r}. Choose another query.")
    return Summary(
        partners=int(numbers["partners"]),
        sites=_totals(counts, "seed_class"),
        types=_totals(counts, "rna_type"),
        known=int(counts.loc[counts["known"], "n"].sum()),
        best=_facts(best),
        evidence=int(numbers["evidence"]),
        hubs=int(numbers["hubs"]) if numbers["counted"] else None,
        judged=bool(numbers["judged"]),
        family_known=str(numbers["regime"]).startswith("family known"),
        lowest=float(numbers["lowest"]),
        median=float(numbers["median"]),
        highest=float(numbers["highest"]),
    )


def _facts(frame: pd.DataFrame) -> dict[str, Any]:
    return {str(name): value for name, value in frame.iloc[0].items()}


def _totals(counts: pd.DataFrame, column: str) -> dict[str, int]:
    """Add up the counts of each value, the most frequent first."""
    totals = counts.groupby(column)["n"].sum().sort_values(ascending=False, kind="stable")
    return {str(value): int(n) for value, n in totals.items()}


@contextmanager
def _open(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    if not path.is_file():
        raise StorageError(f"{path} is missing: the results were removed. Run the screen again.")
    try:
        with database() as db:
            yield db
    except duckdb.Error as error:
        raise StorageError(f"{path} is damaged: {error}. Run the screen again.") from error


def _at(path: Path) -> dict[str, Any]:
    return {"path": escape(str(path))}


def _asked(path: Path, query: str, filters: Filters) -> dict[str, Any]:
    values = {name: list(v) if isinstance(v, tuple) else v for name, v in vars(filters).items()}
    return {**_at(path), "query": query, **values}
