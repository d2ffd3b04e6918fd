"""A plain folder: ``pairs.tsv`` and the FASTA files that resolve its ids."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mirinter_core.datasets.dataset import RawPairs
from mirinter_core.datasets.pair_folder import read_folder


@dataclass(frozen=True)
class _Folder:
    form: str = "a folder with pairs.tsv (query, partner, optional label 0/1) and FASTA files"

    def recognises(self, path: Path) -> bool:
        return (path / "pairs.tsv").is_file()

    def read(self, path: Path) -> RawPairs:
        source = f"folder {path.resolve().name}"
        return read_folder(path, source=source, terms="as its owner states")


IMPORTER = _Folder()
