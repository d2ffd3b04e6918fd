"""What happened in a run, one line each, appended: ``events.jsonl``."""

from __future__ import annotations

import json
import os
import time
from typing import Any

from mirinter_core.runs.run import Run

STATE = "state"  # a new state: {state}
PROGRESS = "progress"  # how far it is: {share, what}

_FILE = "events.jsonl"


def record(run: Run, kind: str, **facts: Any) -> None:
    """Append an event: its time (seconds since 1970), its kind, and its facts.

    A job may record events of its own kinds, such as the loss after an epoch.
    """
    line = json.dumps({"at": round(time.time(), 3), "kind": kind, **facts}, ensure_ascii=False)
    with (run.folder / _FILE).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


def read(run: Run, *, last_bytes: int | None = None) -> list[dict[str, Any]]:
    """Read the events, oldest first; a line cut short by a killed process is passed over.

    Parameters
    ----------
    last_bytes : int or None
        Read only so much of the end, which is enough for a rate; None reads all.
    """
    path = run.folder / _FILE
    if not path.exists():
        return []
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - last_bytes) if last_bytes is not None else 0)
        lines = file.read().split(b"\n")
    return [event for line in lines if (event := _parsed(line))]


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) and {"at", "kind"} <= event.keys() else None
