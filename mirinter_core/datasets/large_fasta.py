"""FASTA files of any size: read piece by piece, so that memory holds the molecules only."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from mirinter_core.errors import SequenceError
from mirinter_core.molecules.fasta import Reading, joined, read_bytes, read_path
from mirinter_core.molecules.molecule import Molecule

SMALL = 32 * 1024**2  # bytes on disk up to which a file is read at once
_PIECE = 64 * 1024**2  # bytes of text

Keep = Callable[[Molecule], bool]


def read(
    path: Path,
    *,
    type: str = "",  # noqa: A002
    keep: Keep | None = None,
    small: int = SMALL,
    piece: int = _PIECE,
) -> Reading:
    """Read a FASTA file, packed with gzip or not; the result does not depend on its size.

    Parameters
    ----------
    type : str
        Type of the molecules whose header tells none.
    keep : callable or None
        Which molecules to take; the others are dropped at once, with what was repaired.
    small, piece : int
        Files up to `small` bytes are read at once, others in pieces of about `piece` bytes.

    Raises
    ------
    SequenceError
        If the file cannot be opened, is damaged, or is not text.
    """
    if not path.is_file() or path.stat().st_size <= small:
        return _kept(read_path(path, type=type), keep)
    readings = (
        _kept(read_bytes(text, source=path.name, type=type), keep) for text in _pieces(path, piece)
    )
    return joined(readings)


def _kept(reading: Reading, keep: Keep | None) -> Reading:
    if keep is None:
        return reading
    molecules = tuple(filter(keep, reading.molecules))
    repairs = {m.id: r for m in molecules if (r := reading.repairs.get(m.id))}
    return Reading(molecules, repairs, reading.refusals, reading.notes)


def _pieces(path: Path, size: int) -> Iterator[bytes]:
    """Cut a file's text before a record's ``>``."""
    rest = b""
    try:
        with _opened(path) as source:
            while block := source.read(size):
                rest += block
                if (cut := rest.rfind(b"\n>") + 1) > 0:
                    yield rest[:cut]
                    rest = rest[cut:]
    except (OSError, EOFError, zlib.error) as error:
        raise SequenceError(
            f"{path.name} is damaged or cut off ({error}). Fetch or pack it again."
        ) from error
    if rest:
        yield rest


def _opened(path: Path) -> BinaryIO:
    with path.open("rb") as source:
        packed = source.read(2) == b"\x1f\x8b"
    return cast(BinaryIO, gzip.open(path, "rb")) if packed else path.open("rb")
