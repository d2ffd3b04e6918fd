"""Bench notebooks: what users found of pairs at the bench, appended and never overwritten.

A notebook is a data set: a folder ``datasets/NAME`` with ``findings.jsonl``, one line an entry.
A finding holds the letters of both molecules. A later one of the same pair supersedes the earlier,
which stays in the history; an entry may be taken back, which is an entry too. A line is written
whole, behind a lock, and lies on the disk before its writer is told so; a line that a killed
process cut short is passed over.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any, BinaryIO

from filelock import FileLock, Timeout

from mirinter_core import home
from mirinter_core.datasets.finding import Finding, Pair, as_facts, checked, from_facts
from mirinter_core.errors import DatasetError, StorageError, did_you_mean

FORMAT_VERSION = 1
FILE = "findings.jsonl"
STANDS, SUPERSEDED, TAKEN_BACK = "stands", "superseded", "taken back"

_KIND = "datasets"
_FINDING, _UNDO = "finding", "undo"
_PATIENCE = 10.0  # seconds for another writer, who needs milliseconds


@dataclass(frozen=True)
class Entry:
    """A finding in a notebook.

    Parameters
    ----------
    id, at : str
        Its name in the notebook, and when it was recorded (UTC).
    fate : str
        `STANDS`; `SUPERSEDED` by a later entry of the same pair; or `TAKEN_BACK`.
    """

    id: str
    at: str
    finding: Finding
    fate: str = STANDS


@dataclass(frozen=True)
class Notebook:
    """All that a notebook holds.

    Parameters
    ----------
    entries : tuple of Entry
        In the order they were recorded.
    damaged : int
        Lines that cannot be read.
    """

    name: str
    entries: tuple[Entry, ...] = ()
    damaged: int = 0

    @property
    def standing(self) -> tuple[Entry, ...]:
        """What holds now: the latest finding of each pair."""
        return tuple(entry for entry in self.entries if entry.fate == STANDS)

    def of(self, pair: Pair) -> tuple[Entry, ...]:
        """Return what was ever recorded of a pair."""
        return tuple(entry for entry in self.entries if entry.finding.pair == pair)

    def conflicts(self) -> tuple[tuple[Entry, ...], ...]:
        """Return the entries of each pair that was found both bound and not bound."""
        of_pair: dict[Pair, list[Entry]] = {}
        for entry in self.entries:
            if entry.fate != TAKEN_BACK and entry.finding.label is not None:
                of_pair.setdefault(entry.finding.pair, []).append(entry)
        return tuple(
            tuple(told) for told in of_pair.values() if len({e.finding.label for e in told}) > 1
        )


def names() -> list[str]:
    """List the notebooks."""
    return [name for name in home.names(_KIND) if is_notebook(name)]


def is_notebook(name: str) -> bool:
    """Tell whether a data set of the user's is a notebook."""
    folder = home.find(_KIND, name)
    return folder is not None and (folder / FILE).is_file()


def record(name: str, finding: Finding) -> Entry:
    """Append a finding to a notebook, which is begun if there is none of that name.

    Raises
    ------
    DatasetError
        If the finding cannot be recorded, or the name is that of another data set.
    StorageError
        If the disk refuses; nothing of the finding is left behind.
    """
    right = checked(finding)
    _begin(name)
    entry = Entry(token_hex(4), _now(), right)
    _append(name, {"kind": _FINDING, "id": entry.id, "at": entry.at, **as_facts(right)})
    return entry


def take_back(name: str, entry: str) -> Entry:
    """Take an entry back, as if it had not been made; it stays in the history.

    Raises
    ------
    DatasetError
        If there is no such notebook or entry, or it was taken back before.
    """
    found = next((e for e in read(name).entries if e.id == entry), None)
    if found is None or found.fate == TAKEN_BACK:
        why = "was taken back before" if found else "is not in it"
        raise DatasetError(f"Notebook {name!r}: entry {entry[:40]!r} {why}.")
    _append(name, {"kind": _UNDO, "id": token_hex(4), "at": _now(), "entry": entry})
    return found


