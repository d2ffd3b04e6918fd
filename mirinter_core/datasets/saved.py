"""Data sets that were added: checked once, and kept with where they come from.

A data set is a folder ``datasets/NAME`` with ``dataset.json`` (what it is, its source, terms,
files and entry report), ``left.parquet`` and ``right.parquet`` (queries and partners, one row a
molecule) and ``pairs.parquet`` (row numbers and labels). A bench notebook is a data set too, made
anew from its findings whenever it is read: see `mirinter_core.datasets.bench`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from mirinter_core import __version__, home
from mirinter_core.datasets import bench, bench_set
from mirinter_core.datasets.dataset import Dataset
from mirinter_core.datasets.molecule_file import read_molecules, write_molecules
from mirinter_core.datasets.pairs import PairTable
from mirinter_core.errors import DatasetError, StorageError, did_you_mean
from mirinter_core.molecules.molecule import Molecule

FORMAT_VERSION = 1
_KIND = "datasets"


@dataclass(frozen=True, kw_only=True)
class DatasetInfo:
    """What is known of a saved data set without reading its pairs.

    Parameters
    ----------
    pairs, listed : int
        Pairs it tells of, and those of them that are listed as interacting.
    types : mapping of str to int
        Listed pairs of each pair type, such as ``"miRNA-lncRNA"``.
    files : mapping of str to str
        Name and SHA-256 of each file that was read.
    report : tuple of str
        What was repaired, merged or dropped on entry, and why.
    digest : str
        Of letters and labels; see `mirinter_core.datasets.pairs.PairTable.digest`.
    mirinter, made : str
        The version that read it, and when (UTC).
    """

    name: str
    source: str = ""
    terms: str = ""
    importer: str = ""
    queries: int = 0
    partners: int = 0
    pairs: int = 0
    listed: int = 0
    types: Mapping[str, int] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    report: tuple[str, ...] = ()
    digest: str = ""
    mirinter: str = ""
    made: str = ""


def names() -> list[str]:
    """List the data sets that were added."""
    return home.names(_KIND)


def is_saved(name: str) -> bool:
    """Tell whether a name is that of a data set here."""
    return home.find(_KIND, name) is not None


def check_new(name: str) -> None:
    """Make sure that a data set can be saved under a name.

    Raises
    ------
    DatasetError
        If it cannot be a folder's name or is taken.
    """
    home.checked_name(name, DatasetError)
    if is_saved(name):
        raise DatasetError(f"There is a data set {name!r}; remove it first or take another name.")


def save(dataset: Dataset, name: str) -> DatasetInfo:
    """Keep a data set under a name, whole or not at all.

    Raises
    ------
    DatasetError
        If the name is taken or cannot be a folder's name.
    StorageError
        If the disk is full, or another one saved one of that name meanwhile; nothing is left
        behind.
    """
    check_new(name)
    found = described(dataset, name)
    table = dataset.table
    pairs = pa.table({"left": table.left_row, "right": table.right_row, "label": table.label})
    with home.written(_own(name), new=True) as folder:
        folder.mkdir()
        write_molecules(folder / "left.parquet", table.left)
        write_molecules(folder / "right.parquet", table.right)
        pq.write_table(pairs, folder / "pairs.parquet", compression="zstd")
        home.write_json(
            folder / "dataset.json", {"format_version": FORMAT_VERSION, **asdict(found)}
        )
    return found


def info(name: str) -> DatasetInfo:
    """Read what a data set is, without its pairs.

    Raises
    ------
    DatasetError
        If there is none of that name, or its folder is damaged.
    """
    if bench.is_notebook(name):
        return replace(described(bench_set.dataset(name), name), made="")
    try:
        facts = home.read_json(_folder(name) / "dataset.json", version=FORMAT_VERSION)
        del facts["format_version"]
        found = DatasetInfo(**facts)
        return replace(found, report=tuple(found.report))
    except (StorageError, TypeError) as error:
        raise _damaged(name, str(error)) from error


def load(name: str) -> Dataset:
    """Read a saved data set.

    Raises
    ------
    DatasetError
        If there is none of that name, its folder is damaged, or it is a notebook that has
        nothing yet to train on.
    """
    if bench.is_notebook(name):
        return _findings(name)
    found, folder = info(name), _folder(name)
    try:
        table = _read(folder, name)
    except (OSError, LookupError, TypeError, ValueError, pa.ArrowException) as error:
        raise _damaged(name, f"its tables cannot be read ({error}).") from error
    if table.digest() != found.digest:
        raise _damaged(name, "its tables are not what dataset.json describes.")
    return Dataset(
        name, table, found.source, found.terms, found.report, found.importer, found.files
    )


def molecules(name: str) -> tuple[Molecule, ...]:
    """Return the molecules that a saved data set holds: of a notebook, those of its history too.

    Raises
    ------
    DatasetError
        As for `load`.
    """
    if bench.is_notebook(name):
        return bench_set.molecules(bench.read(name))
    table = load(name).table
    return (*table.left, *table.right)


def described(dataset: Dataset, name: str) -> DatasetInfo:
    """Say what there is to know of a data set without its pairs, under a name."""
    table = dataset.table
    return DatasetInfo(
        name=name,
        source=dataset.source,
        terms=dataset.terms,
        importer=dataset.importer,
        queries=len(table.left),
        partners=len(table.right),
        pairs=len(table),
        listed=int(table.label.sum()),
        types=dataset.types,
        files=dict(dataset.files),
        report=dataset.report,
        digest=table.digest(),
        mirinter=__version__,
        made=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def remove(name: str) -> None:
    """Delete a data set, and nothing else.

    Raises
    ------
    DatasetError
        If there is none of that name.
    StorageError
        If the disk does not let go of it.
    """
    home.checked_name(name, DatasetError)
    folder = _own(name)
    if not folder.is_dir():
        raise not_found(name)
    home.remove_for_good(folder)


def not_found(place: str) -> DatasetError:
    """Say that there is no such data set, and which there are."""
    there = names()
    return DatasetError(
        f"There is no data set at {place[:200]}, and none saved under that name."
        f"{did_you_mean(place, there)} Saved: {', '.join(there) or 'none'}. Or give a folder with "
        "pairs.tsv and FASTA files."
    )


def _findings(name: str) -> Dataset:
    found = bench_set.dataset(name)
    if not len(found.table):
        raise DatasetError(
            f"Notebook {name!r} has no finding yet that can be trained on: none bound, none not "
            "bound. Record one, or leave the notebook out."
        )
    return found


def _read(folder: Path, name: str) -> PairTable:
    columns: Any = pq.read_table(folder / "pairs.parquet")
    left, right, label = (columns[c].to_numpy() for c in ("left", "right", "label"))
    table = PairTable(
        left=tuple(read_molecules(folder / "left.parquet")),
        right=tuple(read_molecules(folder / "right.parquet")),
        left_row=left.astype(np.intp),
        right_row=right.astype(np.intp),
        label=label.astype(np.int8),
        source=np.zeros(len(label), dtype=np.int16),
        sources=(name,),
    )
    if len(table) and min(table.left_row.min(), table.right_row.min()) < 0:
        raise ValueError("a row number is negative")
    return table


def _folder(name: str) -> Path:
    folder = home.find(_KIND, name)
    if folder is None:
        raise not_found(name)
    return folder


def _own(name: str) -> Path:
    return home.home() / _KIND / name


def _damaged(name: str, why: str) -> DatasetError:
    return DatasetError(f"Data set {name!r} is damaged: {why} Remove it and add it again.")
