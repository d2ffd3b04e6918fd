"""lncRNASNP2's human miRNA-lncRNA pairs with Ensembl ids, and the sequences beside them.

Source: lncRNASNP2 (Miao et al. 2018, doi:10.1093/nar/gkx1004), in the transcript form that
LncMirNet, GCNCRF and TEC-LncMir use.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mirinter_core.datasets.dataset import RawPairs
from mirinter_core.datasets.importer import Importer
from mirinter_core.datasets.pair_folder import pair_tables, read_folder
from mirinter_core.download import file_sha256

# Of pairs.tsv: a folder of the same shape with other pairs is somebody else's.
_SHA256 = "79e115ed9ac6cc038a3e3c8df193749e6822e40887c15e1b4bf378e7af785dfd"
_SOURCE = "lncRNASNP2 human miRNA-lncRNA pairs, Ensembl transcripts (Miao et al. 2018)"
_TERMS = "free for academic use; cite lncRNASNP2"


def _tables(path: Path) -> Sequence[Path]:
    return tuple(t for t in pair_tables(path) if file_sha256(t) == _SHA256)


def _read(tables: Sequence[Path]) -> RawPairs:
    return read_folder(tables[0].resolve().parent, source=_SOURCE, terms=_TERMS)


IMPORTER = Importer(
    form="lncRNASNP2's miRNA-lncRNA pairs (known by the checksum of pairs.tsv)",
    source=_SOURCE,
    terms=_TERMS,
    tables=_tables,
    read=_read,
    published={_SHA256: "pairs.tsv"},
)
