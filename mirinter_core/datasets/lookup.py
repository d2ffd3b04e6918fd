"""Finding single molecules of a catalogue, without reading all of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mirinter_core import home
from mirinter_core.datasets import catalog as catalogs
from mirinter_core.errors import CatalogError
from mirinter_core.molecules.molecule import Molecule

_COLUMNS = [field.name for field in fields(Molecule)]
_SEARCHED = ["id", "name", "gene", "description"]


def by_id(name_or_path: str | Path, id: str) -> Molecule | None:  # noqa: A002
    """Return the molecule of an id, or None if the catalogue has no such.

    Parameters
    ----------
    name_or_path : str or Path
        As `mirinter_core.datasets.catalog.open_catalog` takes it.

    Raises
    ------
    CatalogError
        If there is no such catalogue or file, or it is damaged.
    """
    return next(iter(_taken(_path(name_or_path), [id])), None)


def matching(name_or_path: str | Path, text: str, *, limit: int = 50) -> tuple[list[Molecule], int]:
    """Search ids, symbols, genes and descriptions for a text; capitals do not matter.

    Returns
    -------
    (list of Molecule, int)
        The first `limit`, those called exactly so first, then those whose id or symbol begins
        so; and how many match in all.

    Raises
    ------
    CatalogError
        As `by_id`.
    """
    path, wanted = _path(name_or_path), text.strip().lower()
    if not wanted:
        return [], 0
    rows = _table(path, _SEARCHED, None)
    lower = [pc.utf8_lower(rows.column(name)) for name in _SEARCHED]
    found = pc.match_substring(pc.binary_join_element_wise(*lower, "\n"), wanted)
    ids = rows.column("id").filter(found).to_pylist()
    heads = [column.filter(found).to_pylist() for column in lower[:2]]
    nearness = [
        (wanted not in pair, not any(word.startswith(wanted) for word in pair))
        for pair in zip(*heads, strict=True)
    ]
    first = [ids[i] for i in sorted(range(len(ids)), key=nearness.__getitem__)[:limit]]
    by_name = {molecule.id: molecule for molecule in _taken(path, first)}
    return [by_name[name] for name in first], len(ids)


def _path(name_or_path: str | Path) -> Path:
    """Return the molecules' file of a saved catalogue, else the path of a FASTA file."""
    folder = home.find("catalogs", str(name_or_path))
    return folder / "molecules.parquet" if folder else Path(name_or_path).expanduser()


def _taken(path: Path, ids: Collection[str]) -> list[Molecule]:
    rows = _table(path, _COLUMNS, ids).to_pylist()
    return [Molecule(**row) for row in rows]


def _table(path: Path, columns: list[str], ids: Collection[str] | None) -> pa.Table:
    if path.name != "molecules.parquet":
        molecules = catalogs.open_catalog(path).molecules
        kept = [m for m in molecules if ids is None or m.id in ids]
        return pa.table(
            {name: pa.array([getattr(m, name) for m in kept], pa.string()) for name in columns}
        )
    try:
        chosen = None if ids is None else pc.field("id").isin(pa.array(ids, pa.string()))
        return pq.read_table(path, columns=columns, filters=chosen)
    except (OSError, ValueError, pa.ArrowException) as error:
        raise CatalogError(
            f"Catalogue {path.parent.name!r} is damaged: {path.name} cannot be read ({error}). "
            "Remove it and add it again."
        ) from error
