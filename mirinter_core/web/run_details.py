"""All that can be done with one run: name it, note, pin, take along, repeat, delete."""

from __future__ import annotations

import streamlit as st

from mirinter_core.errors import MirinterError
from mirinter_core.runs import run as runs
from mirinter_core.runs import state as states
from mirinter_core.runs.bundle import as_bytes
from mirinter_core.runs.command import command_of
from mirinter_core.runs.run import Request, Run
from mirinter_core.web.forget import forget_memory
from mirinter_core.web.running import log_of
from mirinter_core.web.show import plain

_SAID = "runs_said"  # what was done, to be said once the page has been run again
_LOGGED = (states.FAILED, states.INTERRUPTED)  # `running` shows the log of these


def details(run: Run, request: Request | None) -> None:
    """Show what a run's owner can do with it; a damaged one can only be deleted."""
    if request is not None:
        _names(run, request)
    with st.container(horizontal=True, vertical_alignment="center"):
        if request is not None:
            _pin(run, request)
            st.download_button(
                "Download bundle",
                lambda: as_bytes(run),
                file_name=f"mirinter-{run.id}.zip",
                mime="application/zip",
                key=f"bundle-{run.id}",
                on_click="ignore",
                icon=":material/folder_zip:",
                help="Inputs, results, the command, versions, methods text and references.",
            )
        _delete(run)
    if request is None:
        return
    st.caption("The same in a shell:")
    st.code(command_of(run), language="bash", wrap_lines=True)
    if run.state.state not in _LOGGED:
        log_of(run)
    st.caption(plain(f"Run {run.id}, kept in {run.folder}"))


def say() -> None:
    """Say what was done before the page was run again."""
    if message := st.session_state.pop(_SAID, ""):
        st.success(message, icon=":material/check:")


def _names(run: Run, request: Request) -> None:
    with st.form(f"names-{run.id}", border=False):
        title = st.text_input("Title", request.title, max_chars=200, key=f"title-{run.id}")
        notes = st.text_area("Notes", request.notes, key=f"notes-{run.id}", height=90)
        if st.form_submit_button("Save", icon=":material/save:"):
            if title != request.title:
                runs.rename(run, title)
            if notes != request.notes:
                runs.note(run, notes)
            _done("Saved.")


def _pin(run: Run, request: Request) -> None:
    label = "Unpin" if request.pinned else "Pin"
    if st.button(label, key=f"pin-{run.id}", icon=":material/push_pin:"):
        runs.pin(run, pinned=not request.pinned)
        st.rerun()


def _delete(run: Run) -> None:
    is_live = run.is_live
    why = "It is at work: cancel it first." if is_live else None
    with st.popover("Delete", icon=":material/delete:", disabled=is_live, help=why):
        st.markdown(
            "**Everything of this run is deleted**: its inputs, results, title, notes and log. "
            "Nothing of it can be brought back. Catalogues and models stay."
        )
        if st.button("Delete everything of this run", key=f"delete-{run.id}", type="primary"):
            try:
                runs.remove(run)
            except MirinterError as error:
                st.error(plain(str(error)))
            else:
                forget_memory()
                st.query_params.pop("show", None)
                _done(f"Run {run.id} and all that was in it are deleted.")


def _done(message: str) -> None:
    st.session_state[_SAID] = message
    st.rerun()
