"""miRNet's miRNA-snoRNA pairs as one table with the sequences in it.

Source: miRNet 2.0 (Chang et al. 2020, doi:10.1093/nar/gkaa467), joined to snoRNA sequences.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mirinter_core.datasets.dataset import RawPairs
from mirinter_core.datasets.tables import rows_of, table_with
from mirinter_core.errors import DatasetError
from mirinter_core.molecules.alphabet import clean
from mirinter_core.molecules.molecule import Molecule

_COLUMNS = ["mirna", "mirna_seq", "snorna", "snorna_type", "snorna_seq"]


@dataclass(frozen=True)
class _Mirnet:
    form: str = "a TSV with the columns mirna, mirna_seq, snorna, snorna_type, snorna_seq (miRNet)"

    def recognises(self, path: Path) -> bool:
        return table_with(path, _COLUMNS) is not None

    def read(self, path: Path) -> RawPairs:
        file = table_with(path, _COLUMNS)
        if file is None:
            raise DatasetError(f"{path} is not {self.form}.")
        pairs, queries, partners = [], [], []
        for row in rows_of(file):
            queries.append(
                Molecule(row["mirna"], clean(row["mirna_seq"]).letters, "miRNA", row["mirna"])
            )
            partners.append(
                Molecule(row["snorna"], clean(row["snorna_seq"]).letters, "snoRNA", row["snorna"])
            )
            pairs.append((row["mirna"], row["snorna"], 1))
        return RawPairs(
            name="mirnet-mirna-snorna",
            queries=queries,
            partners=partners,
            pairs=pairs,
            source="miRNet miRNA-snoRNA pairs (Chang et al. 2020)",
            terms="free for academic use; cite miRNet",
        )


IMPORTER = _Mirnet()
