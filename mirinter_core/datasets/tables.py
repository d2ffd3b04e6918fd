"""Tables as files: which one of a folder has the columns wanted, and its rows."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path


def table_with(path: Path, columns: Sequence[str]) -> Path | None:
    """Find a TSV whose header begins with these columns: the path itself, or one in the folder."""
    files = sorted(path.glob("*.tsv")) if path.is_dir() else [path]
    wanted = list(columns)
    return next(
        (f for f in files if f.suffix == ".tsv" and _header(f)[: len(wanted)] == wanted), None
    )


def rows_of(file: Path) -> Iterator[dict[str, str]]:
    """Read a TSV row by row, each as a mapping from column to text."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t")


def _header(file: Path) -> list[str]:
    with file.open(encoding="utf-8-sig", errors="replace") as lines:
        return lines.readline().rstrip("\r\n").split("\t")
