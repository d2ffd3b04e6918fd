"""A folder of pairs: ``pairs.tsv`` and the FASTA files that resolve its ids."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from mirinter_core.datasets.dataset import RawPairs
from mirinter_core.datasets.sequences import Finder
from mirinter_core.errors import DatasetError
from mirinter_core.molecules.molecule import Molecule

PAIRS = "pairs.tsv"
_LONGEST_MIRNA = 30  # nt; a query that short, and told to be nothing else, is a microRNA
_TYPES = {"mirna": "miRNA", "lncrna": "lncRNA", "snorna": "snoRNA", "hairpin": "hairpin"}


def pair_tables(path: Path) -> Sequence[Path]:
    """Give the table of a folder of pairs: ``pairs.tsv`` in it, or named itself."""
    table = path / PAIRS if path.is_dir() else path
    return (table,) if table.name == PAIRS and table.is_file() else ()


def read_folder(path: Path, *, source: str, terms: str) -> RawPairs:
    """Read a folder of pairs.

    The first column of ``pairs.tsv`` is the query's id, the second the partner's; a column
    ``label`` of 0 and 1 may follow, and without it every pair is listed. A column or a file
    named after a type (``mirna``, ``lncrna.fa``) gives it to molecules whose header does not.

    Raises
    ------
    DatasetError
        Naming file and line.
    """
    finder = Finder(path, catalogs=False)
    if not finder.files:
        raise DatasetError(f"{path} has {PAIRS} but no FASTA file; put the sequences beside it.")
    header, pairs, lines = _pairs(path / PAIRS)
    ids = dict.fromkeys(i for a, b, _ in pairs for i in (a, b))
    found = (m for i in ids for m in finder.find(i) if m.id == i)
    molecules = {m.id: m for m in found}
    return RawPairs(
        name=path.resolve().name,
        queries=[
            replace(m, type="miRNA") if not m.type and len(m) <= _LONGEST_MIRNA else m
            for m in _side(molecules, (a for a, _, _ in pairs), header[0])
        ],
        partners=_side(molecules, (b for _, b, _ in pairs), header[1]),
        pairs=pairs,
        source=source,
        terms=terms,
        notes=finder.notes(),
        files=finder.files,
        lines=lines,
    )


def _side(molecules: dict[str, Molecule], ids: Iterable[str], column: str) -> list[Molecule]:
    """List the molecules of one column, whose name tells the type where the file does not."""
    found = [molecules[i] for i in dict.fromkeys(ids) if i in molecules]
    kind = _TYPES.get(column.lower(), "")
    return [m if m.type else replace(m, type=kind) for m in found]


def _pairs(path: Path) -> tuple[list[str], list[tuple[str, str, int]], list[int]]:
    """Read header, pairs, and the line of each."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t"))
    if len(rows) < 2 or len(rows[0]) < 2:
        raise DatasetError(
            f"{path} needs a header and two tab-separated columns: query id, partner id."
        )
    header = [column.strip() for column in rows[0]]
    place = header.index("label") if "label" in header else None
    pairs, at = [], []
    for number, row in enumerate(rows[1:], start=2):
        if not any(row):
            continue
        if len(row) < len(header):
            raise DatasetError(
                f"{path}, line {number}: {len(row)} columns where the header has {len(header)}."
            )
        label = row[place].strip() if place is not None else "1"
        if label not in {"0", "1"}:
            raise DatasetError(f"{path}, line {number}: label {label!r} is neither 0 nor 1.")
        pairs.append((row[0].strip(), row[1].strip(), int(label)))
        at.append(number)
    return header, pairs, at
