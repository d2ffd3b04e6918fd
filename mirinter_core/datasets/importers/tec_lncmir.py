"""lncRNASNP2's pairs as published with TEC-LncMir: lncRNA id, miRNA id, label; no header.

The balanced negatives published there are not taken: which ids stand in them tells the label
(AUROC 0.83 from ids alone), and the lists they were drawn from hold 27 unlisted pairs for each
listed one. Every unlisted cell of the table serves instead.

Source: TEC-LncMir (Yang et al. 2025, doi:10.1093/bib/bbaf046), from lncRNASNP2 (Miao et al.
2018, doi:10.1093/nar/gkx1004).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from mirinter_core.datasets.dataset import RawPairs
from mirinter_core.datasets.draft import Draft
from mirinter_core.datasets.importer import Importer
from mirinter_core.datasets.sequences import Finder
from mirinter_core.datasets.tables import files_at, first_row, rows_of
from mirinter_core.errors import DatasetError

_SOURCE = "lncRNASNP2 pairs as published with TEC-LncMir (Miao et al. 2018; Yang et al. 2025)"
_TERMS = "free for academic use; cite lncRNASNP2 and TEC-LncMir"
_MIRNA = re.compile(r"[a-z]{3,5}-(miR|let)-\S+")


def _tables(path: Path) -> Sequence[Path]:
    return tuple(f for f in files_at(path) if _lists_pairs(first_row(f)))


def _lists_pairs(row: Sequence[str]) -> bool:
    return len(row) == 3 and bool(_MIRNA.fullmatch(row[1])) and row[2].strip() in {"0", "1"}


def _read(tables: Sequence[Path]) -> RawPairs:
    finder = Finder(tables[0].parent, catalogs=False)
    if not finder.molecules:
        raise DatasetError(
            f"{tables[0].name} has pairs, but no sequences lie beside it. Put the FASTA files of "
            "its lncRNAs and miRNAs (or GCNCRF's .xls files of them) into its folder."
        )
    draft, negatives = Draft(), 0
    for table in tables:
        for row in rows_of(table, ("lncrna", "mirna", "label"), header=False):
            if row["label"] == "1":
                mirna, lncrna = row["mirna"], row["lncrna"]
                draft.add((mirna, finder.find(mirna)), (lncrna, finder.find(lncrna)))
            elif row["label"] == "0":
                negatives += 1
            else:
                raise DatasetError(f"{table.name}: label {row['label'][:20]!r} is neither 0 nor 1.")
    if negatives:
        draft.notes.append(
            f"{negatives:,} published negatives were not taken: their ids alone tell the label. "
            "Every unlisted cell of the table serves instead."
        )
    return draft.raw("tec-lncmir", _SOURCE, _TERMS, finder)


IMPORTER = Importer(
    form="TEC-LncMir's table without a header: lncRNA id, miRNA id, label; sequences beside it",
    source=_SOURCE,
    terms=_TERMS,
    tables=_tables,
    read=_read,
    published={
        "20a45a0bb7a608823bc4bc4d4d0807f933118d3c7018bae24d974418ff4adfee": "base_pairs.txt.gz"
    },
)
