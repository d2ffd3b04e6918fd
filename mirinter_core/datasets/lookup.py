"""Finding one molecule of a catalogue by its id, without reading all of it."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

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
    folder = home.find("catalogs", str(name_or_path))
    if folder is None:
        return next((m for m in open_catalog(name_or_path).molecules if m.id == id), None)
    columns = [field.name for field in fields(Molecule)]
    path = folder / "molecules.parquet"
    try:
        rows = pq.read_table(path, columns=columns, filters=[("id", "=", id)]).to_pylist()
    except (OSError, ValueError, pa.ArrowException) as error:
        raise CatalogError(
            f"Catalogue {folder.name!r} is damaged: {path.name} cannot be read ({error}). "
            "Remove it and add it again."
        ) from error
    return Molecule(**rows[0]) if rows else None
