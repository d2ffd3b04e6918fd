"""The molecules behind points of a map, from where the map was made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from mirinter_core.datasets.catalog import open_catalog
from mirinter_core.datasets.importer import open_dataset
from mirinter_core.molecules.molecule import Molecule

_QUERY = "miRNA"  # the type of what is screened; all else is screened against


def members(
    arguments: Mapping[str, Any], chosen: pd.DataFrame
) -> tuple[tuple[Molecule, ...], tuple[Molecule, ...]]:
    """Find the microRNAs and the other RNAs of some points, each once.

    Parameters
    ----------
    arguments : mapping
        What the map was asked for: ``dataset`` or ``catalog``.
    chosen : DataFrame
        Rows of the map's table.

    Raises
    ------
    DatasetError, CatalogError
        If it is not there any more.
    """
    if arguments.get("dataset"):
        table = open_dataset(arguments["dataset"], arguments.get("importer")).table
        held = (*table.left, *table.right)
    else:
        held = open_catalog(arguments["catalog"]).molecules
    wanted = {*chosen["id1"], *chosen.get("id2", ())}
    by_id = {m.id: m for m in held if m.id in wanted}
    queries = tuple(m for m in by_id.values() if m.type == _QUERY)
    return queries, tuple(m for m in by_id.values() if m.type != _QUERY)
