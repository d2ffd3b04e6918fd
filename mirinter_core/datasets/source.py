"""Public sources of catalogues: where they are, under which terms, and how to add one.

Each file of ``sources/`` is one source. What is fetched lies in the user's ``downloads``
folder until it is a catalogue, and goes then; an interrupted fetch goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from mirinter_core.datasets import catalog as catalogs
from mirinter_core.datasets import large_fasta
from mirinter_core.datasets.catalog import Catalog
from mirinter_core.download import fetch as download
from mirinter_core.errors import CatalogError, FetchError
from mirinter_core.home import home, remove
from mirinter_core.progress import Progress, part, silent
from mirinter_core.registry import Registry

Look = Callable[[Sequence[str]], tuple[str, str]]
"""Fetch a small text from the first address that has it: (the address, the text)."""


@dataclass(frozen=True, kw_only=True)
class Download:
    """One file to fetch, and what it will be.

    Parameters
    ----------
    urls : tuple of str
        Addresses of the file, best first.
    filename : str
        What to call it here; names source, species and release.
    species : str
        Scientific name, or ``"all"``.
    sha256 : str or None
        The checksum to demand, if the source states one; else the one found is recorded.
    type : str
        Type of the molecules whose header does not tell.
    keep : callable or None
        Which molecules of the file belong to the species; None for all of them.
    """

    urls: tuple[str, ...]
    filename: str
    species: str
    release: str
    sha256: str | None = None
    type: str = ""
    keep: large_fasta.Keep | None = None


@dataclass(frozen=True, kw_only=True)
class Source:
    """A public source.

    Parameters
    ----------
    title, homepage, terms : str
        For people; `terms` says what one may do and what to cite.
    roots : tuple of str
        Base addresses of the same files, best first.
    species : str
        What species may be asked for, for people.
    locate : callable
        (roots, species as the user wrote it, look) -> Download; raises CatalogError for a
        species the source does not have.
    """

    title: str
    homepage: str
    terms: str
    roots: tuple[str, ...]
    species: str
    locate: Callable[[tuple[str, ...], str, Look], Download]


SOURCES: Registry[Source] = Registry("mirinter_core.datasets.sources", "SOURCE")


def plan(source_name: str, species: str = "human", *, mirror: str | None = None) -> Download:
    """Find out what would be fetched; asks the network where the source's file names need it.

    Parameters
    ----------
    mirror : str or None
        Base address of a copy of the source, used instead of the public ones.

    Raises
    ------
    CatalogError
        For a species the source does not have.
    FetchError
        Without a network.
    """
    source = SOURCES.get(source_name)
    roots = (mirror.rstrip("/"),) if mirror else source.roots
    return source.locate(roots, species, lambda urls: _look(urls, source))


def default_name(source_name: str, planned: Download) -> str:
    """Give the name a fetched catalogue has unless the user chooses another."""
    return f"{source_name}-{planned.species}-{planned.release}".replace(" ", "_").lower()[:64]


def fetch(
    source_name: str,
    species: str = "human",
    *,
    name: str | None = None,
    mirror: str | None = None,
    progress: Progress = silent,
) -> Catalog:
    """Fetch a public catalogue and save it, with address, checksum, release and terms.

    Raises
    ------
    CatalogError
        For a species the source does not have, a name that is taken (before anything is
        fetched), or a file in which nothing can be used.
    FetchError
        Without a network: the message says how to add a file fetched elsewhere.
    CancelledError
        From `progress`; the next fetch goes on where this one stopped.
    """
    if name is not None:
        catalogs.check_new(name)
    source = SOURCES.get(source_name)
    planned = plan(source_name, species, mirror=mirror)
    chosen = name or default_name(source_name, planned)
    catalogs.check_new(chosen)
    path = home() / "downloads" / planned.filename
    try:
        url, sha256 = _first(
            planned.urls, path, source, sha256=planned.sha256, progress=part(progress, 0, 0.8)
        )
        progress(0.8, f"reading {planned.filename}")
        made = _imported(chosen, path, planned, source)
    finally:
        remove(path)  # what is not whole yet lies beside it, and stays
    facts = replace(made.info, url=url, sha256=sha256)
    progress(0.95, f"saving {len(made):,} molecules")
    catalogs.save(replace(made, info=facts))
    progress(1.0, f"saved {chosen}")
    return replace(made, info=facts)


def _imported(name: str, path: Path, planned: Download, source: Source) -> Catalog:
    """Read what was fetched as a catalogue."""
    reading = large_fasta.read(path, type=planned.type, keep=planned.keep)
    if not reading.molecules:
        why = f" ({reading.refusals[0].message})" if reading.refusals else ""
        raise CatalogError(
            f"{planned.filename} has nothing of {planned.species}{why}. Check the species' name; "
            f"{source.title} has {source.species}."
        )
    made = catalogs.from_molecules(
        name,
        reading.molecules,
        title=f"{source.title}, {planned.species}",
        species="" if planned.species == "all" else planned.species,
        source=f"{source.title}, {source.homepage}",
        release=planned.release,
        terms=source.terms,
        refused=len(reading.refusals),
    )
    return replace(made, reading=reading)


def _look(urls: Sequence[str], source: Source) -> tuple[str, str]:
    path = home() / "downloads" / f"look-{uuid4().hex}.txt"
    try:
        url, _ = _first(urls, path, source)
        return url, path.read_text("utf-8", "replace")
    finally:
        for left in path.parent.glob(f"*{path.name}*"):  # its lock, and what was cut off
            remove(left)


def _first(
    urls: Sequence[str],
    path: Path,
    source: Source,
    *,
    sha256: str | None = None,
    progress: Progress = silent,
) -> tuple[str, str]:
    """Fetch from the first address that has the file: (the address, the file's SHA-256).

    `download` could try them all, but would not tell which one gave it.
    """
    remedy = (
        f"Without a network, get the file elsewhere ({source.homepage}), bring it to this machine "
        "and add it on the Catalogues page or with 'python -m mirinter_core catalog add NAME "
        f"FILE'. With one, check the species' name: {source.title} has {source.species}."
    )
    failures: list[FetchError] = []
    for url in urls:
        try:
            return url, download([url], path, sha256=sha256, progress=progress, remedy=remedy)
        except FetchError as error:
            failures.append(error)
    raise failures[0]  # of the best address: those of other kingdoms do not have it either
