"""Vectors kept on disk, found by the letters they were made of and how they were made.

A folder a kind, holding Parquet shards that are written once, beside their place, and
renamed. Shards rather than one database file, since DuckDB locks a file for one process
and the page and the command line may work at the same time. All of it can be computed
again: deleting a folder costs time, nothing else.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from glob import escape
from pathlib import Path
from uuid import uuid4

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from mirinter_core.errors import StorageError
from mirinter_core.home import remove, written

_FORMAT = b"1"
_VERSION_KEY = b"mirinter_format_version"
_READS = 5  # a shard may vanish under a reader when another process compacts, hardly ever twice
_GROUP_ROWS = 8192  # rows a Parquet row group: about 10 MB of RNA-FM's vectors
_SMALL_ROWS = 50_000  # shards below this are worth merging: 64 MB of RNA-FM's vectors
_MANY = 16  # small shards before they are merged
_KIND = re.compile(r"([^@/]+)@([^/]+)/([a-z]+)-(whole|\d+-\d+)-([a-z-]+)")  # a kind's folder
_DAY = 86_400.0  # seconds; a temporary file older than this belongs to a killed writer
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
            table = _table(digests, windows_counts, half)
            _write(table, self.root / kind.folder / f"part-{uuid4().hex}.parquet")

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
            shards = [shard for shard in _shards(folder) if _readable(shard) and _trusted(shard)]
            try:
                return _look_up(shards, wanted)
            except duckdb.Error as error:
                # Compacted away under our feet, or damaged where only reading shows it.
                _log.info("Reading %s again: %s", folder, error)
                for shard in shards:
                    _sound(shard)
        raise StorageError(
            f"The vectors in {folder} cannot be read. Delete this folder: they are computed again."
        )

    def compact(self, kind: VectorKind) -> None:
        """Merge small shards into one, if there are many; readers may go on meanwhile.

        A process killed here leaves vectors twice, which does no harm. This is housekeeping:
        it does nothing while another process does it, and a disk that refuses is only logged.
        """
        folder = self.root / kind.folder
        if len(_shards(folder)) < _MANY:
            return
        try:
            with FileLock(folder / ".lock", timeout=0):
                _clear_leftovers(folder)
                small = _small(folder)
                if len(small) >= _MANY:
                    _merge(small)
        except (Timeout, OSError, StorageError) as error:
            _log.info("%s is not compacted: %s", folder, error)

    def size(self, kind: VectorKind) -> int:
        """Count the molecules that have a vector of this kind."""
        return len(self.digests(kind))

    def digests(self, kind: VectorKind) -> set[str]:
        """Name the molecules that have a vector of this kind."""
        shards = [shard for shard in _shards(self.root / kind.folder) if _readable(shard)]
        columns = (pq.read_table(shard, columns=["digest"]).column(0) for shard in shards)
        return {digest for column in columns for digest in column.to_pylist()}

    def kinds(self) -> list[VectorKind]:
        """List the kinds of which something is stored."""
        folders = sorted({shard.parent for shard in self.root.glob("*@*/*/part-*.parquet")})
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
                    gone += _purged(folder, doomed)
            except (Timeout, OSError) as error:
                raise StorageError(
                    f"Not all vectors in {folder} could be deleted: {error}. Stop what works on "
                    "them and try again, or delete the folder: vectors are computed again."
                ) from error
        return gone


def _purged(folder: Path, doomed: frozenset[str]) -> int:
    """Rewrite the shards of a folder without some molecules; return how many went."""
    gone: set[str] = set()
    for damaged in folder.glob("damaged-*"):  # may hold them too, and is of no use
        remove(damaged)
    for shard in _shards(folder):
        if not (_readable(shard) and _trusted(shard)):
            continue
        table = pq.read_table(shard)
        held = table.column("digest").to_pylist()
        if not (hit := doomed.intersection(held)):
            continue
        kept = table.filter(pa.array([digest not in hit for digest in held]))
        if len(kept):
            try:
                _write(kept, shard.with_name(f"part-{uuid4().hex}.parquet"))
            except StorageError as error:
                _log.warning("%s goes whole: %s", shard, error)
        remove(shard)
        gone |= hit
    return len(gone)


def _shards(folder: Path) -> list[Path]:
    return sorted(folder.glob("part-*.parquet"))


def _table(
    digests: Sequence[str],
    windows_counts: Sequence[int] | NDArray[np.integer],
    half: NDArray[np.float16],
) -> pa.Table:
    """Lay vectors out as columns; a vector is its bytes, since Parquet's lists are slow to read."""
    buffers = [None, pa.py_buffer(half.tobytes())]
    vectors = pa.Array.from_buffers(pa.binary(half.shape[1] * 2), len(half), buffers)
    return pa.table(
        {
            "digest": pa.array(digests, pa.string()),
            "windows": pa.array(np.asarray(windows_counts, np.int32)),
            "vector": vectors,
        }
    )