def read(name: str) -> Notebook:
    """Read a notebook.

    Raises
    ------
    DatasetError
        If there is none of that name, or a newer mirinter wrote it.
    """
    if not is_notebook(name):
        raise _no_notebook(name)
    try:
        lines = (_own(name) / FILE).read_bytes().split(b"\n")[:-1]  # behind the last: being written
    except OSError as error:
        raise DatasetError(f"Notebook {name!r} cannot be read: {error.strerror}.") from error
    told = [_parsed(line) for line in lines]
    version = told[0].get("format_version") if told and told[0] else FORMAT_VERSION
    if version != FORMAT_VERSION:
        raise DatasetError(
            f"Notebook {name!r} has format {version}; this mirinter reads format {FORMAT_VERSION}. "
            "Update mirinter."
        )
    undone = {fact["entry"] for fact in told if fact and fact.get("kind") == _UNDO}
    found = [entry for fact in told if fact and (entry := _entry(fact))]
    latest = {entry.finding.pair: entry.id for entry in found if entry.id not in undone}
    return Notebook(
        name,
        tuple(Entry(e.id, e.at, e.finding, _fate(e, undone, latest)) for e in found),
        sum(1 for line, fact in zip(lines, told, strict=True) if line and not _is_known(fact)),
    )


def _fate(entry: Entry, undone: set[str], latest: Mapping[Pair, str]) -> str:
    if entry.id in undone:
        return TAKEN_BACK
    return STANDS if latest[entry.finding.pair] == entry.id else SUPERSEDED


def _entry(facts: dict[str, Any]) -> Entry | None:
    if facts.get("kind") != _FINDING:
        return None
    told = {key: value for key, value in facts.items() if key not in ("kind", "id", "at")}
    try:
        return Entry(str(facts["id"]), str(facts["at"]), from_facts(told))
    except (KeyError, TypeError):
        return None


def _is_known(facts: dict[str, Any] | None) -> bool:
    if not facts:
        return False
    return facts.get("kind") != _FINDING or _entry(facts) is not None


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        facts = json.loads(line)
    except ValueError:
        return None
    return (
        facts
        if isinstance(facts, dict) and (facts.get("kind") != _UNDO or "entry" in facts)
        else None
    )


def _begin(name: str) -> None:
    """Make the notebook's folder, if there is none, whole: another user may be as quick."""
    folder = _own(name)
    if is_notebook(name):
        return
    if home.find(_KIND, home.checked_name(name, DatasetError)):
        if is_notebook(name):  # another user was quicker, just now
            return
        raise DatasetError(
            f"{name!r} is a data set, and no notebook. Give the notebook another name."
        )
    new = folder.with_name(f".part-{token_hex(8)}-{name}")
    header = {"format_version": FORMAT_VERSION, "kind": "notebook", "at": _now()}
    try:
        new.mkdir(parents=True)
        (new / FILE).write_bytes(_line(header))
        with suppress(FileExistsError):
            new.rename(folder)
    except OSError as error:
        if not is_notebook(name):  # a folder that is not empty is renamed over by nobody
            raise _refused(folder, error) from error
    finally:
        home.remove(new)


def _append(name: str, facts: Mapping[str, Any]) -> None:
    folder = _own(name)
    with _held(folder, name), _file(folder) as file:
        size = file.seek(0, os.SEEK_END)
        try:
            line = _gap(folder, size) + _line(facts)
            if file.write(line) < len(line):  # what a nearly full disk does, without a word
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(file.fileno())
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(file.fileno(), size)
            raise _refused(folder, error) from error


@contextmanager
def _file(folder: Path) -> Iterator[BinaryIO]:
    try:
        file = (folder / FILE).open("ab", buffering=0)
    except OSError as error:
        raise _refused(folder, error) from error
    with file:
        yield file


def _gap(folder: Path, size: int) -> bytes:
    """End a line that a killed writer left open."""
    with (folder / FILE).open("rb") as file:
        file.seek(max(0, size - 1))
        return b"" if file.read(1) in (b"", b"\n") else b"\n"


@contextmanager
def _held(folder: Path, name: str) -> Iterator[None]:
    if not folder.is_dir():
        raise _no_notebook(name)
    try:
        lock = FileLock(folder / "lock").acquire(timeout=_PATIENCE, poll_interval=0.02)
    except Timeout as error:
        raise StorageError(f"Notebook {name!r} is being written to. Try again.") from error
    except OSError as error:
        raise _refused(folder, error) from error
    with lock:
        yield


def _line(facts: Mapping[str, Any]) -> bytes:
    return json.dumps(dict(facts), ensure_ascii=False).encode() + b"\n"


def _refused(folder: Path, error: OSError) -> StorageError:
    return StorageError(
        f"Could not write {folder / FILE}: {error.strerror or error}. Nothing was recorded. Free "
        "some space, or see who owns the folder, and record it again."
    )


def _no_notebook(name: str) -> DatasetError:
    there = names()
    return DatasetError(
        f"There is no notebook {name[:80]!r}.{did_you_mean(name, there)} There are: "
        f"{', '.join(there) or 'none; the first finding begins one'}."
    )


def _own(name: str) -> Path:
    return home.home() / _KIND / name


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
