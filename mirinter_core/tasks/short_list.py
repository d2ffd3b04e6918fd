"""A short list for the bench: picked partners, matched negatives, and a plate to put them on.

A matched negative is a partner that resembles a picked one in all but the evidence: the same type,
the nearest in length and GC, of the lower half of scores, without a seed site, not listed, and no
hub. That it does *not* interact is not known; it is what the model would bet least on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mirinter_core import home
from mirinter_core.errors import StorageError
from mirinter_core.pairing.sites import NO_SITE
from mirinter_core.tasks import export
from mirinter_core.tasks.hits import HUB_FROM

FILE = "short_list.json"  # in a run's folder
FORMAT_VERSION = 1

WELLS = tuple(f"{row}{column}" for row in "ABCDEFGH" for column in range(1, 13))

# Every column of the plate with what it says.
PLATE_COLUMNS: dict[str, str] = {
    "plate": "Number of the plate.",
    "well": "Well of a 96-well plate, row by row: A1 to A12, then B1.",
    "role": "candidate, matched negative, or control.",
    "replicate": "Which of the wells that hold the same.",
    "id1": "Partner, by the id it was given; empty for a well without one.",
    "name1": "Partner's symbol.",
    "matches": "The candidate that a negative is matched to.",
    "id2": "Query; empty for a well without a microRNA.",
    "rank": "Rank among the partners of this query.",
    "score": "The model's score; higher ranks better.",
    "seed_class": "Best seed site.",
    "rna_type": "Partner's type.",
    "length1": "Partner's length (nt).",
    "gc": "Share of G and C in the partner.",
    "hub": "Share of known miRNAs that rank this partner in their top 1 %; empty: not computed.",
    "note": "What the well is for.",
}
_NO_QUERY = "The first candidate without a microRNA."
_TRIES = 200  # shuffles of a query


@dataclass(frozen=True)
class Matched:
    """A candidate with its negatives, by id; fewer than asked for where none is left."""

    candidate: str
    negatives: tuple[str, ...]


def load(folder: Path, query: str) -> tuple[str, ...]:
    """Read the partners that were picked for a query; none if there is no list."""
    path = folder / FILE
    if not path.is_file():
        return ()
    picked = home.read_json(path, version=FORMAT_VERSION).get("picked")
    own = picked.get(query, []) if isinstance(picked, dict) else None
    if not isinstance(own, list):
        raise StorageError(f"{path} is damaged. Remove it to begin a new short list.")
    return tuple(str(one) for one in own)


def save(folder: Path, query: str, ids: Sequence[str]) -> None:
    """Keep the partners picked for a query, each once, in the order they were picked."""
    path = folder / FILE
    picked = home.read_json(path, version=FORMAT_VERSION)["picked"] if path.is_file() else {}
    picked[query] = list(dict.fromkeys(ids))
    home.write_json(path, {"format_version": FORMAT_VERSION, "picked": picked})


def gc_share(letters: str) -> float:
    """Give the share of G and C among the known letters; 0.5 where none is known.

    Examples
    --------
    >>> gc_share("GGCA"), gc_share("NN")
    (0.75, 0.5)
    """
    known = sum(map(letters.count, "ACGU"))
    return (letters.count("G") + letters.count("C")) / known if known else 0.5


def match(
    table: pd.DataFrame, picked: Sequence[str], gc: Mapping[str, float], *, each: int = 1
) -> tuple[Matched, ...]:
    """Find matched negatives for the picked partners of one query; none is used twice.

    Parameters
    ----------
    table : DataFrame
        All rows of the query, columns of `mirinter_core.tasks.hits.COLUMNS`.
    gc : mapping of str to float
        `gc_share` of each partner, by id.
    each : int
        Negatives for each candidate. Distance is in standard deviations of log length and of GC
        among the possible ones of its type.
    """
    free = _possible(table, picked, gc)
    rows = table.drop_duplicates("id1").set_index("id1")
    found = []
    for one in picked:
        if one not in rows.index or rows.loc[one, "rna_type"] == "control":
            found.append(Matched(one, ()))
            continue
        alike = free[free["rna_type"] == rows.loc[one, "rna_type"]]
        away = _distance(alike, float(rows["length1"][one]), gc.get(one, 0.5))
        near = alike.index[np.argsort(away, kind="stable")[:each]]
        found.append(Matched(one, tuple(map(str, near))))
        free = free.drop(near)
    return tuple(found)


def scrambled(letters: str, is_known: Callable[[str], object]) -> str:
    """Shuffle a microRNA into a control: the same letters, and the seed of no microRNA.

    Parameters
    ----------
    letters : str
    is_known : callable
        Tells whether letters have the seed of a known microRNA.

    Returns
    -------
    str
        The same for the same letters; empty if no such order was found.
    """
    rng = np.random.default_rng([ord(letter) for letter in letters])
    own = {letters[1:7], letters[2:8]}
    for _ in range(_TRIES):
        found = "".join(rng.permutation(list(letters)))
        if not is_known(found) and not own & {found[1:7], found[2:8]}:
            return found
    return ""


def plate(
    table: pd.DataFrame,
    matched: Sequence[Matched],
    gc: Mapping[str, float],
    *,
    scrambled_query: str = "",
    replicates: int = 1,
    scrambled_each: bool = False,
) -> pd.DataFrame:
    """Lay candidates, each followed by its negatives, and controls out on 96-well plates.

    Parameters
    ----------
    replicates : int
        Wells of each, side by side.
    scrambled_each : bool
        Whether each partner is followed by itself with the scrambled query, to be measured
        against; else the first candidate is alone.
    scrambled_query : str
        See `scrambled`; empty leaves the choice to the bench.

    Returns
    -------
    DataFrame
        Columns as in `PLATE_COLUMNS`.
    """
    rows = table.drop_duplicates("id1").set_index("id1")
    query = str(table["id2"].iloc[0]) if len(table) else ""
    wells: list[dict[str, object]] = []
    for one in matched:
        is_control = (
            one.candidate in rows.index and rows.loc[one.candidate, "rna_type"] == "control"
        )
        role = "control" if is_control else "candidate"
        wells.append(_well(rows, one.candidate, gc, role=role))
        wells += [
            _well(rows, n, gc, role="matched negative") | {"matches": one.candidate}
            for n in one.negatives
        ]
    order = f": {scrambled_query}" if scrambled_query else ""
    shuffled = f"The query's letters in another order, the seed of no microRNA known here{order}"
    other = {"role": "control", "id2": f"{query}-scrambled"}
    if scrambled_each:
        note = f"{shuffled}."  # whose rank and score nobody asked for
        told = ("rank", "score", "seed_class")
        again = [{k: v for k, v in w.items() if k not in told} for w in wells]
        pairs = [
            [{**w, "id2": query}, {**a, **other, "note": note}]
            for w, a in zip(wells, again, strict=True)
        ]
        wells = [well for pair in pairs for well in pair]
    else:
        wells = [{**well, "id2": query} for well in wells]
        note = f"{shuffled}; with the first candidate."
        wells.append({**other, "name1": "scrambled query", "note": note})
    wells.append({"role": "control", "name1": "no query", "note": _NO_QUERY})
    wells = [well | {"replicate": k + 1} for well in wells for k in range(replicates)]
    for i, well in enumerate(wells):
        well |= {"plate": i // len(WELLS) + 1, "well": WELLS[i % len(WELLS)]}
    numbers: dict[str, Any] = {
        "rank": "Int64",
        "length1": "Int64",
        **dict.fromkeys(("score", "gc", "hub"), float),
    }
    laid = pd.DataFrame(wells, columns=list(PLATE_COLUMNS)).astype(numbers)
    text = [name for name in PLATE_COLUMNS if name not in (*numbers, "plate", "replicate")]
    return laid.assign(**{n: ["" if pd.isna(v) else str(v) for v in laid[n]] for n in text})


def plate_file(laid: pd.DataFrame, format: str) -> bytes:  # noqa: A002
    """Write a plate as ``tsv``, ``csv`` or ``xlsx``; no cell is run as a formula."""
    if format != "xlsx":
        return export.as_bytes(laid, {}, format)
    meaning = pd.DataFrame(list(PLATE_COLUMNS.items()), columns=["column", "meaning"])
    return export.workbook({"plate": laid, "columns": meaning})


def _possible(table: pd.DataFrame, picked: Sequence[str], gc: Mapping[str, float]) -> pd.DataFrame:
    """Take the rows that may be negatives, by id."""
    low = table["score"] <= table["score"].median()
    quiet = (table["seed_class"] == NO_SITE) & ~table["known"].astype(bool)
    hub = pd.to_numeric(table["hub"], errors="coerce") >= HUB_FROM  # not computed is no hub
    known = table["id1"].isin(list(gc)) & ~table["id1"].isin(list(picked))
    rows = table[low & quiet & ~hub & known].drop_duplicates("id1").set_index("id1")
    return rows.assign(gc=[gc[str(one)] for one in rows.index])


def _distance(rows: pd.DataFrame, length: float, gc: float) -> NDArray[np.float64]:
    logs = np.log(np.maximum(rows["length1"].to_numpy(np.float64), 1))
    shares = rows["gc"].to_numpy(np.float64)
    away = [
        np.abs(values - own) / (float(np.std(values)) or 1.0)
        for values, own in ((logs, np.log(max(length, 1))), (shares, gc))
        if len(values)
    ]
    return np.sum(away, axis=0) if away else np.empty(0)


def _well(rows: pd.DataFrame, one: str, gc: Mapping[str, float], *, role: str) -> dict[str, object]:
    if one not in rows.index:
        return {"id1": one, "role": role, "note": "Not in the table of this query."}
    row = rows.loc[one]
    kept = ("name1", "rank", "score", "seed_class", "rna_type", "length1", "hub")
    share = round(gc[one], 3) if one in gc else None
    return {"id1": one, "role": role, "gc": share, **{name: row[name] for name in kept}}
