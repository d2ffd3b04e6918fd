"""The run: a folder that survives its process. What was asked lies here; how it fares in `state`.

``runs/ID/{request.json, state.json, events.jsonl, log.txt, ...}`` and beside them the inputs
given by the user and the results that the job leaves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex
from threading import Lock
from typing import Any

from mirinter_core import home
from mirinter_core.errors import RunError
from mirinter_core.runs import state as states
from mirinter_core.runs.state import State

FORMAT_VERSION = 1
REQUEST = "request.json"
LOG = "log.txt"
FOLDS = "folds"  # folder for what is done of an evaluation, until it is
TRAINING = "training"  # folder for what a training has reached, until it is done
BOOKKEEPING = frozenset(
    {REQUEST, "state.json", "events.jsonl", LOG, "cancel", "lock", FOLDS, TRAINING}
)

_ID = re.compile(r"\d{8}-\d{9}-[0-9a-f]{6}")
_TITLE_LENGTH = 200


@dataclass(frozen=True, kw_only=True)
class Request:
    """What was asked, and what its user says of it.

    Parameters
    ----------
    verb : str
        A file of `mirinter_core.runs.jobs`.
    arguments : mapping
        What the job needs to know: numbers, texts, lists; JSON.
    inputs : tuple of str
        Names of the files in the run's folder that the user gave.
    created : float
        Seconds since 1970.
    title, notes, pinned : str, str, bool
        The user's; text as typed, to be shown as text only.
    """

    verb: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    inputs: tuple[str, ...] = ()
    created: float = 0.0
    title: str = ""
    notes: str = ""
    pinned: bool = False


@dataclass(frozen=True)
class Run:
    """One piece of work and all that is left of it; a handle, nothing is read until asked for.

    Parameters
    ----------
    id : str
        Time of creation (UTC, to the millisecond) and six random digits: sorts by time, cannot
        be guessed, and stands in the page's address.
    folder : Path
        Where it lies.
    """

    id: str
    folder: Path

    @property
    def request(self) -> Request:
        """What was asked, read anew; raises StorageError if the file is damaged."""
        raw = home.read_json(self.folder / REQUEST, version=FORMAT_VERSION)
        known = {f.name for f in fields(Request)}
        facts = {key: value for key, value in raw.items() if key in known}
        return Request(**{**facts, "inputs": tuple(raw.get("inputs", ()))})

    @property
    def state(self) -> State:
        """How it fares, read anew."""
        return states.read(self.folder)

    @property
    def is_live(self) -> bool:
        """Whether a process works on it, or waits to."""
        state = self.state
        return state.pid is not None and state.state in (states.QUEUED, states.RUNNING)

    def path(self, name: str) -> Path:
        """Return the place of one of its files, which need not exist."""
        return self.folder / home.checked_name(name, RunError)


def create(
    verb: str,
    arguments: Mapping[str, Any],
    *,
    inputs: Mapping[str, bytes | str] | None = None,
    title: str = "",
) -> Run:
    """Write down what is to be done; nothing begins yet.

    Parameters
    ----------
    arguments : mapping
        JSON-ready. Any path must be absolute: the work may begin in another folder.
    inputs : mapping of str to bytes or str
        File name to content, kept in the run's folder; text is written as UTF-8.

    Raises
    ------
    RunError
        If an input has a name that the run itself uses, or that cannot be a file's name.
    """
    now = _later_than_any_before()
    run_id = f"{now:%Y%m%d-%H%M%S}{now.microsecond // 1000:03d}-{token_hex(3)}"
    folder = home.home() / "runs" / run_id
    contents = dict(inputs or {})
    request = {
        "format_version": FORMAT_VERSION,
        "verb": verb,
        "arguments": dict(arguments),
        "inputs": sorted(contents),
        "created": now.timestamp(),
        "title": _as_title(title) or verb,
        "notes": "",
        "pinned": False,
    }
    with home.written(folder) as temporary:
        temporary.mkdir()
        for name, content in contents.items():
            data = content.encode() if isinstance(content, str) else content
            (temporary / _input_name(name)).write_bytes(data)
        home.write_json(temporary / REQUEST, request)
        states.write(temporary, State())
    return Run(run_id, folder)


def load(run_id: str) -> Run:
    """Find a run by its id.

    Raises
    ------
    RunError
        If there is none.
    """
    folder = home.home() / "runs" / run_id
    if not _ID.fullmatch(run_id) or not folder.is_dir():
        raise RunError(
            f"No run is called {run_id[:80]!r} here. It may have been removed, or belong to "
            "another MIRINTER_HOME; the Runs page and `runs list` show those there are."
        )
    return Run(run_id, folder)


def all_runs() -> list[Run]:
    """List all runs, newest first. Reads no file, so that ten thousand cost nothing."""
    folder = home.home() / "runs"
    if not folder.is_dir():
        return []
    found = (p for p in folder.iterdir() if _ID.fullmatch(p.name))
    return [Run(p.name, p) for p in sorted(found, key=lambda p: p.name, reverse=True)]


def rename(run: Run, title: str) -> None:
    """Give a run another title; an empty one brings its verb back."""
    _amend(run, title=_as_title(title) or run.request.verb)


def note(run: Run, notes: str) -> None:
    """Keep what the user has to say of a run, in place of what was there."""
    _amend(run, notes=notes)


def pin(run: Run, *, pinned: bool = True) -> None:
    """Mark a run as one to keep in sight, or take the mark away."""
    _amend(run, pinned=pinned)


def remove(run: Run) -> None:
    """Delete a run with its inputs, results and log.

    Raises
    ------
    RunError
        If it is running or waiting: it has to be cancelled first.
    StorageError
        If some of it could not be deleted.
    """
    if run.is_live:
        raise RunError(f"Run {run.id} is {run.state.state}. Cancel it first, then remove it.")
    with states.held(run.folder, timeout=states.LETTING_GO):
        home.remove_for_good(run.folder)


_last = datetime.min.replace(tzinfo=UTC)
_counting = Lock()


def _later_than_any_before() -> datetime:
    """Return now, but a millisecond after the last run of this process: ids sort as created."""
    global _last
    with _counting:
        _last = max(datetime.now(UTC), _last + timedelta(milliseconds=1))
        return _last


def _as_title(text: str) -> str:
    return " ".join(text.split())[:_TITLE_LENGTH]


def _input_name(name: str) -> str:
    if name in BOOKKEEPING:
        raise RunError(f"An input cannot be called {name!r}: the run itself has such a file.")
    return home.checked_name(name, RunError)


def _amend(run: Run, **facts: object) -> None:
    raw = home.read_json(run.folder / REQUEST, version=FORMAT_VERSION)
    home.write_json(run.folder / REQUEST, raw | facts)
