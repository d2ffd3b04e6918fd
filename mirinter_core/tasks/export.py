"""Hits as files for other programs: tables, spreadsheets, and sites for genome browsers.

Every format holds the same numbers to the last digit: none rounds, none shortens.

A cell of text that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return would be
run as a formula by a spreadsheet. TSV and CSV write an apostrophe before it; XLSX stores it as
text; the others are not read by spreadsheets and hold it as it is. Numbers stay numbers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

import pandas as pd

from mirinter_core import home
from mirinter_core.errors import PartError, StorageError
from mirinter_core.tasks.hits import COLUMNS, FORMAT_VERSION

XLSX_ROWS = 1_048_575  # a sheet of Excel has 2^20 rows, one is the header
_CELL = 32_767  # letters that a cell of Excel holds
_SEQID = ".:^*$@!+_?-|"  # what GFF3 leaves as it is in its first column, beside letters and digits
_ATTRIBUTE = " .:^*$@!+_?-|()<>'\"/[]{}~#\\"  # and in its last
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Table = pd.DataFrame
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Format:
    """A file format.

    Parameters
    ----------
    title : str
        What it is good for, for people.
    suffixes : tuple of str
        File name endings that mean it, the usual one first.
    mime : str
        Media type, for a download.
    write : callable
        (table, provenance, binary file) -> None
    """

    title: str
    suffixes: tuple[str, ...]
    mime: str
    write: Callable[[Table, Facts, BinaryIO], None]


def as_bytes(table: Table, provenance: Facts, format: str = "tsv") -> bytes:  # noqa: A002
    """Write hits in a format, for a download or a pipe.

    Parameters
    ----------
    table : DataFrame
        Columns of `mirinter_core.tasks.hits.COLUMNS`, any rows of them.
    provenance : mapping
        Of those hits: in JSON, Parquet and XLSX it goes along.

    Raises
    ------
    PartError
        If there is no such format.
    StorageError
        If the table does not fit into it.
    """
    buffer = BytesIO()
    named(format).write(table, provenance, buffer)
    return buffer.getvalue()


def write(table: Table, provenance: Facts, path: Path, format: str | None = None) -> None:  # noqa: A002
    """Write hits into a file, whole or not at all; the suffix tells the format unless it is given.

    Raises
    ------
    PartError
        If there is no such format.
    StorageError
        If the table does not fit into it, the path is a folder, or the disk refuses.
    """
    chosen = named(format or format_of(path))
    if path.is_dir():
        raise StorageError(f"{path} is a folder. Give the name of a file in it.")
    if path.exists() and not path.is_file():  # a device or a pipe: nothing to put in its place
        _write_into(path, chosen, table, provenance)
        return
    place = path.resolve() if path.is_file() else path  # a link stays a link
    with home.written(place) as temporary, temporary.open("wb") as file:
        chosen.write(table, provenance, file)


def named(name: str) -> Format:
    """Return a format by its name; PartError lists those there are."""
    if name not in FORMATS:
        raise PartError(f"No format is called {name!r}. There are: {', '.join(FORMATS)}.")
    return FORMATS[name]


def format_of(path: Path) -> str:
    """Name the format that a file's suffix means; PartError if it means none."""
    suffix = path.suffix.lower()
    for name, known in FORMATS.items():
        if suffix in known.suffixes:
            return name
    endings = ", ".join(known.suffixes[0] for known in FORMATS.values())
    raise PartError(
        f"The name {path.name[:80]!r} does not tell its format. Let it end in one of {endings}, "
        f"or name the format: {', '.join(FORMATS)}."
    )


def _write_into(path: Path, chosen: Format, table: Table, provenance: Facts) -> None:
    try:
        with path.open("wb") as file:
            chosen.write(table, provenance, file)
    except BrokenPipeError:  # the reader has enough
        raise
    except OSError as error:
        raise StorageError(f"Could not write {path}: {error.strerror or error}.") from error


def _tsv(table: Table, _provenance: Facts, file: BinaryIO) -> None:
    _separated(table, file, "\t")


def _csv(table: Table, _provenance: Facts, file: BinaryIO) -> None:
    _separated(table, file, ",")


def _separated(table: Table, file: BinaryIO, separator: str) -> None:
    """Write rows of text: UTF-8, LF, floats as short as they can be read back exactly."""
    text = TextIOWrapper(file, encoding="utf-8", newline="")
    safe = pd.DataFrame({name: _safe(column) for name, column in table.items()})
    safe.to_csv(text, sep=separator, index=False, lineterminator="\n", na_rep="")
    text.detach()


def _safe(column: pd.Series[Any]) -> pd.Series[Any]:
    """Write truth as ``true`` and ``false``, and keep text from being run as a formula."""
    if pd.api.types.is_bool_dtype(column):
        return column.map({True: "true", False: "false"})
    if pd.api.types.is_numeric_dtype(column):
        return column
    text = column.astype("str")  # missing stays missing
    safe = text.mask(text.str.startswith(_FORMULA, na=False), "'" + text)
    return safe.str.replace("\r", " ")  # Python's csv would not quote it, so it would end the row


