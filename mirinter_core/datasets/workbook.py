"""The cells of spreadsheets (``.xlsx``, ``.xls``), told by their content and not by their name.

Published tables bear wrong endings; formulas and macros are not run.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from mirinter_core.errors import DatasetError

_XLSX, _XLS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MOST = 500_000_000  # bytes unpacked; a table of a million pairs has about 60 MB
_DAMAGE = (BadZipFile, ParseError, struct.error, ValueError, LookupError, AssertionError, OSError)

Row = tuple[str, ...]


def is_workbook(path: Path) -> bool:
    """Tell whether a file is a spreadsheet, whatever it is called."""
    return _start(path) in (_XLSX, _XLS)


def cells(path: Path) -> tuple[Row, ...]:
    """Read the first sheet as text, empty rows left out.

    Raises
    ------
    DatasetError
        If the file is damaged or holds too much.
    """
    read = _xlsx if _start(path) == _XLSX else _xls
    try:
        rows = (tuple(_text(value) for value in row) for row in read(path))
        return tuple(row for row in rows if any(row))
    except _DAMAGE as error:
        raise DatasetError(
            f"{path.name} is a damaged spreadsheet ({error}). Fetch it again, or save it anew."
        ) from error


def first_cells(path: Path, rows: int = 2) -> tuple[Row, ...]:
    """Read the first rows; none if it is no spreadsheet, or a damaged one."""
    try:
        return cells(path)[:rows] if is_workbook(path) else ()
    except DatasetError:
        return ()


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4)
    except OSError:
        return b""


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _xlsx(path: Path) -> Iterator[tuple[object, ...]]:
    from openpyxl import load_workbook

    with path.open("rb") as file:  # a file, since a path with another ending is refused
        with ZipFile(file) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MOST:
                raise DatasetError(f"{path.name} unpacks to more than {_MOST // 10**6} MB.")
        book = load_workbook(file, read_only=True, data_only=True)
        try:
            yield from book.worksheets[0].iter_rows(values_only=True)
        finally:
            book.close()


def _xls(path: Path) -> Iterator[tuple[object, ...]]:
    from xlrd import XLRDError, open_workbook
    from xlrd.compdoc import CompDocError

    if path.stat().st_size > _MOST:
        raise DatasetError(f"{path.name} has more than {_MOST // 10**6} MB.")
    try:
        book = open_workbook(path, on_demand=True, logfile=StringIO())
        sheet = book.sheet_by_index(0)
        yield from (tuple(sheet.row_values(i)) for i in range(sheet.nrows))
    except (XLRDError, CompDocError) as error:
        raise ValueError(str(error)) from error
