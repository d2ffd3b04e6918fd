"""Catalogues: the molecules one screens against, and the folders they are kept in.

A catalogue is a folder ``catalogs/NAME`` with ``catalog.json`` (what it is, where it comes
from, under which terms) and ``molecules.parquet`` (one row a molecule).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from mirinter_core import home
from mirinter_core.datasets import large_fasta
from mirinter_core.datasets.molecule_file import read_molecules, write_molecules
from mirinter_core.errors import CatalogError, StorageError, did_you_mean
from mirinter_core.molecules.fasta import Reading
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.provenance import digest_of

FORMAT_VERSION = 1
_KIND = "catalogs"


@dataclass(frozen=True, kw_only=True)
class CatalogInfo:
    """What is known of a catalogue without reading its molecules.

    Parameters
    ----------
    name : str
        Its folder's name, or its file's if it is not saved.
    types : mapping of str to int
        Molecules of each type; the empty type is "not told".
    source, release, terms, url, sha256 : str
        Where it comes from, under which terms, and the checksum of the file it was read from;
        empty where not known.
    digest : str
        SHA-256 of ids and letters, whatever their order.
    molecules, letters : int
        How many it holds, in all.
    refused : int
        Records of its file that could not be read, and are not in it.
    """

    name: str
    title: str = ""
    species: str = ""
    source: str = ""
    release: str = ""
    terms: str = ""
    url: str = ""
    sha256: str = ""
    made: str = ""
    digest: str = ""
    types: Mapping[str, int] = field(default_factory=dict)
    molecules: int = 0
    letters: int = 0
    refused: int = 0

    @property
    def type(self) -> str:
        """The type all its molecules share; empty if they differ or do not tell."""
        return next(iter(self.types)) if len(self.types) == 1 else ""


@dataclass(frozen=True)
class Catalog:
    """Molecules with unique ids, and where they come from.

    Parameters
    ----------
    reading : Reading or None
        What was repaired and refused when it was read from a FASTA file; None for a saved one.
    """

    info: CatalogInfo
    molecules: tuple[Molecule, ...]
    reading: Reading | None = None

    @property
    def name(self) -> str:
        """Its folder's name."""
        return self.info.name

    def __len__(self) -> int:
        """Count the molecules."""
        return len(self.molecules)

    def select(self, *, types: Collection[str]) -> Catalog:
        """Take the molecules of some types only.

        Raises
        ------
        CatalogError
            If there are none.
        """
        kept = tuple(m for m in self.molecules if m.type in types)
        if not kept:
            there = ", ".join(sorted(t or "not told" for t in self.info.types))
            raise CatalogError(
                f"Catalogue {self.name!r} has no {' or '.join(sorted(types))}; it has: {there}."
            )
        return Catalog(_counted(self.info, kept), kept, self.reading)


def from_molecules(name: str, molecules: Iterable[Molecule], **facts: Any) -> Catalog:
    """Make a catalogue of molecules.

    Parameters
    ----------
    **facts
        Other fields of `CatalogInfo`: title, species, source, release, terms, url, ...

    Raises
    ------
    CatalogError
        If there is no molecule, or two have the same id.
    """
    held = tuple(molecules)
    if not held:
        raise CatalogError(f"Catalogue {name!r} would be empty: there is no sequence to put in it.")
    if len({m.id for m in held}) < len(held):
        counts = Counter(m.id for m in held)
        twice = next(id_ for id_, n in counts.items() if n > 1)
        raise CatalogError(
            f"Catalogue {name!r}: {counts[twice]} records have the id {twice[:80]!r}. "
            "Each id must stand for one molecule: rename or remove the others."
        )
    made = datetime.now(UTC).isoformat(timespec="seconds")
    return Catalog(_counted(CatalogInfo(**{"made": made, **facts, "name": name}), held), held)


def open_catalog(name_or_path: str | Path) -> Catalog:
    """Open a saved catalogue by name, or else read a FASTA file (``.gz`` too) as one.

    Look at `Catalog.reading` after: what was repaired and refused is there, nothing else says it.

    Raises
    ------
    CatalogError
        If there is neither, or nothing in it can be used.
    """
    text = str(name_or_path)
    path = Path(text).expanduser()
    if home.find(_KIND, text):
        return load(text)
    if not path.is_file():
        raise _not_found(text)
    return from_fasta(path.name.removesuffix(".gz").rpartition(".")[0] or path.name, path)


