"""ENCORI's (starBase) miRNA targets as its pages and its web service give them.

Lines of ``#`` come first; newer answers have no header. A row is one site; a gene stands for
those of its transcripts whose sequences are found, by Ensembl gene id, else by symbol: which
transcripts those are is decided by the FASTA files beside the table, else by the catalogues.

Source: ENCORI / starBase 2 (Li et al. 2014, doi:10.1093/nar/gkt1248).
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

_COLUMNS = ("miRNAid", "miRNAname", "geneID", "geneName", "geneType")
_SOURCE = "ENCORI (starBase) miRNA targets (Li et al. 2014)"
_TERMS = "free for academic use; cite ENCORI (starBase)"
_ACCESSION = re.compile(r"MIMAT\d{7}")


def _tables(path: Path) -> Sequence[Path]:
    return tuple(f for f in files_at(path) if _is_ours(first_row(f)))


def _is_ours(row: Sequence[str]) -> bool:
    return _has_header(row) or (len(row) > 10 and bool(_ACCESSION.fullmatch(row[0])))


def _has_header(row: Sequence[str]) -> bool:
    return set(_COLUMNS) <= set(row)


def _read(tables: Sequence[Path]) -> RawPairs:
    finder, draft = Finder(tables[0].parent, catalogs=True), Draft()
    seen: set[tuple[str, str]] = set()
    sites = 0
    for table in tables:
        for row in rows_of(table, _COLUMNS, header=_has_header(first_row(table))):
            sites += 1
            pair = (row["miRNAid"], row["geneID"])
            if pair in seen:
                continue
            seen.add(pair)
            draft.add(
                (row["miRNAname"], finder.find(row["miRNAid"], row["miRNAname"], type="miRNA")),
                (
                    row["geneName"],
                    finder.find(row["geneID"], row["geneName"], type=row["geneType"]),
                ),
            )
    if sites > len(seen):
        draft.notes.append(
            f"{sites - len(seen):,} rows tell of another site of a pair; it was counted once."
        )
    return draft.raw("encori", _SOURCE, _TERMS, finder)


IMPORTER = Importer(
    form="ENCORI's miRNA targets (columns miRNAid, miRNAname, geneID, geneName, geneType, ...)",
    source=_SOURCE,
    terms=_TERMS,
    tables=_tables,
    read=_read,
)
