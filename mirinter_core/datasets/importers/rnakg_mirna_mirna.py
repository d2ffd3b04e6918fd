"""RNA-KG's miRNA-miRNA pairs as one table with the sequences in it.

Source: RNA-KG (Cavalleri et al. 2024, doi:10.1038/s41597-024-03673-7), in the form the
miRInter-Trans authors published, augmented rows undone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from mirinter_core.datasets.dataset import RawPairs
from mirinter_core.datasets.draft import Draft, Named
from mirinter_core.datasets.importer import Importer
from mirinter_core.datasets.tables import rows_of, tables_with

_COLUMNS = ("name_a", "type_a", "seq_a", "name_b", "type_b", "seq_b")
_TYPES = {"mature": "miRNA", "hairpin": "hairpin"}
_SOURCE = "RNA-KG miRNA-miRNA pairs (Cavalleri et al. 2024)"
_TERMS = "free for academic use; cite RNA-KG"


def _read(tables: Sequence[Path]) -> RawPairs:
    """Read the pairs; the mature microRNA of a pair is its query."""
    draft = Draft()
    for row in (row for table in tables for row in rows_of(table, _COLUMNS)):
        a, b = (_named(draft, row, side) for side in "ab")
        turned = row["type_a"] != "mature" and row["type_b"] == "mature"
        draft.add(*((b, a) if turned else (a, b)))
    return draft.raw("rnakg-mirna-mirna", _SOURCE, _TERMS)


def _named(draft: Draft, row: Mapping[str, str], side: str) -> Named:
    kind = _TYPES.get(row[f"type_{side}"], row[f"type_{side}"])
    name = row[f"name_{side}"]
    # A hairpin and its mature form may share a name but for its case: the type makes ids differ.
    return draft.lettered(f"{name} {kind}", row[f"seq_{side}"], kind, name)


IMPORTER = Importer(
    form="a table with the columns name_a, type_a, seq_a, name_b, type_b, seq_b (RNA-KG)",
    source=_SOURCE,
    terms=_TERMS,
    tables=partial(tables_with, columns=_COLUMNS),
    read=_read,
)