def _write(table: pa.Table, place: Path) -> None:
    with written(place) as temporary:
        pq.write_table(
            table.replace_schema_metadata({_VERSION_KEY: _FORMAT}),
            temporary,
            compression="none",  # half-precision noise does not shrink; reading it takes longer
            use_dictionary=False,
            row_group_size=_GROUP_ROWS,
            write_page_checksum=True,
        )


def _readable(shard: Path) -> bool:
    """Tell whether a shard is whole; set a damaged one aside. False if it is gone."""
    try:
        version = (pq.read_schema(shard).metadata or {}).get(_VERSION_KEY)
    except FileNotFoundError:
        return False
    except (pa.ArrowException, OSError) as error:
        _set_aside(shard, error)
        return False
    if version != _FORMAT:
        raise StorageError(
            f"{shard} has format {(version or b'none').decode()}; this mirinter reads format "
            f"{_FORMAT.decode()}. Update mirinter, or delete the file: its vectors are computed "
            "again."
        )
    return True


def _trusted(shard: Path) -> bool:
    """Tell whether a shard agrees with its checksums, which DuckDB does not look at.

    Looked at once in a process, and again if the file changes: a flipped bit gives a wrong
    vector, and a wrong vector a wrong score, without a word.
    """
    try:
        found = shard.stat()
    except FileNotFoundError:
        return False
    seen = (str(shard), found.st_mtime_ns, found.st_size)
    if seen not in _verified and _sound(shard):
        _verified.add(seen)
    return seen in _verified


_verified: set[tuple[str, int, int]] = set()


def _sound(shard: Path) -> bool:
    """Read a whole shard against its checksums; set it aside if they do not agree."""
    try:
        pq.read_table(shard, page_checksum_verification=True)
    except FileNotFoundError:
        return False
    except (pa.ArrowException, OSError) as error:
        _set_aside(shard, error)
        return False
    return True


def _set_aside(shard: Path, error: Exception) -> None:
    """Rename a damaged shard so that it is met once; it stays for whoever wants to look."""
    aside = shard.with_name(f"damaged-{shard.name}")
    _log.warning(
        "%s is damaged (%s). It is set aside as %s, which can be deleted; the vectors it held "
        "are computed again.",
        shard,
        error,
        aside.name,
    )
    try:
        shard.rename(aside)
    except OSError as refusal:
        raise StorageError(
            f"{shard} is damaged and cannot be renamed: {refusal.strerror}. Delete it: its "
            "vectors are computed again."
        ) from refusal


def _look_up(shards: Sequence[Path], wanted: pa.Table) -> Stored:
    """Join the wanted digests with all shards.

    Parameters
    ----------
    wanted : table of ``digest`` and ``place``, the row in what is returned
    """
    n = len(wanted)
    found, windows = np.zeros(n, np.bool_), np.zeros(n, np.int32)
    matrix = np.zeros((n, 0), np.float32)
    if not shards:
        return Stored(found, matrix, windows)
    with duckdb.connect() as db:
        db.register("wanted", wanted)
        rows = db.sql(
            "select place, windows, vector from wanted join read_parquet($shards) using (digest)",
            params={"shards": [escape(str(shard)) for shard in shards]},
        ).to_arrow_reader(_GROUP_ROWS)
        for batch in rows:
            places, vectors = batch.column("place").to_numpy(), batch.column("vector")
            if matrix.shape[1] == 0:
                matrix = np.zeros((n, len(vectors[0].as_py()) // 2), np.float32)
            matrix[places] = _half_precision(vectors, matrix.shape[1], shards[0].parent)
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


def _merge(shards: Sequence[Path]) -> None:
    """Write shards as one, then delete them; a digest that occurs twice is kept once."""
    tables = [pq.read_table(shard, page_checksum_verification=True) for shard in shards]
    whole = pa.concat_tables(tables)
    _, first = np.unique(np.asarray(whole.column("digest").to_numpy(), str), return_index=True)
    _write(whole.take(first), shards[0].with_name(f"part-{uuid4().hex}.parquet"))
    for shard in shards:
        remove(shard)


def _small(folder: Path) -> list[Path]:
    """Give the sound shards worth merging, smallest first, as many as fit in memory easily."""
    by_rows = sorted((pq.read_metadata(s).num_rows, s) for s in _shards(folder) if _readable(s))
    total = np.cumsum([rows for rows, _ in by_rows])
    small = [
        s
        for (rows, s), sum_ in zip(by_rows, total, strict=True)
        if rows < _SMALL_ROWS and sum_ < 2 * _SMALL_ROWS
    ]
    return [shard for shard in small if _sound(shard)]


def _clear_leftovers(folder: Path) -> None:
    """Delete what writers killed long ago have left."""
    for leftover in folder.glob(".part-*"):
        if time.time() - leftover.stat().st_mtime > _DAY:
            remove(leftover)
