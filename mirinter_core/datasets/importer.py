"""What an importer is, and how a data set is opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from mirinter_core.datasets import saved
from mirinter_core.datasets.dataset import Dataset, RawPairs, checked
from mirinter_core.download import file_sha256
from mirinter_core.errors import DatasetError
from mirinter_core.registry import Registry

PLAIN = "folder"  # the form that other forms may lie in


@dataclass(frozen=True, kw_only=True)
class Importer:
    """Reads one published form of pair data. A file of `importers/` defines it as ``IMPORTER``.

    Parameters
    ----------
    form : str
        What it reads, in a few words.
    source, terms : str
        Where such data come from, and what they may be used for.
    tables : callable
        The tables of this form at a path, a file or a folder; none if there is none. Cheap.
    read : callable
        Reads those tables together, with the sequences that lie beside the first; raises
        DatasetError naming file, line and remedy.
    published : mapping of str to str
        SHA-256 of published files that are known, and what they are called here.
    """

    form: str
    source: str
    terms: str
    tables: Callable[[Path], Sequence[Path]]
    read: Callable[[Sequence[Path]], RawPairs]
    published: Mapping[str, str] = field(default_factory=dict)


IMPORTERS: Registry[Importer] = Registry("mirinter_core.datasets.importers", "IMPORTER")


def open_dataset(place: str | Path, importer: str | None = None) -> Dataset:
    """Open a data set: a saved one by its name, or else the folder or file it lies in.

    Parameters
    ----------
    importer : str or None
        The part that reads it; found by the form unless told. With it `place` is a path.

    Raises
    ------
    DatasetError
        If nothing is there, no importer knows its form, or several do.
    PartError
        If there is no such importer.
    """
    if importer is None and saved.is_saved(str(place)):
        return saved.load(str(place))
    path = Path(place).expanduser()
    if not path.exists():
        raise saved.not_found(str(place))
    name, tables = _found(path) if importer is None else (importer, _asked(path, importer))
    raw = IMPORTERS.get(name).read(tables)
    files = {file.name: file_sha256(file) for file in (*tables, *raw.files)}
    return replace(checked(raw), importer=name, files=files)


def is_published(importer: str, sha256: str) -> bool:
    """Tell whether a file is one that its publishers gave out, by its checksum."""
    return importer in IMPORTERS.names() and sha256 in IMPORTERS.get(importer).published


def _asked(path: Path, name: str) -> Sequence[Path]:
    importer = IMPORTERS.get(name)
    if tables := importer.tables(path):
        return tables
    raise DatasetError(f"{path} is not of the form {name!r}, which is: {importer.form}.")


def _found(path: Path) -> tuple[str, Sequence[Path]]:
    """Find the one importer that knows a place."""
    fits = {name: t for name in IMPORTERS.names() if (t := IMPORTERS.get(name).tables(path))}
    if plain := fits.get(PLAIN):
        # pairs.tsv says what the folder is, and other tables in it are not read; but it may be
        # one that is known by its checksum.
        return next((n for n, t in fits.items() if n != PLAIN and t == plain), PLAIN), plain
    if len(fits) == 1:
        return next(iter(fits.items()))
    if fits:
        choice = "; ".join(
            f"{' and '.join(table.name for table in tables)} (--importer {name})"
            for name, tables in fits.items()
        )
        raise DatasetError(
            f"{path} holds tables of {len(fits)} forms. Give the file of one, or name the "
            f"importer: {choice}."
        )
    published = [name for name in IMPORTERS.names() if name != PLAIN]
    raise DatasetError(
        f"{path} is not a data set of a known form. Give {IMPORTERS.get(PLAIN).form}; or files of "
        f"one of {len(published)} published forms ({', '.join(published)}), under their names."
    )
