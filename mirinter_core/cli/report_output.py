"""Where reports are written, settled before hours of work depend on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

import typer

from mirinter_core.errors import StorageError


@dataclass(frozen=True)
class ReportOutput:
    """A file for one report, or a folder: one that is there, or a new name without an ending.

    Parameters
    ----------
    path : Path
        As it was asked for.
    """

    path: Path
    is_folder: bool

    @classmethod
    def checked(cls, path: Path, datasets: int) -> ReportOutput:
        """Settle what an output is, and that it can be written.

        Raises
        ------
        typer.BadParameter
            If the name fits no report, or one file is named for several reports.
        StorageError
            If nothing can be written there.
        """
        is_new = not path.suffix and not path.exists()
        found = cls(path, path.is_dir() or datasets > 1 or is_new)
        if not found.is_folder and (path.suffix == ".parquet" or path.exists() > path.is_file()):
            raise _bad(f"{path} cannot be a report, which is a JSON file.")
        if found.is_folder and not path.is_dir() and (path.exists() or path.suffix):
            raise _bad("several data sets give several reports: name a folder.")
        _write_in(path if found.is_folder else path.parent, path)
        return found

    def file(self, report: str) -> Path:
        """Return the place of a report, given its own name."""
        return self.path / f"{report}.json" if self.is_folder else self.path

    def folds(self, names: Sequence[str], protocol: str) -> Path:
        """Return the folder for the finished folds of data sets, while the work goes on."""
        file = self.file(f"{names[0]}-{protocol}")
        return file.with_name(f"{file.name}.folds")


def _bad(message: str) -> typer.BadParameter:
    return typer.BadParameter(message, param_hint="--output")


def _write_in(folder: Path, path: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise StorageError(
            f"Could not write {path}: {error.strerror or error}. Name another place with --output."
        ) from error
