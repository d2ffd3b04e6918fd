"""The line before a device: one run works on it, the others wait, oldest first.

What a person waits for has a line of its own: a screen of seconds does not stand behind a training
of an hour, and that work, in a process of its own, lets it through (`give_way`).
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from filelock import FileLock, Timeout

from mirinter_core.errors import RunError
from mirinter_core.home import checked_name, home
from mirinter_core.progress import Progress
from mirinter_core.runs.run import Run
from mirinter_core.runs.state import process_lives

AWAITED = frozenset({"screen"})  # verbs whose result somebody sits and waits for
_OF_AWAITED = "-awaited"  # ends the name of their line
_POLL = 0.1  # seconds
_NICE = 5  # of 19: beside a screen, on as many cores as threads, it gets a quarter of the time
# Many a Linux shares its time out by session first, and a worker has one of its own.
_SESSION = Path("/proc/self/autogroup")


def give_way() -> None:
    """Let other processes of this machine go first from now on; only for a process of its own."""
    if hasattr(os, "nice"):  # POSIX
        os.nice(_NICE)
    if _SESSION.exists():
        with suppress(OSError):  # no harm but to be as quick as others
            _SESSION.write_text(str(_NICE))


@contextmanager
def turn(run: Run, device: str, progress: Progress) -> Iterator[None]:
    """Wait until a device is free of work of the run's kind, and keep it for the run.

    Parameters
    ----------
    device : str
        ``"auto"``, ``"cpu"``, ``"cuda"`` ... ``"auto"`` is looked up by the first in line only:
        that loads torch, and ten runs that wait must not hold torch ten times.
    progress : Progress
        Called while waiting; stops it by raising `CancelledError`.
    """
    if device == "auto":
        first = _wait(run, "auto", progress)
        try:
            lock = _wait(run, _picked(), progress)
        finally:
            first.release()
    else:
        lock = _wait(run, device, progress)
    try:
        yield
    finally:
        lock.release()


def _picked() -> str:
    from mirinter_core.embedding.device import pick  # torch: seconds, and memory

    return pick("auto")


def _wait(run: Run, name: str, progress: Progress) -> FileLock:
    locks = home() / "locks"
    awaited = _OF_AWAITED if run.request.verb in AWAITED else ""
    place = checked_name(name.replace(":", "-") + awaited, RunError)
    line = locks / f"{place}.waiting"
    line.mkdir(parents=True, exist_ok=True)
    lock = FileLock(locks / f"{place}.lock")
    # All it says is in its name, so that it is made whole: a killed writer leaves no half ticket.
    ticket = line / f"{run.id} {os.getpid()} {psutil.Process().create_time()}"
    ticket.touch()
    try:
        while not (_is_first(ticket) and _taken(lock)):
            progress(0.0, f"{_waiting_for(name)}, {place_in_line(ticket)}")
            time.sleep(_POLL)
    finally:
        ticket.unlink(missing_ok=True)
    return lock


def _waiting_for(name: str) -> str:
    return "waiting until a device is free" if name == "auto" else f"waiting until {name} is free"


def place_in_line(ticket: Path) -> str:
    """Say how many runs come before the one that waits with a ticket.

    One that waits for any device stands behind all that are older, whatever they wait for.
    """
    own = ticket.parent
    lines = [own]
    if own.name.startswith("auto"):
        of_kind = own.stem.endswith(_OF_AWAITED)
        everywhere = own.parent.glob("*.waiting")
        lines = [line for line in everywhere if line.stem.endswith(_OF_AWAITED) == of_kind]
    older = {
        other.name.split(" ")[0]
        for line in lines
        for other in line.iterdir()
        if other.name < ticket.name and _waits(other)
    }
    if not older:
        return "next in line"
    return f"{len(older)} {'run' if len(older) == 1 else 'runs'} ahead in line"


def _taken(lock: FileLock) -> bool:
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    return True


def _is_first(ticket: Path) -> bool:
    """Tell whether nobody older waits; a dead process's ticket is torn up."""
    for other in sorted(ticket.parent.iterdir()):
        if other.name >= ticket.name:
            return True
        if _waits(other):
            return False
        other.unlink(missing_ok=True)
    return True


def _waits(ticket: Path) -> bool:
    _, pid, started = ticket.name.split(" ")
    return process_lives(int(pid), float(started))
