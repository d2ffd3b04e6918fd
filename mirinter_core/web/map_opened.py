"""The maps that were made, and the one of a run."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from mirinter_core.errors import StorageError
from mirinter_core.runs.run import Run, all_runs
from mirinter_core.tasks.projection import FACTS, Projection, load
from mirinter_core.web.run_address import RunAddress

ADDRESS = RunAddress("map", "map")
_RECENT = 200  # runs looked at, newest first
_SHOWN = 8


def recent() -> list[Run]:
    """List the latest maps, done or not."""
    found = []
    for run in all_runs()[:_RECENT]:
        with suppress(StorageError):  # a damaged request is shown on the Runs page
            if run.request.verb == ADDRESS.verb:
                found.append(run)
        if len(found) == _SHOWN:
            break
    return found


def projection(run: Run) -> Projection:
    """Read the map of a run that is done; the last few stay in memory."""
    return _projection(run.id, run.path(FACTS).stat().st_mtime_ns, run)


@st.cache_resource(max_entries=3, show_spinner="Reading the map")
def _projection(run_id: str, changed: int, _run: Run) -> Projection:  # noqa: ARG001
    return load(_run.folder)