def _parquet(table: Table, provenance: Facts, file: BinaryIO) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrow = pa.Table.from_pandas(table, preserve_index=False)
    facts = json.dumps(dict(provenance), default=str)
    own = {b"mirinter": facts.encode(), b"format_version": str(FORMAT_VERSION).encode()}
    pq.write_table(arrow.replace_schema_metadata({**(arrow.schema.metadata or {}), **own}), file)


def _json(table: Table, provenance: Facts, file: BinaryIO) -> None:
    columns = _values(table)
    records = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    value = {
        "format_version": FORMAT_VERSION,
        "provenance": dict(provenance),
        "records": records,
    }
    text = json.dumps(value, ensure_ascii=False, default=str, indent=1)
    file.write(f"{text}\n".encode())


def _xlsx(table: Table, provenance: Facts, file: BinaryIO) -> None:
    """Write a workbook: the hits, what their columns mean, and where they come from."""
    if len(table) > XLSX_ROWS:
        raise StorageError(
            f"{len(table):,} rows do not fit into an Excel sheet, which holds {XLSX_ROWS:,}. "
            "Take fewer rows per query, or another format: tsv, csv or parquet."
        )
    meaning = [(str(name), COLUMNS.get(str(name), "")) for name in table.columns]
    facts = [(key, _cell(value)) for key, value in provenance.items()]
    sheets = {
        "hits": table,
        "columns": pd.DataFrame(meaning, columns=["column", "meaning"]),
        "provenance": pd.DataFrame(facts, columns=["fact", "value"]),
    }
    file.write(workbook(sheets))


def workbook(sheets: Mapping[str, Table]) -> bytes:
    """Write tables as the sheets of an Excel workbook; text stays text, whatever it begins with.

    Raises
    ------
    StorageError
        If a text does not fit into a cell.
    """
    import xlsxwriter

    buffer = BytesIO()  # the library hides a full disk behind an error of its own
    with xlsxwriter.Workbook(buffer, {"constant_memory": True}) as book:
        for name, table in sheets.items():
            columns = _values(table)
            _sheet(book, name, list(columns), zip(*columns.values(), strict=True))
    return buffer.getvalue()


def _sheet(book: Any, name: str, header: list[str], rows: Any) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True})
    for place, title in enumerate(header):
        sheet.write_string(0, place, title, bold)
    # By the kind of each value and never by its look: "=1" and "007" are text.
    how = {str: sheet.write_string, bool: sheet.write_boolean}
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            if value is None:
                continue
            if how.get(type(value), sheet.write_number)(number, place, value) < 0:
                raise StorageError(
                    f"A text of {len(value):,} letters in row {number:,} does not fit into a "
                    f"cell of Excel, which holds {_CELL:,}. Take another format: tsv or csv."
                )


def _bed(table: Table, _provenance: Facts, file: BinaryIO) -> None:
    """Write the best sites as BED: on the partner, 0-based, end not included.

    The score column is ten times the percentile (0 to 1,000), as browsers want it.
    """
    for row in _sites(table):
        name = f"{row['id2']}:{row['seed_class']}"
        grey = round(10 * row["percentile"])
        line = f"{row['id1']}\t{row['start1'] - 1}\t{row['end1']}\t{name}\t{grey}\t+\n"
        file.write(line.encode())


def _gff3(table: Table, _provenance: Facts, file: BinaryIO) -> None:
    """Write the best sites as GFF3: on the partner, 1-based, end included."""
    file.write(b"##gff-version 3\n")
    for row in _sites(table):
        notes = {"Name": row["id2"], "seed_class": row["seed_class"], "rank": row["rank"]}
        notes |= {key: row[key] for key in ("E", "known") if row[key] is not None}
        attributes = ";".join(
            f"{key}={quote(_cell(value), safe=_ATTRIBUTE)}" for key, value in notes.items()
        )
        fields = [
            quote(row["id1"], safe=_SEQID),
            "mirinter",
            "miRNA_target_site",  # SO:0000934
            *(str(row[key]) for key in ("start1", "end1", "score")),
            "+",
            ".",
            attributes,
        ]
        file.write(("\t".join(fields) + "\n").encode())


def _sites(table: Table) -> list[dict[str, Any]]:
    columns = _values(table[table["start1"].notna()])
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _values(table: Table) -> dict[str, list[Any]]:
    """Take the columns as plain values, None for what is missing."""
    return {
        str(name): column.astype(object).where(column.notna(), None).tolist()
        for name, column in table.items()
    }


def _cell(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, default=str)


FORMATS: Mapping[str, Format] = {
    "tsv": Format("table, tab-separated", (".tsv", ".txt"), "text/tab-separated-values", _tsv),
    "csv": Format("table, comma-separated", (".csv",), "text/csv", _csv),
    "parquet": Format("table for Python and R", (".parquet",), "application/x-parquet", _parquet),
    "json": Format("records with provenance", (".json",), "application/json", _json),
    "xlsx": Format(
        "Excel workbook",
        (".xlsx",),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _xlsx,
    ),
    "bed": Format("best sites on the partners (0-based)", (".bed",), "text/plain", _bed),
    "gff3": Format("best sites on the partners (1-based)", (".gff3", ".gff"), "text/plain", _gff3),
}
