"""lncRNASNP2's pairs as published with GCNCRF: spreadsheets of pairs and of FASTA lines.

The table of pairs is an ``.xlsx`` that is called ``.csv``; the sequences are ``.xls`` files of
one column of FASTA lines, with a blank after some ids.

Source: GCNCRF (Wang et al. 2022, doi:10.1093/bib/bbac463), from lncRNASNP2 (Miao et al. 2018,
doi:10.1093/nar/gkx1004).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from mirinter_core.datasets.dataset import RawPairs
from mirinter_core.datasets.draft import Draft
from mirinter_core.datasets.importer import Importer
from mirinter_core.datasets.sequences import Finder
from mirinter_core.datasets.workbook import Row, cells, first_cells, is_workbook
from mirinter_core.errors import DatasetError

_SOURCE = "lncRNASNP2 pairs as published with GCNCRF (Miao et al. 2018; Wang et al. 2022)"
_TERMS = "free for academic use; cite lncRNASNP2 and GCNCRF"
_MIRNA = re.compile(r"[a-z]{3,5}-(miR|let)-\S+")


def _tables(path: Path) -> Sequence[Path]:
    if path.is_dir():
        return tuple(f for f in sorted(path.iterdir()) if _lists_pairs(first_cells(f)))
    # Of a file that was named, a damage is told; in a folder it may be none of ours.
    return (path,) if is_workbook(path) and _lists_pairs(cells(path)[:2]) else ()


def _lists_pairs(rows: Sequence[Row]) -> bool:
    return any(len(row) >= 2 and row[1] and _MIRNA.fullmatch(row[0]) for row in rows)


def _read(tables: Sequence[Path]) -> RawPairs:
    finder = Finder(tables[0].parent, catalogs=False)
    if not finder.molecules:
        raise DatasetError(
            f"{tables[0].name} has pairs, but no sequences lie beside it. Put the .xls files of "
            "FASTA lines, or FASTA files, into its folder."
        )
    draft, rows = Draft(), [(table, i, row) for table in tables for i, row in _numbered(table)]
    meant = _meant([row[1] for _, _, row in rows if _is_pair(row)], finder)
    mended = 0
    for table, number, row in rows:
        if not _is_pair(row):
            draft.notes.append(f"{table.name}, row {number} is no pair and was left out.")
            continue
        mirna, lncrna = row[:2]
        mended += lncrna in meant
        draft.add((mirna, finder.find(mirna)), (lncrna, finder.find(meant.get(lncrna, lncrna))))
    if mended:
        draft.notes.append(
            f"{mended:,} pairs name a lncRNA that has no sequence. Each was read as the one "
            "sequence without pairs whose id differs in one figure: "
            + ", ".join(f"{wrong} as {right}" for wrong, right in meant.items())
            + "."
        )
    return draft.raw("gcncrf", _SOURCE, _TERMS, finder)


def _numbered(table: Path) -> Iterator[tuple[int, Row]]:
    yield from enumerate(cells(table), start=1)


def _is_pair(row: Row) -> bool:
    return len(row) >= 2 and bool(_MIRNA.fullmatch(row[0]))


def _meant(lncrnas: Sequence[str], finder: Finder) -> dict[str, str]:
    """Find what misprinted ids mean: some published pairs have one figure other than in the FASTA.

    An id without a sequence means the one sequence that no pair names and whose id differs in
    one character; where there are several, or none, nothing is guessed.
    """
    named = dict.fromkeys(lncrnas)
    unnamed = [m.id for m in finder.molecules if m.id not in named]
    meant = {}
    for wrong in named:
        if not finder.find(wrong):
            close = [id_ for id_ in unnamed if _one_off(wrong, id_)]
            if len(close) == 1:
                meant[wrong] = close[0]
    return meant


def _one_off(a: str, b: str) -> bool:
    return len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1


IMPORTER = Importer(
    form="GCNCRF's spreadsheets: miRNA and lncRNA ids in two columns, .xls files of FASTA lines",
    source=_SOURCE,
    terms=_TERMS,
    tables=_tables,
    read=_read,
    published={
        "2c983edcd6b54f666238410441f3db455f69f760756466546de1f9b5c65aa193": "positive_pairs.csv",
        "3c048bd5a43739bb91233404c266c21fbf1163d5f5896daacbf90e42fa2fdb8f": "lncrna.xls",
        "452fca8d0cf3c217d1f768683e317ca8bd83131283190c46299bdf0c05ab1f2b": "mirna.xls",
    },
)
