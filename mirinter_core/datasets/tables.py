"""Tables as files: which ones of a folder have the columns wanted, and their rows.

Tabs or commas, packed with gzip or not; lines that begin with ``#`` are comments.
"""

from __future__ import annotations

import csv
import gzip
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TextIO

from mirinter_core.errors import DatasetError

_ENDING = re.compile(r"\.(tsv|csv|txt|tab)(\.gz)?$", re.IGNORECASE)
_LINES = 50  # looked at for a table's first row; ENCORI begins with a few comments

csv.field_size_limit(2**26)  # letters in a cell; the longest transcripts have some 350,000


def files_at(path: Path) -> tuple[Path, ...]:
    """List what may be a table at a path: the file itself, or the text tables of a folder."""
    if path.is_dir():
        return tuple(sorted(p for p in path.iterdir() if _ENDING.search(p.name) and p.is_file()))
    return (path,) if path.is_file() else ()


def tables_with(path: Path, columns: Sequence[str]) -> tuple[Path, ...]:
    """Find the tables whose header has all these columns: the path itself, or in the folder."""
    return tuple(f for f in files_at(path) if set(columns) <= set(first_row(f)))


def first_row(file: Path) -> list[str]:
    """Read the first row that is no comment; empty if the file is no text."""
    try:
        with opened(file) as lines:
            start = list(islice(_lines(lines), 1))
            return next(csv.reader(start, delimiter=_delimiter(start)), [])
    except (OSError, EOFError, zlib.error, csv.Error):
        return []


def rows_of(file: Path, columns: Sequence[str], *, header: bool = True) -> Iterator[dict[str, str]]:
    """Read the columns wanted, row by row.

    Parameters
    ----------
    header : bool
        Whether the first row names the columns; if not, they are the first ones.

    Raises
    ------
    DatasetError
        Naming file and line, for a row that is too short or a damaged file.
    """
    try:
        with opened(file) as lines:
            yield from _rows(file.name, lines, columns, header=header)
    except (OSError, EOFError, zlib.error, csv.Error) as error:
        raise DatasetError(
            f"{file.name} is damaged or cut off ({error}). Fetch or pack it again."
        ) from error


def opened(file: Path) -> TextIO:
    """Open a text file, packed with gzip or not; bytes that are no UTF-8 are replaced."""
    with file.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
    opener = gzip.open if packed else open
    text: TextIO = opener(file, "rt", encoding="utf-8-sig", errors="replace", newline="")
    return text


def _rows(
    name: str, lines: TextIO, columns: Sequence[str], *, header: bool
) -> Iterator[dict[str, str]]:
    kept = _lines(lines, limit=None)
    start = list(islice(kept, 1))
    reader = csv.reader(_chained(start, kept), delimiter=_delimiter(start))
    names = [column.strip() for column in next(reader, [])] if header else list(columns)
    if missing := set(columns) - set(names):
        raise DatasetError(f"{name} has no column {', '.join(sorted(missing))}.")
    places = [(column, names.index(column)) for column in columns]
    least = max(place for _, place in places) + 1
    for row in reader:
        if len(row) < least:
            raise DatasetError(
                f"{name}, row {reader.line_num}: {len(row)} columns where at least {least} "
                "are needed. Is the file cut off?"
            )
        yield {column: row[place].strip() for column, place in places}


def _lines(lines: Iterable[str], limit: int | None = _LINES) -> Iterator[str]:
    """Leave out comments and empty lines."""
    return (ln for ln in islice(lines, limit) if ln.strip() and not ln.startswith("#"))


def _chained(start: Iterable[str], rest: Iterable[str]) -> Iterator[str]:
    yield from start
    yield from rest


def _delimiter(start: Sequence[str]) -> str:
    return "," if start and "\t" not in start[0] else "\t"
