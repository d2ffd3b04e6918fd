"""Text, bytes or a file to molecules, and back: FASTA, and sequences without headers.

A record that is refused does not lose the others: refusals, repairs and notes come back
beside the molecules. Whatever the form, the same RNA gives the same letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from itertools import chain
from pathlib import Path

from dnaio import FastaReader

from mirinter_core.errors import SequenceError
from mirinter_core.molecules import pasted
from mirinter_core.molecules.decoding import LIMIT, decode, megabytes
from mirinter_core.molecules.headers import read_header
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.molecules.record import printable, read_letters, shortened
from mirinter_core.molecules.rna_types import rna_type

_UNNAMED = "sequence-"
_WIDTH = 80  # letters a line when writing
_HEADER_LINE = re.compile(r"^[ \t]*>", re.M)
_FASTQ = re.compile(r"\s*@[^\n]*\n[A-Za-z.]+\n\+")
_COMMENT_LINE = re.compile(r"^[ \t]*#", re.M)


@dataclass(frozen=True)
class Refusal:
    """A record that could not be read.

    Parameters
    ----------
    record : str
        Its id, shortened if it is long.
    message : str
        What, where (1-based) and the remedy; stands alone, and names the record.
    text : str
        The first letters as given, for `mirinter_core.molecules.recognise.findings`.
    """

    record: str
    message: str
    text: str = ""


@dataclass(frozen=True)
class Reading:
    """What came out of a text.

    Parameters
    ----------
    molecules : tuple of Molecule
        In the order given, ids unique. Letter-identical ones under several ids are all here.
    repairs : mapping of str to tuple of str
        By id, what was done to the letters; records that needed nothing are not in it.
    refusals : tuple of Refusal
        Records that are not among the molecules, and why.
    notes : tuple of str
        What concerns the whole text.
    """

    molecules: tuple[Molecule, ...]
    repairs: Mapping[str, tuple[str, ...]]
    refusals: tuple[Refusal, ...]
    notes: tuple[str, ...]


def read_text(text: str, *, type: str = "") -> Reading:  # noqa: A002
    r"""Read a pasted text: FASTA, or sequences without headers.

    Never raises: a text without any sequence is a refusal too.

    Parameters
    ----------
    type : str
        Type of the molecules whose header tells none.

    Examples
    --------
    >>> read_text(">let-7a\nTGAGGTAGTAGGTTGTATAGTT").repairs
    {'let-7a': ('9 T written as U',)}
    """
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _FASTQ.match(text):
        return _nothing("This is FASTQ, reads with qualities. Give the sequences as FASTA.")
    first = _HEADER_LINE.search(text)
    start = first.start() if first else len(text)
    bare, notes = pasted.split(text[:start])
    draft = _Draft(type=rna_type(type) or type, notes=list(notes))
    for header, raw in chain(bare, _fasta_records(text[start:]) if first else ()):
        draft.add(header, raw)
    if not draft.records:
        return _nothing("There is no sequence. Paste letters or FASTA, or choose a file.")
    if first and (comments := len(_COMMENT_LINE.findall(text, start))):
        draft.notes.append(f"Comment lines (#) skipped: {comments:,}.")
    return draft.reading()


def read_bytes(data: bytes, *, source: str, type: str = "", limit: int = LIMIT) -> Reading:  # noqa: A002
    """Read the content of an uploaded file, packed with gzip or not.

    Parameters
    ----------
    source : str
        The file's name, for messages.
    limit : int
        Most bytes read, before and after unpacking.

    Raises
    ------
    SequenceError
        If the file is too large, damaged, or not text.
    """
    text, notes = decode(data, source=source, limit=limit)
    found = read_text(text, type=type)
    return Reading(found.molecules, found.repairs, found.refusals, notes + found.notes)


def read_path(path: Path, *, type: str = "", limit: int = LIMIT) -> Reading:  # noqa: A002
    """Read a file, packed with gzip or not.

    Raises
    ------
    SequenceError
        If the file cannot be opened, is too large, damaged, or not text.
    """
    try:
        if (size := path.stat().st_size) > limit:
            raise SequenceError(
                f"{path} has {megabytes(size)}; at most {megabytes(limit)} are read. Split it."
            )
        data = path.read_bytes()
    except OSError as error:
        raise SequenceError(
            f"{path} cannot be read: {error.strerror or error}. Check the path and its rights."
        ) from error
    return read_bytes(data, source=path.name, type=type, limit=limit)


def joined(readings: Iterable[Reading], *, met: str = "has come before") -> Reading:
    """Put readings together; an id means the first molecule that has it.

    Parameters
    ----------
    met : str
        How it is said that an id was met, in the refusal of one with other letters.
    """
    draft = _Draft(met=met)
    for reading in readings:
        for molecule in reading.molecules:
            draft.keep(molecule, reading.repairs.get(molecule.id, ()))
        draft.refusals += reading.refusals
        draft.notes += reading.notes
    return draft.reading()


def is_unnamed(name: str) -> bool:
    """Tell whether a record was given without a name, and numbered for want of one.

    Examples
    --------
    >>> is_unnamed("sequence-1"), is_unnamed("let-7a")
    (True, False)
    """
    return name.startswith(_UNNAMED) and name.removeprefix(_UNNAMED).isdecimal()


def write(molecules: Iterable[Molecule]) -> str:
    """Write FASTA: id, a blank, the description; 80 letters a line.

    Reading it again gives the same ids, letters and descriptions.
    """
    return "".join(
        f">{f'{molecule.id} {molecule.description}'.strip()}\n{_lines(molecule.letters)}"
        for molecule in molecules
    )


def _lines(letters: str) -> str:
    return "".join(f"{letters[i : i + _WIDTH]}\n" for i in range(0, len(letters), _WIDTH))


def _nothing(message: str) -> Reading:
    return Reading((), {}, (Refusal("", message),), ())


def _fasta_records(text: str) -> Iterator[tuple[str, str]]:
    """Give header and raw letters of each record of a text that begins with ``>``."""
    # dnaio decodes by the machine's locale, so what is not ASCII travels escaped.
    escaped = "\\" in text or not text.isascii()
    if escaped:
        text = text.replace("\\", "\\\\")
    data = BytesIO(text.encode("ascii", "backslashreplace"))

    def record(name: str, sequence: str, _qualities: None) -> tuple[str, str]:
        return (_unescaped(name), _unescaped(sequence)) if escaped else (name, sequence)

    with FastaReader(data, sequence_class=record) as reader:
        yield from reader


def _unescaped(text: str) -> str:
    return text.encode("ascii").decode("unicode_escape") if "\\" in text else text


@dataclass
class _Draft:
    """A reading while it is made."""

    type: str = ""
    met: str = "has come before"
    notes: list[str] = field(default_factory=list)
    molecules: dict[str, Molecule] = field(default_factory=dict)
    repairs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    repeats: list[str] = field(default_factory=list)
    records: int = 0

    def add(self, header: str, raw: str) -> None:
        """Take one record up, or refuse it."""
        self.records += 1
        line, repairs = printable(header)
        found = read_header(line)
        name = found.id or f"{_UNNAMED}{self.records}"
        try:
            cleaned = read_letters(name, line, raw)
        except SequenceError as error:
            self.refuse(name, str(error), raw)
            return
        kind = found.type or self.type
        molecule = Molecule(name, cleaned.letters, kind, found.name, found.gene, found.description)
        self.keep(molecule, cleaned.repairs + repairs)

    def refuse(self, name: str, message: str, raw: str) -> None:
        """Leave one record out and say why."""
        shown = shortened(name)
        self.refusals.append(Refusal(shown, f"Record {shown!r}: {message}", raw[:1000]))

    def keep(self, molecule: Molecule, repairs: tuple[str, ...]) -> None:
        """Put a molecule to the others, unless its id is taken."""
        there = self.molecules.setdefault(molecule.id, molecule)
        if there is molecule:
            if repairs:
                self.repairs[molecule.id] = repairs
        elif there.letters == molecule.letters:
            self.repeats.append(molecule.id)
        else:
            self.refuse(
                molecule.id,
                f"this id {self.met} with other letters; the first is kept. Give each "
                "sequence an id of its own.",
                molecule.letters,
            )

    def reading(self) -> Reading:
        """Give what was read."""
        if self.repeats:
            shown = ", ".join(map(shortened, dict.fromkeys(self.repeats[:5])))
            more = ", ..." if len(self.repeats) > 5 else ""
            self.notes.append(
                f"Repeated records (same id, same letters), kept once: {len(self.repeats):,} "
                f"({shown}{more})."
            )
        return Reading(
            tuple(self.molecules.values()), self.repairs, tuple(self.refusals), tuple(self.notes)
        )
