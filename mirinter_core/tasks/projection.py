"""The projection: a map of points in the plane, kept so that others can be placed on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import pandas as pd
import pyarrow as pa

from mirinter_core import home
from mirinter_core.errors import StorageError
from mirinter_core.tasks.layout import Places, Vectors

FORMAT_VERSION = 1
TABLE, ARRAYS, FACTS = "map.parquet", "map.npz", "map.json"
MODEL = "model"  # folder beside them of the model that was trained for the map alone


@dataclass(frozen=True)
class Projection:
    """A map.

    Parameters
    ----------
    table : DataFrame
        A row a point: columns as in `mirinter_core.tasks.map_points.COLUMNS`.
    vectors : (n, d) float32 array
        The space that was laid out, in at most `mirinter_core.tasks.project.KEPT` numbers.
    mean, components : (dim,) and (d, dim) float32 arrays
        How a point's own numbers become those: `reduced`.
    facts : mapping
        What the points are, method, preset and parameters, seed, how many of how many, and
        ``quality``; see `mirinter_core.tasks.map_words` for what it says.
    provenance : mapping
        `mirinter_core.provenance`.
    """

    table: pd.DataFrame
    vectors: Vectors
    mean: Vectors
    components: Vectors
    facts: Mapping[str, Any]
    provenance: Mapping[str, Any]

    def __len__(self) -> int:
        """Count the points."""
        return len(self.table)

    @property
    def places(self) -> Places:
        """Where the points are, shape (n, 2)."""
        found: Places = self.table[["x", "y"]].to_numpy(dtype=np.float32)
        return found

    def reduced(self, vectors: Vectors) -> Vectors:
        """Give points' own numbers as the space that was laid out."""
        return reduced(vectors, self.mean, self.components, unit=bool(self.facts["unit"]))

    def save(self, folder: Path) -> None:
        """Write ``map.parquet``, ``map.npz`` and, last, ``map.json`` into a folder."""
        arrays = {"vectors": self.vectors, "mean": self.mean, "components": self.components}
        with home.written(folder / ARRAYS) as temporary, temporary.open("wb") as file:
            np.savez(file, **arrays)  # type: ignore[arg-type]
        with home.written(folder / TABLE) as temporary:
            self.table.to_parquet(temporary, index=False)
        told = {"facts": dict(self.facts), "provenance": dict(self.provenance)}
        home.write_json(folder / FACTS, {"format_version": FORMAT_VERSION, **told})


def reduced(vectors: Vectors, mean: Vectors, components: Vectors, *, unit: bool) -> Vectors:
    """Subtract the mean, take the direction alone if asked to, and project onto components.

    Parameters
    ----------
    mean : (dim,) array
    components : (d, dim) array
        None to keep the numbers as they are.
    """
    found = vectors - mean
    if unit:
        length = np.linalg.norm(found, axis=1, keepdims=True)
        found = found / np.maximum(length, np.float32(1e-12))
    kept: Vectors = (found @ components.T if len(components) else found).astype(np.float32)
    return kept


def is_saved(folder: Path) -> bool:
    """Tell whether a whole map lies in a folder."""
    return (folder / FACTS).is_file()


def load(folder: Path) -> Projection:
    """Read what `Projection.save` wrote.

    Raises
    ------
    StorageError
        If there is no map, it is damaged, or it is of another version.
    """
    told = home.read_json(folder / FACTS, version=FORMAT_VERSION)
    try:
        table = pd.read_parquet(folder / TABLE)
        with (folder / ARRAYS).open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            arrays = {name: np.asarray(file[name]) for name in ("vectors", "mean", "components")}
        if len(table) != len(arrays["vectors"]):
            raise ValueError("its files are of two maps")
        return Projection(table, **arrays, facts=told["facts"], provenance=told["provenance"])
    except (OSError, ValueError, KeyError, BadZipFile, pa.ArrowException) as error:
        raise StorageError(f"The map in {folder} is damaged: {error}. Make it again.") from error
