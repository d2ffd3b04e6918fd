"""Runs: all work, under way and done."""

import streamlit as st

from mirinter_core.runs.run import all_runs
from mirinter_core.web.newcomers import newcomers
from mirinter_core.web.run_compare import comparison
from mirinter_core.web.run_details import say
from mirinter_core.web.run_list import card, entries, page_turner, said
from mirinter_core.web.show import errors_shown, header

HISTORY, COMPARE = "History", "Compare"  # as they stand in the address: ?view=Compare


def history() -> None:
    """List the runs, newest first, a page at a time."""
    say()
    newcomers(next((run.id for run in all_runs()), ""))
    shown, found, total = entries()
    if not total:
        st.info("Nothing was run yet. Everything that is run is kept here.", icon=":material/info:")
        st.page_link("pages/screen.py", label="Screen a microRNA", icon=":material/search:")
        return
    st.caption(said(len(shown), found, total))
    for entry in shown:
        card(entry)
    page_turner(found)


header("Runs", "All that was run stays here until you delete it: open it, name it, compare it.")
view = st.segmented_control(
    "View",
    [HISTORY, COMPARE],
    default=HISTORY,
    required=True,
    key="view",
    bind="query-params",
    label_visibility="collapsed",
)
with errors_shown():
    if view == COMPARE:
        comparison()
    else:
        history()
