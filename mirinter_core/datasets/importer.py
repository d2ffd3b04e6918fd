"""What an importer is, and how a data set is opened."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from mirinter_core.datasets.dataset import Dataset, RawPairs, checked
from mirinter_core.errors import DatasetError
from mirinter_core.registry import Registry


class Importer(Protocol):
    """Reads one published form of pair data. A file of `importers/` defines it as ``IMPORTER``."""

    @property
    def form(self) -> str:
        """What it reads, in a few words."""
        ...

    def recognises(self, path: Path) -> bool:
        """Say whether the path looks like this form; cheap."""
        ...

    def read(self, path: Path) -> RawPairs:
        """Read it; raises DatasetError naming file, line and remedy."""
        ...


IMPORTERS: Registry[Importer] = Registry("mirinter_core.datasets.importers", "IMPORTER")


def open_dataset(place: str | Path) -> Dataset:
    """Open a data set by the folder or file it lies in.

    Raises
    ------
    DatasetError
        If nothing is there, or no importer knows its form.
    """
    path = Path(place)
    if not path.exists():
        raise DatasetError(
            f"There is no data set at {place}. Give a folder with pairs.tsv and FASTA files."
        )
    # The plain folder is asked last: a published data set may lie in one too.
    names = sorted(IMPORTERS.names(), key=lambda name: name == "folder")
    importers = [IMPORTERS.get(name) for name in names]
    importer = next((i for i in importers if i.recognises(path)), None)
    if importer is None:
        forms = "; ".join(i.form for i in importers)
        raise DatasetError(f"{place} is not a data set of a known form. Known forms: {forms}.")
    return checked(importer.read(path))
