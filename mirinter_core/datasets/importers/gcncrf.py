"""lncRNASNP2's pairs as published with GCNCRF: spreadsheets of pairs and of FASTA lines.

The table of pairs is an ``.xlsx`` that is called ``.csv``; the sequences are ``.xls`` files of
one column of FASTA lines, with a blank after some ids.

Source: GCNCRF (Wang et al. 2022, doi:10.1093/bib/bbac463), from lncRNASNP2 (Miao et al. 2018,
doi:10.1093/nar/gkx1004).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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

# Eleven ids of the published pairs have one figure other than in its sequences (and in
# TEC-LncMir's copy of the same pairs, where the 106 pairs are these).
_MISPRINTS = {
    "ENST00000416528.5": "ENST00000426528.5",
    "ENST00000416529.6": "ENST00000426529.6",
    "ENST00000421256.1": "ENST00000421257.1",
    "ENST00000425627.1": "ENST00000425727.1",
    "ENST00000425671.5": "ENST00000425771.5",
    "ENST00000516478.5": "ENST00000526478.5",
    "ENST00000525616.2": "ENST00000525716.2",
    "ENST00000532569.1": "ENST00000532579.1",
    "ENST00000562560.1": "ENST00000562570.1",
    "ENST00000588256.5": "ENST00000588257.5",
    "ENST00000602565.1": "ENST00000602575.1",
}


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
    draft, mended = Draft(), 0
    for table in tables:
        for number, row in enumerate(cells(table), start=1):
            if len(row) < 2 or not _MIRNA.fullmatch(row[0]):
                draft.notes.append(f"{table.name}, row {number} is no pair and was left out.")
                continue
            mirna, lncrna = row[:2]
            found = finder.find(lncrna)
            if not found and (found := finder.find(_MISPRINTS.get(lncrna, ""))):
                mended += 1
            draft.add((mirna, finder.find(mirna)), (lncrna, found))
    if mended:
        draft.notes.append(
            f"{mended:,} pairs name a lncRNA by a known misprint of its id, one figure off; they "
            "were read as meant."
        )
    return draft.raw("gcncrf", _SOURCE, _TERMS, finder)


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
