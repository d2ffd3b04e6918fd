"""Embedding map: pairs as a model sees them, RNAs as an encoder does, and a query among them."""

import streamlit as st

from mirinter_core.runs import state as states
from mirinter_core.runs.run import Run
from mirinter_core.web import map_view
from mirinter_core.web.map_choice import choose
from mirinter_core.web.map_opened import ADDRESS, recent
from mirinter_core.web.run_address import place_for, run_heading
from mirinter_core.web.running import badge, running
from mirinter_core.web.show import errors_shown, header, plain
from mirinter_core.web.work import begin


def ask() -> None:
    """Take choices, and begin a run when told to."""
    choice = choose()
    if choice is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        asked = st.button("Run", type="primary", icon=":material/play_arrow:")
        st.markdown(choice.cost, width="content")
    if asked:
        with errors_shown():
            ADDRESS.go_to(begin("map", choice.arguments, title=choice.title))


def earlier() -> None:
    """Lead to the maps that were made before."""
    found = recent()
    if not found:
        return
    st.subheader("Earlier maps", anchor=False)
    for run in found:
        with st.container(horizontal=True, vertical_alignment="center"):
            badge(run.state.state)
            st.page_link(
                "pages/embedding_map.py",
                label=plain(run.request.title),
                query_params={"run": run.id},
            )


def answer(run: Run) -> None:
    """Show a run: its map, or how far it is."""
    run_heading(run.request.title, "New map", ADDRESS.forget)
    with errors_shown():
        if run.state.state == states.DONE:
            map_view.show(run)
        else:
            running(run)


shown = None
with errors_shown():
    shown = ADDRESS.opened()
with place_for(shown):
    if shown is None:
        header(
            "Embedding map",
            "Look at what a model makes of pairs, or an encoder of RNAs: every point is one, and "
            "points lie together that are seen alike. Then place your own microRNA among them.",
        )
        with errors_shown():
            ask()
            earlier()
    else:
        answer(shown)
