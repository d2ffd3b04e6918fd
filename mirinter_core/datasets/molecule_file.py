"""Molecules as a Parquet file, one row a molecule: the form catalogues and data sets share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from mirinter_core.molecules.molecule import Molecule

_ROWS = 20_000  # written and read at once
_COLUMNS = ("id", "letters", "type", "name", "gene", "description")  # in Molecule's order


def write_molecules(path: Path, molecules: Sequence[Molecule]) -> None:
    """Write molecules in their order, in pieces."""
    schema = pa.schema([(column, pa.string()) for column in _COLUMNS])
    with pq.ParquetWriter(path, schema, compression="zstd") as sink:
        for start in range(0, len(molecules), _ROWS):
            rows = molecules[start : start + _ROWS]
            columns = [[getattr(m, column) for m in rows] for column in _COLUMNS]
            sink.write_table(pa.table(columns, schema=schema))


def read_molecules(path: Path) -> Iterator[Molecule]:
    """Read molecules in pieces, so that memory holds them once.

    Raises
    ------
    OSError, KeyError, TypeError, pyarrow.ArrowException
        If the file is missing or damaged; the caller knows whose file it is.
    """
    with pq.ParquetFile(path) as file:
        for rows in file.iter_batches(_ROWS):
            yield from map(Molecule, *(rows.column(name).to_pylist() for name in _COLUMNS))
