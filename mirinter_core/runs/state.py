"""How a run fares: ``state.json``, and whether the process it speaks of still lives."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import psutil
from filelock import FileLock, Timeout

from mirinter_core.errors import RunError, StorageError
from mirinter_core.home import read_json, write_json

FORMAT_VERSION = 1
QUEUED, RUNNING, DONE = "queued", "running", "done"
FAILED, CANCELLED, INTERRUPTED = "failed", "cancelled", "interrupted"
STATES = (QUEUED, RUNNING, DONE, FAILED, CANCELLED, INTERRUPTED)
CLOCK_STEP = 5.0  # seconds: a start time moves when the machine's clock is set right
LETTING_GO = 10.0  # seconds for a process that has written its end, or its start, to let go

_FILE = "state.json"
_CANCEL = "cancel"
_LOCK = "lock"


@dataclass(frozen=True, kw_only=True)
class State:
    """How a run fares.

    Parameters
    ----------
    state : str
        One of `STATES`.
    started, ended : float or None
        Of the last attempt; seconds since 1970.
    pid, process_started : int, float or None
        The process that works or waits; a number alone could be given to another process later.
    own_process : bool
        Whether that process exists for this run only, with a process group of its own, so that
        all of it may be ended. A run inside the page's server must never take the server along.
    share, what : float, str
        How far it is, 0 to 1, and what is being done.
    error : str
        What went wrong and what to do, for the user; empty unless failed.
    attempts : int
        How often a process was started for it since a user last asked for it.
    """

    state: str = QUEUED
    started: float | None = None
    ended: float | None = None
    pid: int | None = None
    process_started: float | None = None
    own_process: bool = False
    share: float = 0.0
    what: str = ""
    error: str = ""
    attempts: int = 0


def read(folder: Path) -> State:
    """Read the state of the run in a folder.

    A run whose process died while it worked or waited is `INTERRUPTED`, whatever the file
    says, and so is one whose file was damaged by a power cut.
    """
    try:
        raw = read_json(folder / _FILE, version=FORMAT_VERSION)
    except StorageError as error:
        return State(state=INTERRUPTED, error=str(error))
    known = {f.name for f in fields(State)}
    state = State(**{key: value for key, value in raw.items() if key in known})
    is_begun = state.pid is not None and state.state in (QUEUED, RUNNING)
    if is_begun and not lives(folder, state):
        return replace(state, state=INTERRUPTED)
    return state


def write(folder: Path, state: State) -> State:
    """Write a state, whole or not at all, and return it."""
    write_json(folder / _FILE, {"format_version": FORMAT_VERSION, **asdict(state)})
    return state


def write_at_any_cost(folder: Path, state: State) -> None:
    """Write how a run ended, on a full disk too: into the room that the file has already.

    A power cut meanwhile would damage it, which reads as interrupted.

    Raises
    ------
    StorageError
        If not even that can be written.
    """
    try:
        write(folder, state)
    except StorageError as error:
        try:
            _overwrite(folder / _FILE, {"format_version": FORMAT_VERSION, **asdict(state)})
        except OSError:
            raise error from None


def change(folder: Path, **facts: Any) -> State:
    """Write the state with some of its facts changed, and return it."""
    return write(folder, replace(read(folder), **facts))


def lives(folder: Path, state: State) -> bool:
    """Tell whether a process works on the run, or waits to."""
    if state.pid is None:
        return False
    if state.pid == os.getpid():  # one of this process's threads, which may be gone
        return _is_held(folder)
    return process_lives(state.pid, state.process_started)


def process_lives(pid: int, started: float | None) -> bool:
    """Tell whether a process lives and is the one that began at that time."""
    try:
        process = psutil.Process(pid)
        is_zombie = process.status() == psutil.STATUS_ZOMBIE
        return not is_zombie and abs(process.create_time() - (started or 0.0)) < CLOCK_STEP
    except psutil.NoSuchProcess:
        return False


@contextmanager
def held(folder: Path, *, timeout: float) -> Iterator[None]:
    """Hold the run, so that it is worked on, started or removed once at a time.

    Parameters
    ----------
    timeout : float
        Seconds to wait for another holder.

    Raises
    ------
    RunError
        If the run is still held, or its folder is gone.
    """
    if not folder.is_dir():
        raise RunError(f"Run {folder.name} was removed.")
    try:
        lock = FileLock(folder / _LOCK).acquire(timeout=timeout, poll_interval=0.02)
    except Timeout as error:
        raise RunError(
            f"Run {folder.name} is being worked on. Wait for it to end, or cancel it first."
        ) from error
    except OSError as error:
        raise StorageError(f"Run {folder.name} cannot be changed: {error.strerror}.") from error
    with lock:
        yield


def ask_to_stop(folder: Path) -> None:
    """Leave the request that stops the run at its next report."""
    (folder / _CANCEL).touch()


def is_asked_to_stop(folder: Path) -> bool:
    """Tell whether the run was asked to stop."""
    return (folder / _CANCEL).exists()


def forget_request(folder: Path) -> None:
    """Take the request to stop back, so that the run can be resumed."""
    (folder / _CANCEL).unlink(missing_ok=True)


def _overwrite(path: Path, value: dict[str, Any]) -> None:
    with path.open("r+b") as file:
        file.write(json.dumps(value, ensure_ascii=False).encode())
        file.truncate()


def _is_held(folder: Path) -> bool:
    try:
        with held(folder, timeout=0):
            return False
    except RunError:
        return True
