"""A plain folder: ``pairs.tsv`` and the FASTA files that resolve its ids."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mirinter_core.datasets.dataset import RawPairs
from mirinter_core.datasets.importer import Importer
from mirinter_core.datasets.pair_folder import pair_tables, read_folder

_TERMS = "as its owner states"


def _read(tables: Sequence[Path]) -> RawPairs:
    folder = tables[0].resolve().parent
    return read_folder(folder, source=f"folder {folder.name}", terms=_TERMS)


IMPORTER = Importer(
    form="a folder with pairs.tsv (query, partner, optional label 0/1) and FASTA files",
    source="your own",
    terms=_TERMS,
    tables=pair_tables,
    read=_read,
)
