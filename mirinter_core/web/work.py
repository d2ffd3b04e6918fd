"""Runs that a page begins, and finds again when it is opened anew."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from mirinter_core.errors import StorageError
from mirinter_core.runs import state as states
from mirinter_core.runs.run import Run, all_runs, create
from mirinter_core.runs.start import start

_RECENT = 100  # runs looked at, newest first: each is two small files


def begin(verb: str, arguments: Mapping[str, Any], *, title: str) -> Run:
    """Write a run down and begin it in a process of its own."""
    run = create(verb, arguments, title=title)
    start(run)
    return run


def unfinished(verb: str, **arguments: Any) -> Run | None:
    """Return the latest run of a kind if it is not done: under way, or ended before its work.

    Parameters
    ----------
    **arguments
        What it must have been asked, such as ``catalog="mine"``.
    """
    for run in all_runs()[:_RECENT]:
        with suppress(StorageError):  # a damaged request is shown on the Runs page
            asked = run.request
            if asked.verb == verb and arguments.items() <= dict(asked.arguments).items():
                return None if run.state.state == states.DONE else run
    return None
