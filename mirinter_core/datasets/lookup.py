"""Finding molecules of a catalogue by id or by letters, without holding all of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from mirinter_core import home
from mirinter_core.datasets.catalog import open_catalog
from mirinter_core.errors import CatalogError
from mirinter_core.molecules.molecule import Molecule


def by_id(name_or_path: str | Path, id: str) -> Molecule | None:  # noqa: A002
    """Return the molecule of an id, or None if the catalogue has no such.

    Parameters
    ----------
    name_or_path : str or Path
        As `mirinter_core.datasets.catalog.open_catalog` takes it; a FASTA file is read whole.

    Raises
    ------
    CatalogError
        If there is no such catalogue or file, or it is damaged.
    """
    return by_ids(name_or_path, [id]).get(id)


def by_ids(name_or_path: str | Path, ids: Collection[str]) -> dict[str, Molecule]:
    """Return the molecules of ids, those the catalogue has, in one reading: see `by_id`."""
    folder = home.find("catalogs", str(name_or_path))
    if folder is None:
        return {m.id: m for m in open_catalog(name_or_path).molecules if m.id in ids}
    columns = [field.name for field in fields(Molecule)]
    rows = _rows(folder, columns, [("id", "in", list(ids))]) if ids else []
    return {row["id"]: Molecule(**row) for row in rows}


def ids_of(name_or_path: str | Path, letters: Collection[str]) -> dict[str, str]:
    """Return the letters of each molecule that has one of these, by its id.

    Raises
    ------
    CatalogError
        If there is no such catalogue or file, or it is damaged.
    """
    folder = home.find("catalogs", str(name_or_path))
    if folder is None:
        held = open_catalog(name_or_path).molecules
        return {m.id: m.letters for m in held if m.letters in letters}
    rows = _rows(folder, ["id", "letters"], [("letters", "in", list(letters))]) if letters else []
    return {row["id"]: row["letters"] for row in rows}


def _rows(folder: Path, columns: list[str], filters: list[Any]) -> list[dict[str, Any]]:
    path = folder / "molecules.parquet"
    try:
        rows: list[dict[str, Any]] = pq.read_table(
            path, columns=columns, filters=filters
        ).to_pylist()
    except (OSError, ValueError, pa.ArrowException) as error:
        raise CatalogError(
            f"Catalogue {folder.name!r} is damaged: {path.name} cannot be read ({error}). "
            "Remove it and add it again."
        ) from error
    return rows
