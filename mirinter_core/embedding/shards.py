"""The files vectors lie in: Parquet shards, written once, checked, merged, and purged.

A row a molecule: its digest, in how many windows it was read, and its vector as bytes. What
works on a folder's shards holds no lock here: see `mirinter_core.embedding.store`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence, Set
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from mirinter_core.errors import StorageError
from mirinter_core.home import remove, written

PATTERN = "part-*.parquet"
GROUP_ROWS = 8192  # rows a Parquet row group: about 10 MB of RNA-FM's vectors
MANY = 16  # small shards before they are merged
_FORMAT = b"1"
_VERSION_KEY = b"mirinter_format_version"
_SMALL_ROWS = 50_000  # shards below this are worth merging: 64 MB of RNA-FM's vectors
_LISTINGS = 5  # another process hardly ever compacts twice while a folder is looked at
_DAY = 86_400.0  # seconds; a temporary file older than this belongs to a killed writer

T = TypeVar("T")
_log = logging.getLogger(__name__)
_verified: set[tuple[str, int, int]] = set()  # place, time and size of shards that were sound


def add(
    folder: Path,
    digests: Sequence[str],
    windows_counts: Sequence[int] | NDArray[np.integer],
    half: NDArray[np.float16],
) -> None:
    """Write vectors as one shard more.

    Raises
    ------
    StorageError
        If the disk is full or cannot be written; nothing is left behind.
    """
    _write(_table(digests, windows_counts, half), folder)


def paths_in(folder: Path) -> list[Path]:
    """List the shards of a folder, unread."""
    return sorted(folder.glob(PATTERN))


def usable(folder: Path) -> list[Path]:
    """List the shards of a folder that can be read and agree with their checksums.

    Raises
    ------
    StorageError
        If one was written by a newer mirinter.
    """
    return _of_each(folder, lambda shard: shard if _readable(shard) and _trusted(shard) else None)


def sound(shard: Path) -> bool:
    """Read a whole shard against its checksums; set it aside if they do not agree."""
    return _read(shard) is not None


def digests_in(folder: Path) -> set[str]:
    """Name the molecules that have a vector in a folder."""
    tables = _of_each(folder, lambda shard: _read(shard, ["digest"]) if _readable(shard) else None)
    return {digest for table in tables for digest in table.column(0).to_pylist()}


def purge(folder: Path, doomed: Set[str]) -> int:
    """Write the shards of a folder anew without some molecules; return how many went.

    Where the disk is too full for that, the whole shard goes.
    """
    gone: set[str] = set()
    for damaged in folder.glob("damaged-*"):  # may hold them too, and is of no use
        remove(damaged)
    for shard in usable(folder):
        table = pq.read_table(shard)
        held = table.column("digest").to_pylist()
        if not (hit := doomed & set(held)):
            continue
        kept = table.filter(pa.array([digest not in hit for digest in held]))
        if len(kept):
            try:
                _write(kept, folder)
            except StorageError as error:
                _log.warning("%s goes whole: %s", shard, error)
        remove(shard)
        gone |= hit
    return len(gone)


def merge_small(folder: Path) -> None:
    """Merge the small shards of a folder if there are many; clear what killed writers left."""
    _clear_leftovers(folder)
    small = _small(folder)
    if len(small) >= MANY:
        _merge(small, folder)


def _of_each(folder: Path, look: Callable[[Path], T | None]) -> list[T]:
    """Look at every shard of a folder, and at all anew if one is gone, which `look` tells by None.

    Another process may have compacted it away: what it held lies in a shard not listed before.
    """
    found: list[T] = []
    for _ in range(_LISTINGS):
        looked = [look(shard) for shard in paths_in(folder)]
        found = [value for value in looked if value is not None]
        if len(found) == len(looked):
            break
    return found


def _read(shard: Path, columns: list[str] | None = None) -> pa.Table | None:
    """Read a shard against its checksums; None if it is gone or damaged, and then set aside."""
    try:
        return pq.read_table(shard, columns=columns, page_checksum_verification=True)
    except FileNotFoundError:
        return None
    except (pa.ArrowException, OSError) as error:
        _set_aside(shard, error)
        return None


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


def _write(table: pa.Table, folder: Path) -> None:
    with written(folder / f"part-{uuid4().hex}.parquet") as temporary:
        pq.write_table(
            table.replace_schema_metadata({_VERSION_KEY: _FORMAT}),
            temporary,
            compression="none",  # half-precision noise does not shrink; reading it takes longer
            use_dictionary=False,
            row_group_size=GROUP_ROWS,
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
    if seen not in _verified and sound(shard):
        _verified.add(seen)
    return seen in _verified


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


def _small(folder: Path) -> list[Path]:
    """Give the sound shards worth merging, smallest first, as many as fit in memory easily."""
    by_rows = sorted((pq.read_metadata(s).num_rows, s) for s in paths_in(folder) if _readable(s))
    total = np.cumsum([rows for rows, _ in by_rows])
    small = [
        s
        for (rows, s), sum_ in zip(by_rows, total, strict=True)
        if rows < _SMALL_ROWS and sum_ < 2 * _SMALL_ROWS
    ]
    return [shard for shard in small if sound(shard)]


def _merge(shards: Sequence[Path], folder: Path) -> None:
    """Write shards as one, then delete them; a digest that occurs twice is kept once."""
    tables = [pq.read_table(shard, page_checksum_verification=True) for shard in shards]
    whole = pa.concat_tables(tables)
    _, first = np.unique(np.asarray(whole.column("digest").to_numpy(), str), return_index=True)
    _write(whole.take(first), folder)
    for shard in shards:
        remove(shard)


def _clear_leftovers(folder: Path) -> None:
    """Delete what writers killed long ago have left."""
    for leftover in folder.glob(".part-*"):
        if time.time() - leftover.stat().st_mtime > _DAY:
            remove(leftover)
