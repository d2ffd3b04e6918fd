"""Folds of an evaluation that are done, kept so that it can go on where it was cut short."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from mirinter_core import __version__, home
from mirinter_core.errors import DatasetError

FORMAT_VERSION = 1
ViewScores = NDArray[np.float64]  # (views, test rows)

_IDENTITY = "evaluation.json"


@dataclass(frozen=True)
class KeptFolds:
    """A folder with the test scores of each fold that is done; no folder keeps nothing.

    Folds have names, such as ``"fold0"``: slow rules are kept like models, fold by fold.
    """

    folder: Path | None = None

    @classmethod
    def open(cls, folder: Path | None, identity: Mapping[str, object]) -> KeptFolds:
        """Open the folder for one evaluation.

        Parameters
        ----------
        identity : mapping
            What the folds are folds of; JSON-ready.

        Raises
        ------
        DatasetError
            If the folder holds the folds of another evaluation, or of another version of
            mirinter, or anything else.
        StorageError
            If it cannot be written, or is damaged.
        """
        if folder is None:
            return cls()
        path = folder / _IDENTITY
        own = {"format_version": FORMAT_VERSION, "mirinter": __version__, **identity}
        if not path.is_file() and _is_used(folder):
            raise DatasetError(
                f"{folder} holds something else than finished folds of an evaluation. Move it "
                "away, or name another output."
            )
        if path.is_file() and home.read_json(path, version=FORMAT_VERSION) != own:
            raise DatasetError(
                f"{folder} holds finished folds of another evaluation. Delete it, or name "
                "another output."
            )
        home.write_json(path, own)
        return cls(folder)

    def part(self, name: str) -> KeptFolds:
        """Return a folder inside it, for the folds of one rule or one data set."""
        return KeptFolds(self.folder / name if self.folder else None)

    def get(self, name: str, n: int) -> ViewScores | None:
        """Return a fold's scores of its n test rows, or None if they must be computed.

        A damaged file counts as none.
        """
        path = self._path(name)
        if path is None or not path.is_file():
            return None
        try:
            views = pd.read_parquet(path).to_numpy(dtype=np.float64).T
        except (OSError, ValueError, pa.ArrowException):
            return None
        return views if views.shape[1] == n else None

    def put(self, name: str, views: ViewScores) -> None:
        """Keep a fold's scores, written whole."""
        path = self._path(name)
        if path is not None:
            table = pd.DataFrame(views.T, columns=[f"view{i}" for i in range(len(views))])
            with home.written(path) as temporary:
                table.to_parquet(temporary, index=False)

    def training(self, name: str) -> Path | None:
        """Return the folder for a fold's training while it is under way."""
        return self.folder / f"{name}.training" if self.folder else None

    def _path(self, name: str) -> Path | None:
        return self.folder / f"{name}.parquet" if self.folder else None


def finished(folder: Path) -> int:
    """Count the folds of a model that lie in a folder."""
    return len(list(folder.glob("fold*.parquet")))


def _is_used(folder: Path) -> bool:
    """Tell whether more lies in a folder than what a killed writer may have left."""
    return folder.is_dir() and any(not p.name.startswith(".") for p in folder.iterdir())
