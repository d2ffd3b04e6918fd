"""Files fetched over the network: several addresses, gone on with where they broke off, checked.

What has arrived lies beside its place as ``NAME.part``, with ``NAME.part.json`` saying
what it is a part of, until it is whole.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

import requests
import urllib3
from filelock import FileLock, Timeout

from mirinter_core.errors import FetchError, StorageError
from mirinter_core.home import read_json, remove, write_json
from mirinter_core.progress import Progress, silent

_FORMAT = 1
_TIMEOUTS = (10.0, 60.0)  # seconds to connect, and between two pieces of the answer
_TRIES = 3  # in a row without one new byte, before the next address
_PAUSE = 0.5  # seconds, growing with each try
_BLOCK = 1 << 18
_REPORT_EVERY = 0.25  # seconds

_log = logging.getLogger(__name__)


class _BrokenError(FetchError):
    """The answer ended early: worth another try at the same address."""


@dataclass(frozen=True)
class _Origin:
    """What the bytes in a ``.part`` file are the beginning of."""

    url: str
    etag: str
    modified: str
    length: int | None  # bytes of the whole file, if the server said so

    @property
    def validator(self) -> str:
        """What ``If-Range`` can hold; a weak tag cannot tell equal bytes."""
        return self.modified if self.etag.startswith("W/") else self.etag or self.modified


def fetch(
    urls: Sequence[str],
    path: Path,
    *,
    sha256: str | None,
    progress: Progress = silent,
    remedy: str = "",
) -> str:
    """Fetch a file from the first address that gives it, and say what its SHA-256 is.

    The bytes are kept as they are served: a ``.gz`` file stays one. A fetch that was
    cancelled or killed goes on where it stopped, if the file is still the same there.

    Parameters
    ----------
    urls : sequence of str
        Addresses of the same file, best first.
    path : Path
        Where the file shall lie; its folder is made.
    sha256 : str or None
        The checksum to demand, if one is known. A file already at `path` that has it is
        not fetched again. None takes any file: the caller records what is returned.
    remedy : str
        What to do without a network; ends the error message.

    Returns
    -------
    str
        SHA-256 of the file, in hexadecimal.

    Raises
    ------
    FetchError
        If no address gave the file (each with its reason), or its checksum is wrong, or
        another process is fetching it. `path` is untouched.
    StorageError
        If the disk is full or cannot be written.
    CancelledError
        From `progress`; what has arrived is kept.
    """
    if sha256 and path.is_file() and file_sha256(path) == sha256.lower():
        return sha256.lower()
    part = path.with_name(f"{path.name}.part")
    with _alone(part):
        reasons = []
        for url in sorted(urls, key=lambda url: url != _begun_from(part)):
            digest, reason = _fetch_from(url, part, sha256, progress)
            if digest:
                _finish(part, path)
                return digest
            _log.warning("%s: %s", url, reason)
            reasons.append(f"{urlsplit(url).netloc}: {reason}")
    raise FetchError(
        f"Could not fetch {path.name} ({'; '.join(reasons) or 'no address is known'}). "
        f"{remedy or 'Check the network and try again.'}"
    )


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


@contextmanager
def _alone(part: Path) -> Iterator[None]:
    """Keep other processes from writing the same part, and name what the disk refuses."""
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(part.with_name(f".{part.name}.lock"), timeout=0):
            yield
    except Timeout as error:
        raise FetchError(
            f"Another process is fetching {part.stem}. Wait for it, or stop it and try again."
        ) from error
    except OSError as error:
        raise StorageError(
            f"Could not write {part}: {error.strerror or error}. Free some space or choose "
            "another folder with MIRINTER_HOME; what has arrived is kept."
        ) from error


def _fetch_from(
    url: str, part: Path, sha256: str | None, progress: Progress
) -> tuple[str | None, str]:
    """Fetch from one address: the checksum, or None and the reason why not."""
    try:
        _receive_whole(url, part, progress)
    except (requests.RequestException, FetchError) as error:
        return None, _reason(error)
    progress(1.0, f"checking {part.stem}")
    digest = file_sha256(part)
    if sha256 and digest != sha256.lower():
        _forget(part)
        return None, f"gave another file: its SHA-256 is {digest}, not {sha256}"
    return digest, ""


def _receive_whole(url: str, part: Path, progress: Progress) -> None:
    """Ask until the part is whole, as long as each answer brings something new."""
    idle = 0
    while True:
        before = _size(part)
        try:
            return _receive(url, part, progress)
        except (requests.ConnectionError, requests.Timeout, _BrokenError):
            idle = 0 if _size(part) > before else idle + 1
            if idle >= _TRIES:
                raise
        time.sleep(_PAUSE * idle)


def _receive(url: str, part: Path, progress: Progress) -> None:
    """Make one request and append what it brings.

    Raises
    ------
    _BrokenError
        If the answer ends early or the file has changed; another request may succeed.
    """
    known = _origin(part)
    have = _size(part) if known and known.url == url else 0
    if known and have and have == known.length:
        return
    with requests.get(url, headers=_headers(known, have), stream=True, timeout=_TIMEOUTS) as answer:
        if answer.status_code == requests.codes.requested_range_not_satisfiable:
            _forget(part)
            raise _BrokenError("the file has changed there")
        answer.raise_for_status()
        _check_plain(answer, part)
        start = _start(answer, known, have)
        if start is None:
            _forget(part)
            raise _BrokenError("the file has changed there")
        origin = _describe(answer, url, start)
        _check_space(part, start, origin.length)
        write_json(_note(part), {"format_version": _FORMAT, **vars(origin)})
        with part.open("r+b" if start else "wb") as sink:
            sink.seek(start)
            sink.truncate()
            _copy(answer, sink, origin, progress)
    if origin.length is not None and _size(part) != origin.length:
        raise _BrokenError(f"the answer ended after {_size(part):,} of {origin.length:,} bytes")


def _headers(known: _Origin | None, have: int) -> dict[str, str]:
    """Ask for the bytes as they are stored, and for the rest only if it is the same file."""
    headers = {"Accept-Encoding": "identity", "User-Agent": "mirinter"}
    if known and have:
        headers["Range"] = f"bytes={have}-"
        if known.validator:
            headers["If-Range"] = known.validator
    return headers


def _check_plain(answer: requests.Response, part: Path) -> None:
    """Refuse an answer packed for the journey: its bytes are not the file's."""
    encoding = answer.headers.get("Content-Encoding", "identity").lower()
    packed = encoding not in ("", "identity")
    # Some servers label a stored .gz so; its bytes are the file's all the same.
    if packed and not (part.name.endswith(".gz.part") and encoding.endswith("gzip")):
        raise FetchError(f"sends the file packed as {encoding} although asked not to")


