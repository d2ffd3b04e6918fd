"""RNA-KG's miRNA-miRNA pairs as one table with the sequences in it.

Source: RNA-KG (Cavalleri et al. 2024, doi:10.1038/s41597-024-03673-7), in the form the
miRInter-Trans authors published, augmented rows undone.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mirinter_core.datasets.dataset import RawPairs
from mirinter_core.datasets.tables import rows_of, table_with
from mirinter_core.errors import DatasetError
from mirinter_core.molecules.alphabet import clean
from mirinter_core.molecules.molecule import Molecule

_COLUMNS = ["name_a", "type_a", "seq_a", "name_b", "type_b", "seq_b"]
_TYPES = {"mature": "miRNA", "hairpin": "hairpin"}


@dataclass(frozen=True)
class _Rnakg:
    form: str = "a TSV with the columns name_a, type_a, seq_a, name_b, type_b, seq_b (RNA-KG)"

    def recognises(self, path: Path) -> bool:
        return table_with(path, _COLUMNS) is not None

    def read(self, path: Path) -> RawPairs:
        """Read the pairs; the mature microRNA of a pair is its query."""
        file = table_with(path, _COLUMNS)
        if file is None:
            raise DatasetError(f"{path} is not {self.form}.")
        pairs, queries, partners = [], [], []
        for row in rows_of(file):
            a, b = _molecule(row, "a"), _molecule(row, "b")
            if a.type != "miRNA" and b.type == "miRNA":
                a, b = b, a
            queries.append(a)
            partners.append(b)
            pairs.append((a.id, b.id, 1))
        return RawPairs(
            name="rnakg-mirna-mirna",
            queries=queries,
            partners=partners,
            pairs=pairs,
            source="RNA-KG miRNA-miRNA pairs (Cavalleri et al. 2024)",
            terms="free for academic use; cite RNA-KG",
        )


def _molecule(row: dict[str, str], side: str) -> Molecule:
    kind = _TYPES.get(row[f"type_{side}"], row[f"type_{side}"])
    name = row[f"name_{side}"]
    # A hairpin and its mature form may share a name but for its case: the type makes ids differ.
    return Molecule(f"{name} {kind}", clean(row[f"seq_{side}"]).letters, kind, name)


IMPORTER = _Rnakg()
