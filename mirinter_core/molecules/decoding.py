"""From the bytes of a file to its text: gzip, encodings, and what is no text at all."""

from __future__ import annotations

import codecs
import gzip
import zlib
from io import BytesIO

from mirinter_core.errors import SequenceError

LIMIT = 2 * 1024**3  # bytes of text; all ncRNA and cDNA of one species stay below 1 GB

_GZIP = b"\x1f\x8b"
_PACKED = {  # first bytes of what people upload by mistake
    b"PK\x03\x04": "a zip archive or an Excel workbook",
    b"BZh": "a bzip2 file",
    b"\xfd7zXZ": "an xz file",
    b"\x28\xb5\x2f\xfd": "a zstd file",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file",
    b"BAM\x01": "a BAM file",
}
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a")) + b"\x7f"
_MOST_STRANGE = 0.1  # share of bytes beyond ASCII that a Latin-1 text may have


def decode(data: bytes, *, source: str, limit: int = LIMIT) -> tuple[str, tuple[str, ...]]:
    """Give the text of a file, unpacked if it is gzip, and notes on how it was read.

    Parameters
    ----------
    source : str
        The file's name, for messages.
    limit : int
        Most bytes read, before and after unpacking; unpacking stops there.

    Raises
    ------
    SequenceError
        If the file is too large, damaged, or not text.
    """
    if data.startswith(_GZIP):
        data = _unpacked(data, source, limit)
    if len(data) > limit:
        raise SequenceError(
            f"{source} holds more than {megabytes(limit)}, the most that is read here. Split it, "
            "or add it as a catalogue on the command line."
        )
    if what := next((what for start, what in _PACKED.items() if data.startswith(start)), ""):
        raise SequenceError(f"{source} is {what}. Save the sequences as plain text or gzip.")
    if encoding := next((name for mark, name in _BOMS.items() if data.startswith(mark)), ""):
        return _decoded(data, encoding, source), ()
    if _is_text(data):
        return _decoded(data, "utf-8", source), ()
    if _is_latin(data):
        return data.decode("cp1252", "replace"), (
            f"{source} is not UTF-8 and was read as Windows Latin-1; check ids with accents.",
        )
    raise SequenceError(f"{source} is not text. Save the sequences as FASTA or plain text.")


def megabytes(size: int) -> str:
    """Write a number of bytes for people, in MB of a million.

    Examples
    --------
    >>> megabytes(50_000_000)
    '50 MB'
    """
    return f"{size / 1e6:,.0f} MB" if size >= 1_000_000 else f"{size:,} bytes"


def _unpacked(data: bytes, source: str, limit: int) -> bytes:
    """Unpack gzip of any number of members, one byte beyond the limit at most."""
    try:
        with gzip.GzipFile(fileobj=BytesIO(data)) as file:
            return file.read(limit + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise SequenceError(
            f"{source} is a damaged gzip file ({error}). Download or pack it again."
        ) from error


def _decoded(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SequenceError(
            f"{source} breaks off inside a letter of its encoding, {encoding}. Save it as UTF-8."
        ) from error


def _is_text(data: bytes) -> bool:
    """Tell whether the bytes are UTF-8, with no zero and hardly any control character."""
    if b"\0" in data or _share(data, _CONTROLS) > _MOST_STRANGE:
        return False
    try:
        return data.isascii() or data.decode("utf-8") is not None
    except UnicodeDecodeError:
        return False


def _is_latin(data: bytes) -> bool:
    """Tell whether the bytes may be text of a Western 8-bit encoding."""
    return not data.translate(None, bytes(set(range(256)) - set(_CONTROLS))) and (
        _share(data, bytes(range(128, 256))) <= _MOST_STRANGE
    )


def _share(data: bytes, of: bytes) -> float:
    return (len(data) - len(data.translate(None, of))) / max(1, len(data))
