"""The parts of the Settings page."""

from __future__ import annotations

import os
from collections.abc import Callable

import pandas as pd
import streamlit as st

from mirinter_core import home
from mirinter_core.errors import RunError
from mirinter_core.provenance import provenance
from mirinter_core.runs.forget import forget_runs
from mirinter_core.runs.run import all_runs
from mirinter_core.tasks.forget import forget_downloads, forget_vectors
from mirinter_core.tasks.usage import usage
from mirinter_core.web.forget import forget_memory
from mirinter_core.web.show import counted, errors_shown, plain

_SIGNS = {
    "ok": (":material/check_circle:", "green"),
    "warning": (":material/warning:", "orange"),
    "problem": (":material/error:", "red"),
}


def storage() -> None:
    """Show where things lie and how much room they take; delete them on request."""
    st.markdown(
        f"All that you add or compute lies in one folder of this machine: **{plain(_place())}**. "
        "Start mirinter with another `MIRINTER_HOME` to use another folder. Nothing is sent "
        "anywhere; the network is used only when you fetch a catalogue or weights."
    )
    places = usage()
    st.dataframe(
        pd.DataFrame(
            {
                "what": [place.what for place in places],
                "entries": [place.entries for place in places],
                "size": [place.bytes / 1e6 for place in places],
                "folder": [place.kind for place in places],
            }
        ),
        hide_index=True,
        column_config={
            "what": st.column_config.TextColumn("What", width="large"),
            "entries": st.column_config.NumberColumn("Entries", format="localized"),
            "size": st.column_config.NumberColumn("Size (MB)", format="%.1f"),
            "folder": "Folder",
        },
        alt="What lies in the folder of mirinter and how much room it takes.",
    )
    st.caption(f"In all {sum(place.bytes for place in places) / 1e6:,.1f} MB.")
    with st.container(horizontal=True):
        for what in _DELETIONS:
            if st.button(f"Delete {what}", icon=":material/delete:", key=f"delete-{what}"):
                _confirm(what)
    st.caption("A single catalogue is removed on the Catalogues page, a single run on Runs.")


def _place() -> str:
    return str(home.home())


def _delete_vectors() -> str:
    _refuse_while_running()
    forget_vectors()
    return "All vectors are deleted. They are computed again when they are needed."


def _delete_runs() -> str:
    gone, kept = forget_runs()
    forget_memory()
    under_way = f" Still under way, so kept: {kept:,}; cancel them first." if kept else ""
    return f"Runs deleted, with their inputs, results and logs: {gone:,}.{under_way}"


def _delete_downloads() -> str:
    _refuse_while_running()
    forget_downloads()
    return "What cut-short fetches had left is deleted."


def _refuse_while_running() -> None:
    if any(run.is_live for run in all_runs()):
        raise RunError("A run is under way and may need them. Wait for it to end, or cancel it.")


_DELETIONS: dict[str, tuple[str, Callable[[], str]]] = {
    "all vectors": (
        "Vectors of catalogues can be computed again: deleting them costs time, nothing else.",
        _delete_vectors,
    ),
    "all runs": (
        "Every run goes, with its sequences, results, notes and log. This cannot be undone.",
        _delete_runs,
    ),
    "unfinished downloads": (
        "Fetches that were cut short begin anew afterwards.",
        _delete_downloads,
    ),
}


@st.dialog("Delete?")
def _confirm(what: str) -> None:
    consequence, delete = _DELETIONS[what]
    st.markdown(consequence)
    if st.button(f"Delete {what}", type="primary", key=f"really-delete-{what}"):
        with errors_shown():
            st.session_state["settings-said"] = delete()
            st.rerun()


def machine() -> None:
    """Show the health of this installation, its devices and versions."""
    from mirinter_core.tasks.doctor import examine

    st.markdown(
        f"{counted(os.cpu_count() or 1, 'CPU core')} found. Threads are set with "
        "`OMP_NUM_THREADS` before the start, devices per screen."
    )
    again = st.button("Look again", icon=":material/refresh:")
    if again or "health" not in st.session_state:
        with st.spinner("Looking at this installation: some seconds."):
            st.session_state["health"] = examine()
    for check in st.session_state["health"]:
        icon, colour = _SIGNS[check.status]
        sign, words = st.columns([1, 5], vertical_alignment="center")
        sign.badge(check.name.capitalize(), icon=icon, color=colour)  # type: ignore[arg-type]
        words.markdown(f"{plain(check.message)} {plain(check.remedy)}")
    st.subheader("Versions", anchor=False)
    facts = provenance()
    packages = facts["packages"]
    versions = {
        "mirinter": facts["mirinter"],
        "Python": facts["python"],
        "machine": facts["machine"],
    }
    if isinstance(packages, dict):
        versions |= packages
    st.dataframe(
        pd.DataFrame({"what": list(versions), "version": [str(v) for v in versions.values()]}),
        hide_index=True,
        column_config={"what": "What", "version": "Version"},
        alt="Versions of mirinter and of what it uses.",
    )
