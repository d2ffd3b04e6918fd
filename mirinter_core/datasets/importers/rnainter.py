"""RNAInter's table of RNA-RNA interactions as it is downloaded: ids and categories.

Sequences come from FASTA files beside it, else from the catalogues, by the raw id (such as
``miRBase:MIMAT0000062`` or ``Ensembl:ENSG00000251562``), else by the symbol. The miRNA of a row
is its query; where there is none, the first interactor is.

Source: RNAInter 4 (Kang et al. 2022, doi:10.1093/nar/gkab997).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from mirinter_core.datasets.dataset import RawPairs
from mirinter_core.datasets.draft import Draft, Named
from mirinter_core.datasets.importer import Importer
from mirinter_core.datasets.sequences import Finder
from mirinter_core.datasets.tables import rows_of, tables_with

_SIDE = ("Interactor{}.Symbol", "Category{}", "Raw_ID{}")
_COLUMNS = tuple(column.format(side) for side in "12" for column in _SIDE)
_SOURCE = "RNAInter RNA-RNA interactions (Kang et al. 2022)"
_TERMS = "non-commercial use with citation of RNAInter; others ask its authors"
_NOT_RNA = ("protein", "tf", "rbp", "dna", "compound", "histone modification", "others")


def _read(tables: Sequence[Path]) -> RawPairs:
    finder, draft = Finder(tables[0].parent, catalogs=True), Draft()
    others: Counter[str] = Counter()
    for row in (row for table in tables for row in rows_of(table, _COLUMNS)):
        kinds = [row[f"Category{side}"] for side in "12"]
        if strange := next((kind for kind in kinds if kind.lower() in _NOT_RNA), ""):
            others[strange] += 1
            continue
        a, b = (_named(row, side, finder) for side in "12")
        turned = kinds[0].lower() != "mirna" and kinds[1].lower() == "mirna"
        draft.add(*((b, a) if turned else (a, b)))
    draft.notes += [f"{n:,} rows with a {kind} left out: no RNA." for kind, n in others.items()]
    return draft.raw("rnainter", _SOURCE, _TERMS, finder)


def _named(row: Mapping[str, str], side: str, finder: Finder) -> Named:
    symbol, raw = row[f"Interactor{side}.Symbol"], row[f"Raw_ID{side}"]
    accession = raw.partition(":")[2] or raw
    keys = (key for key in (accession, symbol) if key not in ("", "N/A"))
    return symbol, finder.find(*keys, type=row[f"Category{side}"])


IMPORTER = Importer(
    form="RNAInter's downloaded table (columns RNAInterID, Interactor1.Symbol, Category1, ...)",
    source=_SOURCE,
    terms=_TERMS,
    tables=partial(tables_with, columns=_COLUMNS),
    read=_read,
)
