"""lncRNASNP2's human miRNA-lncRNA pairs with Ensembl ids, and the sequences beside them.

Source: lncRNASNP2 (Miao et al. 2018, doi:10.1093/nar/gkx1004), in the transcript form that
LncMirNet, GCNCRF and TEC-LncMir use.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mirinter_core.datasets.dataset import RawPairs
from mirinter_core.datasets.pair_folder import read_folder
from mirinter_core.download import file_sha256

# Of pairs.tsv: a folder of the same shape with other pairs is somebody else's.
_SHA256 = "79e115ed9ac6cc038a3e3c8df193749e6822e40887c15e1b4bf378e7af785dfd"


@dataclass(frozen=True)
class _LncRnaSnp2:
    form: str = "lncRNASNP2's miRNA-lncRNA pairs (known by the checksum of pairs.tsv)"

    def recognises(self, path: Path) -> bool:
        pairs = path / "pairs.tsv"
        return pairs.is_file() and file_sha256(pairs) == _SHA256

    def read(self, path: Path) -> RawPairs:
        return read_folder(
            path,
            source="lncRNASNP2 human miRNA-lncRNA pairs, Ensembl transcripts (Miao et al. 2018)",
            terms="free for academic use; cite lncRNASNP2",
        )


IMPORTER = _LncRnaSnp2()
