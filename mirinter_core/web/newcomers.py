"""Runs that another tab, user or shell began since the list was drawn."""

from __future__ import annotations

import streamlit as st

from mirinter_core.runs.run import all_runs
from mirinter_core.web.show import counted

_POLL = 3  # seconds; reads the names of folders and no file


@st.fragment(run_every=_POLL)
def newcomers(newest: str) -> None:
    """Say when there are newer runs than the list shows, and show them when asked to.

    The list is not redrawn unasked: somebody may be writing a note in it.

    Parameters
    ----------
    newest : str
        Id of the newest run that the list knows of.
    """
    n = sum(run.id > newest for run in all_runs())
    if n and st.button(
        f"{counted(n, 'new run')}: show", icon=":material/refresh:", key="newcomers"
    ):
        st.rerun()
