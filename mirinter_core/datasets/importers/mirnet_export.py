"""miRNet's table of miRNAs and other small RNAs as it is downloaded: ids, no sequences.

Sequences come from FASTA files beside it, else from the catalogues; a miRNA by its accession, a
small RNA by its Ensembl gene or its symbol.

Source: miRNet 2.0 (Chang et al. 2020, doi:10.1093/nar/gkaa467).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from mirinter_core.datasets.dataset import RawPairs
from mirinter_core.datasets.draft import Draft
from mirinter_core.datasets.importer import Importer
from mirinter_core.datasets.sequences import Finder
from mirinter_core.datasets.tables import rows_of, tables_with

_COLUMNS = ("miRBase_acc", "miRNA_ID", "snc_gene", "snc_embl")
_SOURCE = "miRNet miRNA to small RNA pairs, as downloaded (Chang et al. 2020)"
_TERMS = "free for academic use; cite miRNet"


def _read(tables: Sequence[Path]) -> RawPairs:
    finder, draft = Finder(tables[0].parent, catalogs=True), Draft()
    for row in (row for table in tables for row in rows_of(table, _COLUMNS)):
        accession, gene = row["miRBase_acc"], row["snc_gene"]
        # Names are written small there: hsa-mir-1-3p, MIMAT..., is the mature hsa-miR-1-3p.
        mature = accession.startswith("MIMAT")
        mirna = row["miRNA_ID"].replace("-mir-", "-miR-") if mature else row["miRNA_ID"]
        draft.add(
            (mirna, finder.find(accession, mirna, type="miRNA")),
            (gene, finder.find(row["snc_embl"], gene)),
        )
    return draft.raw("mirnet-export", _SOURCE, _TERMS, finder)


IMPORTER = Importer(
    form="miRNet's downloaded table (columns miRNet_ID, miRBase_acc, miRNA_ID, snc_gene, ...)",
    source=_SOURCE,
    terms=_TERMS,
    tables=partial(tables_with, columns=_COLUMNS),
    read=_read,
    published={
        "9684e0cf428ce9421a4f0e71a526c8312027bb6ac6e038df1529cd311e8b4e66": "mir_sncrna.csv.gz"
    },
)
