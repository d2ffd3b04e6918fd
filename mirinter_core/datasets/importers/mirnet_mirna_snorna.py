"""miRNet's miRNA-snoRNA pairs as one table with the sequences in it.

Source: miRNet 2.0 (Chang et al. 2020, doi:10.1093/nar/gkaa467), joined to snoRNA sequences.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from mirinter_core.datasets.dataset import RawPairs
from mirinter_core.datasets.draft import Draft
from mirinter_core.datasets.importer import Importer
from mirinter_core.datasets.tables import rows_of, tables_with

_COLUMNS = ("mirna", "mirna_seq", "snorna", "snorna_type", "snorna_seq")
_SOURCE = "miRNet miRNA-snoRNA pairs (Chang et al. 2020)"
_TERMS = "free for academic use; cite miRNet"


def _read(tables: Sequence[Path]) -> RawPairs:
    draft = Draft()
    for row in (row for table in tables for row in rows_of(table, _COLUMNS)):
        draft.add(
            draft.lettered(row["mirna"], row["mirna_seq"], "miRNA"),
            draft.lettered(row["snorna"], row["snorna_seq"], "snoRNA"),
        )
    return draft.raw("mirnet-mirna-snorna", _SOURCE, _TERMS)


IMPORTER = Importer(
    form="a table with the columns mirna, mirna_seq, snorna, snorna_type, snorna_seq (miRNet)",
    source=_SOURCE,
    terms=_TERMS,
    tables=partial(tables_with, columns=_COLUMNS),
    read=_read,
)
