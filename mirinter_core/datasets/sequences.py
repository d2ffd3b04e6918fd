"""The sequences that the ids of a table mean: in the files beside it, then in catalogues."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from mirinter_core.datasets import catalog as catalogs
from mirinter_core.datasets import large_fasta
from mirinter_core.datasets.in_words import counted, few
from mirinter_core.datasets.workbook import cells, first_cells, is_workbook
from mirinter_core.errors import CatalogError
from mirinter_core.molecules import fasta
from mirinter_core.molecules.fasta import Reading
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.molecules.rna_types import rna_type

_FASTA = (".fa", ".fasta", ".fna", ".fa.gz", ".fasta.gz", ".fna.gz")
_MOST = 400_000  # molecules of a catalogue that is searched: all transcripts of a species
_FEW = 3  # refusals of one file that are told in full
_VERSION = re.compile(r"(ENS[A-Z]*[TG]\d+|NON[A-Z]+\d+|[NX][MR]_\d+)\.\d+|(URS[0-9A-F]{10})_\d+")
_ACCESSION = re.compile(r"\bMI(?:MAT)?\d{7}\b")
_COUNTED = re.compile(r"^[\d,]+ ")


def fasta_files(folder: Path) -> tuple[Path, ...]:
    """List the FASTA files of a folder, and the spreadsheets that are one column of FASTA lines."""
    files = sorted(p for p in folder.iterdir() if p.is_file())
    return tuple(f for f in files if f.name.lower().endswith(_FASTA) or _holds_fasta(f))


class Finder:
    """Finds the molecules that an id, a symbol or a gene names.

    What lies beside the table comes first, then the catalogues, built in and saved ones. An id
    means one molecule; a symbol or a gene means every one that bears it.

    Parameters
    ----------
    folder : Path
        Where the FASTA files lie.
    catalogs : bool
        Whether to look in catalogues for what is not there.
    """

    def __init__(self, folder: Path, *, catalogs: bool) -> None:
        self.files = fasta_files(folder)
        readings = {file: _read(file) for file in self.files}
        self.molecules = tuple(m for reading in readings.values() for m in reading.molecules)
        self._notes = [note for file, r in readings.items() for note in _told(file.name, r)]
        self._unread = _searchable(self._notes) if catalogs else []
        self._sources = [("", _Index(self.molecules))]
        self._used: dict[str, int] = defaultdict(int)
        self._doubtful: dict[str, None] = {}  # ids that mean two molecules, in order

    def find(self, *keys: str, type: str = "") -> tuple[Molecule, ...]:  # noqa: A002
        """Give the molecules of the first key that is known anywhere; none if none is.

        Parameters
        ----------
        *keys : str
            Id, accession, symbol or gene as the table gives them, the surest first. Capitals
            matter; a version after the dot does not, if it is not there.
        type : str
            What the table calls their type: it decides between molecules of one id, and is that
            of molecules that do not tell.
        """
        kind = rna_type(type)
        for name, known in self._all():
            for key in keys:
                if found := known.find(key, kind):
                    if name:
                        self._used[name] += 1
                    elif known.doubtful(key, kind):
                        self._doubtful[key] = None
                    return tuple(replace(m, type=kind) if kind and not m.type else m for m in found)
        return ()

    def every(self, types: Collection[str]) -> dict[str, Molecule]:
        """Give all molecules of some types by their letters; the first of equal ones counts."""
        known: dict[str, Molecule] = {}
        for name, source in self._all():
            for molecule in source.molecules:
                if molecule.type in types and molecule.letters not in known:
                    known[molecule.letters] = molecule
                    if name:
                        self._used[name] += 1
        return known

    def notes(self) -> tuple[str, ...]:
        """Say what was repaired and refused, and which catalogues gave sequences."""
        said = list(self._notes)
        if self._doubtful:
            said.append(
                f"{counted(len(self._doubtful), 'id')} with several sequences in the FASTA files; "
                f"the first was taken: {few(list(self._doubtful))}."
            )
        if self._used:
            said.append(f"Some sequences come from catalogue {', '.join(self._used)}.")
        return tuple(said)

    def _all(self) -> Iterator[tuple[str, _Index]]:
        """Go through the sources; a catalogue is read when it is first needed."""
        yield from self._sources
        while self._unread:
            name = self._unread.pop(0)
            self._sources.append((name, _Index(catalogs.load(name).molecules)))
            yield self._sources[-1]


class _Index:
    """Molecules by id, by accession, by name, and by gene, in this order of trust."""

    def __init__(self, molecules: Sequence[Molecule]) -> None:
        self.molecules = molecules
        self._levels: tuple[dict[str, list[Molecule]], ...] = tuple(
            defaultdict(list) for _ in range(4)
        )
        for molecule in molecules:
            for level, keys in zip(self._levels, _keys(molecule), strict=True):
                for key in keys - {""}:
                    level[key].append(molecule)

    def find(self, key: str, kind: str) -> tuple[Molecule, ...]:
        """Give what a key means: of an id the first molecule, of others all."""
        place, found = self._lookup(key, kind)
        return tuple(found if place > _ACCESSIONS else found[:1])

    def doubtful(self, key: str, kind: str) -> bool:
        """Tell whether an id means several sequences."""
        place, found = self._lookup(key, kind)
        return place <= _ACCESSIONS and len({m.letters for m in found}) > 1

    def _lookup(self, key: str, kind: str) -> tuple[int, list[Molecule]]:
        for form in dict.fromkeys((key, _bare(key))):
            for place, level in enumerate(self._levels):
                if form and form in level:
                    alike = [m for m in level[form] if m.type == kind] if kind else []
                    return place, alike or level[form]
        return 0, []


def _searchable(notes: list[str]) -> list[str]:
    """List the catalogues that are small enough to search, and note the others."""
    found = []
    for name in catalogs.names():
        try:
            size = catalogs.info(name).molecules
        except CatalogError as error:
            notes.append(f"Not searched for sequences: {error}")
            continue
        if size <= _MOST:
            found.append(name)
        else:
            notes.append(f"Catalogue {name} was not searched: it has {size:,} molecules.")
    return found


def _holds_fasta(file: Path) -> bool:
    return any(row[0].startswith(">") for row in first_cells(file, 1))


def _read(file: Path) -> Reading:
    kind = _type_of(file)
    if is_workbook(file):
        return fasta.read_text("\n".join(row[0] for row in cells(file)), type=kind)
    return large_fasta.read(file, type=kind)


def _type_of(file: Path) -> str:
    """Read the type of a file's records from its name, if it names just one."""
    words = re.split(r"[^a-z]+", file.name.lower())
    kinds = {kind for word in words if (kind := rna_type(word)) and word != "other"}
    return kinds.pop() if len(kinds) == 1 else ""


