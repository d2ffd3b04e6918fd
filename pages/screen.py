"""Screen: paste a microRNA, get ranked partners with evidence."""

import streamlit as st

from mirinter_core.runs import state as states
from mirinter_core.runs.run import Run
from mirinter_core.web import results, short_list
from mirinter_core.web.choices import MODEL, choices, estimate_line, estimated, types_ahead
from mirinter_core.web.inputs import queries
from mirinter_core.web.opened import forget, keep, opened
from mirinter_core.web.readings import CHANCE
from mirinter_core.web.resources import catalog_infos, models
from mirinter_core.web.run_address import place_for, run_heading
from mirinter_core.web.running import running
from mirinter_core.web.screen_again import screen_again
from mirinter_core.web.show import errors_shown, header, plain
from mirinter_core.web.strip import strip
from mirinter_core.web.submit import submit


def ask() -> None:
    """Take queries and choices, and begin a run when told to."""
    given = queries()
    model = st.session_state.get(MODEL) or next(iter(models()), None)
    strip(given, model, types_ahead())
    choice = choices()
    cost = None
    if given.molecules:
        with errors_shown():
            cost = estimated(choice, len(given.molecules))
    with st.container(horizontal=True, vertical_alignment="center"):
        asked = st.button(
            "Run",
            type="primary",
            icon=":material/play_arrow:",
            disabled=bool(given.molecules) and cost is None,
        )
        if cost is not None:
            st.markdown(estimate_line(cost, len(given.molecules)), width="content")
    if asked:
        with errors_shown():
            keep(submit(given, choice, cost))


def answer(run: Run) -> None:
    """Show a run: its results, or how far it is."""
    run_heading(run.request.title, "New screen", forget)
    with errors_shown():
        if run.state.state == states.DONE:
            verdict = results.show(run)
            short_list.show(run, doubtful=verdict == CHANCE)
            screen_again(run)
        else:
            running(run)
    catalog = str(run.request.arguments["catalog"])
    if catalog not in catalog_infos():
        st.caption(
            f":material/info: Catalogue {plain(catalog)} is not here any more. The results are "
            "kept; to run again, choose another."
        )
    with st.expander("Query and settings: change them and run again", icon=":material/edit:"):
        ask()


run = None
with errors_shown():
    run = opened()
with place_for(run):
    if run is None:
        header(
            "Screen", "Paste a microRNA: get non-coding RNAs ranked as its partners, with evidence."
        )
        ask()
    else:
        answer(run)
