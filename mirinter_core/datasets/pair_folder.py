"""A folder of pairs: ``pairs.tsv`` and the FASTA files that resolve its ids."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from mirinter_core.datasets.dataset import RawPairs
from mirinter_core.errors import DatasetError
from mirinter_core.molecules import fasta
from mirinter_core.molecules.molecule import Molecule

_FASTA = (".fa", ".fasta", ".fna", ".fa.gz", ".fasta.gz", ".fna.gz")
_LONGEST_MIRNA = 30  # nt; a query that short, and told to be nothing else, is a microRNA
_TYPES = {"mirna": "miRNA", "lncrna": "lncRNA", "snorna": "snoRNA", "hairpin": "hairpin"}


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
    files = sorted(p for p in path.iterdir() if p.name.lower().endswith(_FASTA))
    if not files:
        raise DatasetError(f"{path} has pairs.tsv but no FASTA file; put the sequences beside it.")
    header, pairs = _pairs(path / "pairs.tsv")
    molecules: dict[str, Molecule] = {}
    notes: list[str] = []
    for file in files:
        reading = fasta.read_path(file, type=_TYPES.get(file.name.split(".")[0].lower(), ""))
        molecules |= {m.id: m for m in reading.molecules}
        notes += [f"{file.name}: {r.message}" for r in reading.refusals]
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
        notes=tuple(notes),
    )


def _side(molecules: dict[str, Molecule], ids: Iterable[str], column: str) -> list[Molecule]:
    """List the molecules of one column, whose name tells the type where the file does not."""
    found = [molecules[i] for i in dict.fromkeys(ids) if i in molecules]
    kind = _TYPES.get(column.lower(), "")
    return [m if m.type else replace(m, type=kind) for m in found]


def _pairs(path: Path) -> tuple[list[str], list[tuple[str, str, int]]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t"))
    if len(rows) < 2 or len(rows[0]) < 2:
        raise DatasetError(
            f"{path} needs a header and two tab-separated columns: query id, partner id."
        )
    header = [column.strip() for column in rows[0]]
    place = header.index("label") if "label" in header else None
    pairs = []
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
    return header, pairs