def from_fasta(name: str, path: Path, *, type: str = "", **facts: Any) -> Catalog:  # noqa: A002
    """Read a FASTA file as a catalogue; `type` is that of records whose header does not tell.

    Raises
    ------
    CatalogError
        If no record can be used (the first refusal is in the message), or ids repeat.
    """
    reading = large_fasta.read(path, type=type)
    if not reading.molecules and reading.refusals:
        raise CatalogError(
            f"{path.name}: none of {len(reading.refusals)} records can be used. "
            f"The first: {reading.refusals[0].message}"
        )
    made = from_molecules(
        name, reading.molecules, **{"source": path.name, "refused": len(reading.refusals), **facts}
    )
    return Catalog(made.info, made.molecules, reading)


def names() -> list[str]:
    """List all catalogues, the user's and the shipped ones."""
    return home.names(_KIND)


def is_shipped(name: str) -> bool:
    """Tell whether a catalogue comes with mirinter, so that it cannot be removed or replaced."""
    return (home.ASSETS / _KIND / name).is_dir()


def info(name: str) -> CatalogInfo:
    """Read what a catalogue is, without its molecules.

    Raises
    ------
    CatalogError
        If there is none of that name, or its folder is damaged.
    """
    try:
        facts = home.read_json(_folder(name) / "catalog.json", version=FORMAT_VERSION)
        del facts["format_version"]
        return CatalogInfo(**facts)
    except (StorageError, TypeError) as error:
        raise _damaged(name, str(error)) from error


def load(name: str) -> Catalog:
    """Read a saved catalogue.

    Raises
    ------
    CatalogError
        If there is none of that name, or its folder is damaged.
    """
    facts = info(name)
    try:
        molecules = tuple(read_molecules(_folder(name) / "molecules.parquet"))
    except (OSError, KeyError, TypeError, pa.ArrowException) as error:
        raise _damaged(name, f"molecules.parquet cannot be read ({error}).") from error
    if len(molecules) != facts.molecules or sum(map(len, molecules)) != facts.letters:
        raise _damaged(name, "molecules.parquet is not what catalog.json describes.")
    return Catalog(facts, molecules)


def check_new(name: str) -> None:
    """Make sure that a catalogue can be saved under a name.

    Raises
    ------
    CatalogError
        If it cannot be a folder's name or is taken.
    """
    home.checked_name(name, CatalogError)
    if is_shipped(name):
        raise CatalogError(f"{name!r} is a catalogue that comes with mirinter; take another name.")
    if home.find(_KIND, name):
        raise CatalogError(f"There is a catalogue {name!r}; remove it first or take another name.")


def save(catalog: Catalog) -> None:
    """Keep a catalogue in the user's folder.

    Raises
    ------
    CatalogError
        If its name is taken or cannot be a folder's name.
    StorageError
        If the disk is full, or another one saved one of that name meanwhile; nothing is left
        behind.
    """
    check_new(catalog.name)
    write(catalog, _own(catalog.name), new=True)


def write(catalog: Catalog, folder: Path, *, new: bool = False) -> None:
    """Write a catalogue as a folder, whole or not at all: see `mirinter_core.home.written`."""
    with home.written(folder, new=new) as temporary:
        temporary.mkdir()
        write_molecules(temporary / "molecules.parquet", catalog.molecules)
        home.write_json(
            temporary / "catalog.json", {"format_version": FORMAT_VERSION, **asdict(catalog.info)}
        )


def remove(name: str) -> None:
    """Delete a catalogue of the user's, and nothing else.

    Raises
    ------
    CatalogError
        If there is none of that name, or it comes with mirinter.
    StorageError
        If the disk does not let go of it.
    """
    home.checked_name(name, CatalogError)
    folder = _own(name)
    if not folder.is_dir():
        if is_shipped(name):
            raise CatalogError(f"{name!r} comes with mirinter and cannot be removed.")
        raise _not_found(name)
    home.remove_for_good(folder)


def _folder(name: str) -> Path:
    folder = home.find(_KIND, name)
    if folder is None:
        raise _not_found(name)
    return folder


def _own(name: str) -> Path:
    return home.home() / _KIND / name


def _counted(facts: CatalogInfo, molecules: tuple[Molecule, ...]) -> CatalogInfo:
    """Fill in what follows from the molecules."""
    return CatalogInfo(
        **{
            **asdict(facts),
            "digest": digest_of(f"{m.id}\t{m.digest}" for m in molecules),
            "types": dict(Counter(m.type for m in molecules).most_common()),
            "molecules": len(molecules),
            "letters": sum(map(len, molecules)),
        }
    )


def _not_found(name: str) -> CatalogError:
    there = names()
    return CatalogError(
        f"There is no catalogue {name[:200]!r} and no file of that name."
        f"{did_you_mean(name, there)} Catalogues: {', '.join(there) or 'none'}."
    )


def _damaged(name: str, why: str) -> CatalogError:
    remedy = "Restore the assets folder" if is_shipped(name) else "Remove it and add it again"
    return CatalogError(f"Catalogue {name!r} is damaged: {why} {remedy}.")