def _told(file: str, reading: Reading) -> Iterable[str]:
    """Say what a file's records needed and which were refused."""
    repairs: dict[str, int] = defaultdict(int)
    for done in reading.repairs.values():
        for repair in {_COUNTED.sub("", text) for text in done}:
            repairs[repair] += 1
    if repairs:
        kinds = ", ".join(f"{kind} in {n:,}" for kind, n in repairs.items())
        yield f"{file}: {len(reading.repairs):,} records repaired ({kinds})."
    for refusal in reading.refusals[:_FEW]:
        yield f"{file}: {refusal.message}"
    if len(reading.refusals) > _FEW:
        yield f"{file}: {len(reading.refusals):,} records refused in all; the first are above."


_ACCESSIONS = 1  # the last level whose keys mean one molecule


def _keys(molecule: Molecule) -> tuple[set[str], set[str], set[str], set[str]]:
    """Give what leads to a molecule: its id, its accessions, its name, its genes."""
    fields = molecule.description.split("|")
    symbol = fields[4] if len(fields) > 5 else ""  # GENCODE: ENSG|-|-|MALAT1-201|MALAT1|8708|
    accessions = _ACCESSION.findall(f"{molecule.id} {molecule.description}")
    return (
        {molecule.id},
        {_bare(molecule.id), *accessions},
        {molecule.name},
        {molecule.gene, _bare(molecule.gene), symbol},
    )


def _bare(key: str) -> str:
    """Take the version off an accession.

    Examples
    --------
    >>> _bare("ENST00000562919.1"), _bare("URS0000353492_9606"), _bare("miR-1.2")
    ('ENST00000562919', 'URS0000353492', 'miR-1.2')
    """
    found = _VERSION.fullmatch(key)
    return (found[1] or found[2]) if found else key
