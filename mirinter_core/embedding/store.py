"""Vectors kept on disk, found by the letters they were made of and how they were made.

A folder a kind, holding Parquet shards that are written once, beside their place, and
renamed. Shards rather than one database file, since DuckDB locks a file for one process
and the page and the command line may work at the same time. All of it can be computed
again: deleting a folder costs time, nothing else.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from glob import escape
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from mirinter_core.database import database
from mirinter_core.embedding import shards
from mirinter_core.errors import StorageError

_READS = 5  # a shard may vanish under a reader when another process compacts, hardly ever twice
_KIND = re.compile(r"([^@/]+)@([^/]+)/([a-z]+)-(whole|\d+-\d+)-([a-z-]+)")  # a kind's folder
_PATIENCE = 120.0  # seconds another process may take to compact

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class VectorKind:
    """How vectors were made. Vectors made in different ways never meet.

    Parameters
    ----------
    encoder, revision : str
        Which encoder, and what its numbers depend on.
    view : str
        ``"forward"``, or ``"reversed"`` where the letters were read 3' to 5'.
    windows : str
        How long RNAs were cut: the scheme's name, or ``"whole"``.
    pooling : str
        A name of `mirinter_core.embedding.pooling.POOLINGS`.
    """

    encoder: str
    revision: str
    view: str
    windows: str
    pooling: str

    @property
    def folder(self) -> str:
        """Where vectors of this kind lie under the store."""
        return f"{self.encoder}@{self.revision}/{self.view}-{self.windows}-{self.pooling}"


@dataclass(frozen=True)
class Stored:
    """What the store knows of some digests, row for row.

    Parameters
    ----------
    found : (n,) array of bool
    matrix : (n, width) array of float32
        Rows not found are zero; the width is 0 if no row was found.
    windows : (n,) array of int32
        In how many windows the molecule was read; 0 where not found.
    """

    found: NDArray[np.bool_]
    matrix: NDArray[np.float32]
    windows: NDArray[np.int32]


class EmbeddingStore:
    """Append-only Parquet shards, read with DuckDB; any number of processes may use it.

    Parameters
    ----------
    root : Path
        ``$MIRINTER_HOME/vectors``; made when first written to.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(
        self,
        kind: VectorKind,
        digests: Sequence[str],
        windows_counts: Sequence[int] | NDArray[np.integer],
        matrix: NDArray[np.floating],
    ) -> None:
        """Add vectors as one shard, rounded to half precision.

        What another process has put meanwhile may be put again: either is read.

        Parameters
        ----------
        matrix : (n, width) array

        Raises
        ------
        StorageError
            If the disk is full or cannot be written; what was stored before is untouched.
        """
        half = np.ascontiguousarray(matrix, dtype=np.float16)
        if len(half):
            shards.add(self.root / kind.folder, digests, windows_counts, half)

    def get(self, kind: VectorKind, digests: Sequence[str]) -> Stored:
        """Look up vectors; what is not stored is simply not found.

        A damaged shard is set aside with a logged warning, and its molecules count as not
        found: they are computed again, so nothing is lost but time.

        Raises
        ------
        StorageError
            If a shard was written by a newer mirinter, or shards disagree in width.
        """
        folder = self.root / kind.folder
        wanted = pa.table({"digest": pa.array(digests, pa.string()), "place": range(len(digests))})
        for _ in range(_READS):
            usable = shards.usable(folder)
            try:
                return _look_up(usable, wanted)
            except duckdb.Error as error:
                # Compacted away under our feet, or damaged where only reading shows it.
                _log.info("Reading %s again: %s", folder, error)
                for shard in usable:
                    shards.sound(shard)
        raise StorageError(
            f"The vectors in {folder} cannot be read. Delete this folder: they are computed again."
        )

    def compact(self, kind: VectorKind) -> None:
        """Merge small shards into one, if there are many; readers may go on meanwhile.

        A process killed here leaves vectors twice, which does no harm. This is housekeeping:
        it does nothing while another process does it, and a disk that refuses is only logged.
        """
        folder = self.root / kind.folder
        if len(shards.paths_in(folder)) < shards.MANY:
            return
        try:
            with FileLock(folder / ".lock", timeout=0):
                shards.merge_small(folder)
        except (Timeout, OSError, StorageError) as error:
            _log.info("%s is not compacted: %s", folder, error)

    def size(self, kind: VectorKind) -> int:
        """Count the molecules that have a vector of this kind."""
        return len(self.digests(kind))

    def digests(self, kind: VectorKind) -> set[str]:
        """Name the molecules that have a vector of this kind."""
        return shards.digests_in(self.root / kind.folder)

    def kinds(self) -> list[VectorKind]:
        """List the kinds of which something is stored."""
        folders = sorted({shard.parent for shard in self.root.glob(f"*@*/*/{shards.PATTERN}")})
        named = (_KIND.fullmatch(f"{f.parent.name}/{f.name}") for f in folders)
        return [VectorKind(*found.groups()) for found in named if found]

    def purge(self, digests: Collection[str]) -> int:
        """Delete the vectors of some molecules, of every kind; return how many there were.

        A shard that holds any is written anew without them; where the disk is too full even for
        that, the whole shard goes: what is lost with it is computed again. Readers and writers
        may go on meanwhile; a process killed here has deleted a part, and can be called again.

        Raises
        ------
        StorageError
            If another process holds the store for minutes, or the disk does not let go.
        """
        doomed, gone = frozenset(digests), 0
        for folder in sorted(self.root.glob("*@*/*/")):
            try:
                with FileLock(folder / ".lock", timeout=_PATIENCE):
                    gone += shards.purge(folder, doomed)
            except (Timeout, OSError) as error:
                raise StorageError(
                    f"Not all vectors in {folder} could be deleted: {error}. Stop what works on "
                    "them and try again, or delete the folder: vectors are computed again."
                ) from error
        return gone


def _look_up(paths: Sequence[Path], wanted: pa.Table) -> Stored:
    """Join the wanted digests with the shards at some paths.

    Parameters
    ----------
    wanted : table of ``digest`` and ``place``, the row in what is returned
    """
    n = len(wanted)
    found, windows = np.zeros(n, np.bool_), np.zeros(n, np.int32)
    matrix = np.zeros((n, 0), np.float32)
    if not paths:
        return Stored(found, matrix, windows)
    with database() as db:
        db.register("wanted", wanted)
        rows = db.sql(
            "select place, windows, vector from wanted join read_parquet($shards) using (digest)",
            params={"shards": [escape(str(path)) for path in paths]},
        ).to_arrow_reader(shards.GROUP_ROWS)
        for batch in rows:
            places, vectors = batch.column("place").to_numpy(), batch.column("vector")
            if matrix.shape[1] == 0:
                matrix = np.zeros((n, len(vectors[0].as_py()) // 2), np.float32)
            matrix[places] = _half_precision(vectors, matrix.shape[1], paths[0].parent)
            windows[places] = batch.column("windows").to_numpy()
            found[places] = True
    return Stored(found, matrix, windows)


def _half_precision(column: pa.Array, width: int, folder: Path) -> NDArray[np.float16]:
    """View a column of bytes as (rows, width) numbers."""
    try:
        fixed = column.cast(pa.binary(width * 2))
    except pa.ArrowInvalid as error:
        raise StorageError(
            f"The vectors in {folder} differ in length. Delete this folder: they are computed "
            "again."
        ) from error
    return np.frombuffer(fixed.buffers()[1], np.float16).reshape(-1, width)