def _start(answer: requests.Response, known: _Origin | None, have: int) -> int | None:
    """Find the byte the answer begins at; None if it is the rest of another file."""
    if answer.status_code != requests.codes.partial_content:
        return 0
    begin, length = _content_range(answer)
    same = known is not None and begin == have and length == known.length
    if not same or known is None:
        return None
    etag = answer.headers.get("ETag", "")
    return have if not (etag and known.etag) or etag == known.etag else None


def _content_range(answer: requests.Response) -> tuple[int, int | None]:
    """Read ``bytes 100-199/200``: the first byte and the length of the whole, if it is told."""
    span, _, whole = answer.headers.get("Content-Range", "").removeprefix("bytes ").partition("/")
    first = span.partition("-")[0]
    return int(first) if first.isdigit() else -1, int(whole) if whole.isdigit() else None


def _describe(answer: requests.Response, url: str, start: int) -> _Origin:
    length = answer.headers.get("Content-Length", "")
    return _Origin(
        url=url,
        etag=answer.headers.get("ETag", ""),
        modified=answer.headers.get("Last-Modified", ""),
        length=start + int(length) if length.isdigit() else None,
    )


def _check_space(part: Path, start: int, length: int | None) -> None:
    """Say so before the disk is full, not after."""
    free = shutil.disk_usage(part.parent).free
    if length is not None and length - start > free:
        raise StorageError(
            f"{part.stem} needs {(length - start) / 1e6:,.0f} MB, but {part.parent} has "
            f"{free / 1e6:,.0f} MB free. Free some space or choose another folder with "
            "MIRINTER_HOME."
        )


def _copy(answer: requests.Response, sink: BinaryIO, origin: _Origin, progress: Progress) -> None:
    """Write the answer's bytes as they come, undecoded, and report."""
    name, host = Path(sink.name).stem, urlsplit(origin.url).netloc
    reported = 0.0
    try:
        for block in answer.raw.stream(_BLOCK, decode_content=False):
            sink.write(block)
            if (now := time.monotonic()) - reported >= _REPORT_EVERY:
                reported = now
                at = sink.tell()
                of = f" of {origin.length / 1e6:,.1f}" if origin.length else ""
                progress(
                    at / origin.length if origin.length else 0.0,
                    f"fetching {name} from {host}: {at / 1e6:,.1f}{of} MB",
                )
    except urllib3.exceptions.HTTPError as error:
        raise _BrokenError(f"the connection broke ({type(error).__name__})") from error


def _reason(error: requests.RequestException | FetchError) -> str:
    """Say in a few words why an address gave nothing."""
    if isinstance(error, requests.HTTPError) and error.response is not None:
        return f"answered {error.response.status_code} {error.response.reason}"
    if isinstance(error, requests.Timeout):
        return "did not answer in time"
    if isinstance(error, requests.ConnectionError):
        return "could not be reached"
    return str(error)


def _note(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def _origin(part: Path) -> _Origin | None:
    """Read what the part is a part of; None if that is not known, so it cannot be used."""
    if not part.is_file() or not _note(part).is_file():
        return None
    try:
        note = read_json(_note(part), version=_FORMAT)
        return _Origin(**{key: note[key] for key in _Origin.__dataclass_fields__})
    except (StorageError, KeyError):
        return None


def _begun_from(part: Path) -> str | None:
    origin = _origin(part)
    return origin.url if origin else None


def _size(part: Path) -> int:
    return part.stat().st_size if part.is_file() else 0


def _forget(part: Path) -> None:
    remove(part)
    remove(_note(part))


def _finish(part: Path, path: Path) -> None:
    part.replace(path)
    remove(_note(part))
