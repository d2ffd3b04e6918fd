"""Sequences from files, pipes, catalogues and words of the command line, and what is said of them.

A record that is refused does not lose the others: the verb goes on and exits with 3.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import typer

from mirinter_core.cli.terminal_output import Terminal
from mirinter_core.datasets import builtin, large_fasta
from mirinter_core.datasets import catalog as catalogs
from mirinter_core.datasets.catalog import Catalog, open_catalog
from mirinter_core.datasets.lookup import by_id
from mirinter_core.errors import CatalogError, SequenceError
from mirinter_core.home import find
from mirinter_core.molecules import fasta
from mirinter_core.molecules.fasta import Reading, Refusal
from mirinter_core.molecules.known import KnownMirnas
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.molecules.query import check_query
from mirinter_core.molecules.recognise import findings

REFUSED = 3  # exit: some records were refused, all others were done
STDIN = "-"
_SHOWN = 5  # refusals, repairs or findings of one kind


@dataclass(frozen=True)
class Queries:
    """The queries that can be screened, and how many records cannot."""

    molecules: tuple[Molecule, ...]
    refused: int


@cache
def known_mirnas() -> KnownMirnas:
    """Return the built-in human miRNAs."""
    held = catalogs.load(builtin.NAME).molecules
    return KnownMirnas(m for m in held if m.type == "miRNA")


def read_queries(places: Sequence[str], terminal: Terminal) -> Queries:
    """Read queries from FASTA files or, for ``-``, from standard input.

    Repairs, refusals and what a query looks like are told.

    Raises
    ------
    SequenceError
        If none of them can be screened.
    """
    reading = joined([_reading(place) for place in places])
    kept, refusals = [], list(reading.refusals)
    for molecule in reading.molecules:
        try:
            found = check_query(molecule, known_mirnas())
        except SequenceError as error:
            refusals.append(Refusal(molecule.id, str(error)))
            continue
        kept.append(molecule)
        for finding in found:
            terminal.note(f"{molecule.id}: {finding.message} {finding.remedy}")
    tell(replace(reading, refusals=tuple(refusals)), terminal)
    if not kept:
        raise SequenceError("No query is left to screen; see above why.")
    return Queries(tuple(kept), len(refusals))


def open_partners(place: str, types: Sequence[str], terminal: Terminal) -> tuple[Catalog, int]:
    """Open a catalogue or a FASTA file; also say how many of its records were refused.

    Parameters
    ----------
    types : sequence of str
        Take these types only; none takes all. One that is not there is bad usage.
    """
    catalog = open_catalog(place)
    if catalog.reading:
        tell(catalog.reading, terminal, of=f"{Path(place).name}: ")
    if types:
        try:
            catalog = catalog.select(types=types)
        except CatalogError as error:
            raise typer.BadParameter(str(error), param_hint="--type") from error
    return catalog, len(catalog.reading.refusals) if catalog.reading else 0


def lasting(place: str) -> str:
    """Name a catalogue, or a file by its full path, so that a run finds it from anywhere."""
    return place if find("catalogs", place) else str(Path(place).expanduser().resolve())


def read_one(text: str, role: str, terminal: Terminal, *, type: str = "") -> Molecule:  # noqa: A002
    """Read one molecule from letters, a FASTA file of one record, or ``PLACE:ID``.

    Parameters
    ----------
    role : str
        What it is called if it has no id of its own.
    type : str
        Its type unless its header or catalogue tells another.

    Raises
    ------
    SequenceError, CatalogError
        If it is none of them, or not one.
    """
    place, colon, wanted = text.partition(":")
    if colon and (find("catalogs", place) or Path(place).expanduser().is_file()):
        found = _record(place, wanted)
        return replace(found, type=found.type or type)
    path = Path(text).expanduser()
    if colon and not text.startswith(">") and not _is_file(path):
        raise CatalogError(
            f"There is no catalogue and no file {place[:60]!r} to take {wanted[:60]!r} from. "
            "`catalog list` names the catalogues."
        )
    if _is_file(path):
        reading = fasta.read_path(path, type=type)
    else:
        reading = fasta.read_text(text, type=type)
        reading = replace(reading, molecules=tuple(replace(m, id=role) for m in reading.molecules))
    tell(reading, terminal)
    if len(reading.molecules) == 1:
        return reading.molecules[0]
    if not reading.molecules:
        raise SequenceError(
            f"The {role} {text[:60]!r} is no sequence, no file that is here, and no CATALOG:ID."
        )
    raise SequenceError(
        f"{text[:60]} holds {len(reading.molecules):,} sequences where one {role} is wanted. "
        f"Name one: FILE:ID, such as {path.name}:{reading.molecules[0].id}."
    )


def joined(readings: Sequence[Reading]) -> Reading:
    """Put the readings of several files together."""
    return fasta.joined(readings, met="stands in another file")


def tell(reading: Reading, terminal: Terminal, *, of: str = "") -> None:
    """Tell what was repaired and refused, and why."""
    for note in reading.notes:
        terminal.note(f"{of}{note}")
    repaired = [f"{of}{id_}: {', '.join(done)}" for id_, done in reading.repairs.items()]
    terminal.notes(repaired, _SHOWN)
    for refusal in reading.refusals[:_SHOWN]:
        terminal.warn(f"Refused: {of}{refusal.message}{_help(refusal)}")
    if len(reading.refusals) > _SHOWN:
        terminal.warn(f"{of}{len(reading.refusals):,} records refused; the first are above.")


def end(refused: int, terminal: Terminal) -> None:
    """Leave with the exit of a verb that refused records, if it did."""
    if refused:
        what = "record was" if refused == 1 else "records were"
        terminal.warn(f"{refused:,} {what} refused, see above; all others were taken.")
        raise typer.Exit(REFUSED)


def _reading(place: str) -> Reading:
    if place == STDIN:
        data = sys.stdin.buffer.read()
        return fasta.read_bytes(data, source="standard input", type="miRNA")
    path = Path(place).expanduser()
    if _is_file(path):
        if path.is_fifo():  # of the shell's <(...), which can be read once
            return fasta.read_path(path, type="miRNA")
        return large_fasta.read(path, type="miRNA")
    hint = "".join(f" {found.message} {found.remedy}" for found in findings(place, known_mirnas()))
    raise SequenceError(
        f"There is no file {place[:200]!r}.{hint} Queries come from a FASTA file, or with "
        "--query - from standard input."
    )


def _help(refusal: Refusal) -> str:
    """Say what the sequence of a typed name is, where it is known."""
    found = known_mirnas().called(refusal.text) if refusal.text else ()
    return f" {found[0].id} is {found[0].letters}." if found else ""


def _record(place: str, wanted: str) -> Molecule:
    """Find a record by its id, or else by the name that one alone has."""
    if molecule := by_id(place, wanted):
        return molecule
    held = open_catalog(place).molecules
    named = [m for m in held if m.name == wanted]
    if len(named) == 1:
        return named[0]
    if named:
        ids = ", ".join(m.id for m in named[:_SHOWN])
        raise CatalogError(f"{len(named)} RNAs of {place} are called {wanted!r}: {ids}. Name one.")
    meant = [m.id for m in KnownMirnas(m for m in held if m.type == "miRNA").called(wanted)]
    meant += get_close_matches(wanted, (name for m in held for name in (m.id, m.name) if name), n=1)
    hint = f" Did you mean {meant[0]!r}?" if meant else ""
    raise CatalogError(f"{place} has no RNA {wanted[:80]!r}.{hint}")


def _is_file(path: Path) -> bool:
    try:
        return path.is_file() or path.is_fifo()
    except OSError:  # a pasted sequence can be too long for a file's name
        return False
