"""Which map a tab looks at: the address says it, and the address brings it back."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from mirinter_core.errors import RunError, StorageError
from mirinter_core.runs import run as runs
from mirinter_core.runs.run import Run, all_runs
from mirinter_core.tasks.projection import FACTS, Projection, load

VERB = "map"
_PARAMETER = "run"
_LAST = "map-run"  # what this tab looked at when it left for another page
_RECENT = 200  # runs looked at, newest first
_SHOWN = 8


def opened() -> Run | None:
    """Find the run of the address, else the one this tab looked at last; None for a new map.

    Raises
    ------
    RunError
        If there is no such run, or it is no map.
    """
    last = st.session_state.get(_LAST, "")
    run_id = st.query_params.get(_PARAMETER) or last
    if not run_id:
        return None
    try:
        run = runs.load(run_id)
        if run.request.verb != VERB:
            raise RunError(f"Run {run.id} is no map. The Runs page shows it.")
    except RunError:
        st.session_state.pop(_LAST, None)
        if run_id == st.query_params.get(_PARAMETER):
            raise
        return None  # removed on another page meanwhile
    st.query_params[_PARAMETER] = st.session_state[_LAST] = run.id
    return run


def keep(run: Run) -> None:
    """Show a run just begun, under its own address."""
    st.query_params[_PARAMETER] = st.session_state[_LAST] = run.id
    st.rerun()


def forget() -> None:
    """Begin a new map in this tab."""
    st.session_state.pop(_LAST, None)
    st.query_params.pop(_PARAMETER, None)


def recent() -> list[Run]:
    """List the latest maps, done or not."""
    found = []
    for run in all_runs()[:_RECENT]:
        with suppress(StorageError):  # a damaged request is shown on the Runs page
            if run.request.verb == VERB:
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
