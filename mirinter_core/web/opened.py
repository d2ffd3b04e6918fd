"""Which screen a tab looks at: the address says it, and the address brings it back."""

from __future__ import annotations

import streamlit as st

from mirinter_core.runs.run import Run
from mirinter_core.web.choices import MODEL, preset
from mirinter_core.web.filters import clear
from mirinter_core.web.inputs import TEXT, put
from mirinter_core.web.resources import models
from mirinter_core.web.run_address import RunAddress
from mirinter_core.web.show import plain
from mirinter_core.web.submit import choice_of, given

_ADDRESS = RunAddress("screen", "screen")
_MODEL = "with"  # ?with=NAME begins a new screen with that model
_FILLED = "screen-filled"  # the run whose queries were put into the box
_LONGEST_TEXT = 1_000_000  # letters put into the box


def opened() -> Run | None:
    """Find the run of the address, else the one this tab looked at last; None for a new screen.

    When a run is opened its queries and choices are put where they were given.

    Raises
    ------
    RunError
        If there is no such run, or it is no screen.
    """
    _take_model()
    run = _ADDRESS.opened()
    if run is None:
        st.session_state.pop(_FILLED, None)
        return None
    if st.session_state.get(_FILLED) != run.id:
        _fill(run)
    return run


def keep(run: Run) -> None:
    """Show a run just begun, under its own address."""
    st.session_state[_FILLED] = run.id
    clear()
    _ADDRESS.go_to(run)


def forget() -> None:
    """Begin a new screen in this tab."""
    _ADDRESS.forget()
    clear()
    st.session_state[TEXT] = ""


def _take_model() -> None:
    """Begin a new screen with the model that a link to here names; what was typed stays."""
    name = st.query_params.get(_MODEL)
    if name is None:
        return
    del st.query_params[_MODEL]
    if name in models():
        _ADDRESS.leave()
        clear()
        st.session_state[MODEL] = name
        st.info(
            f"Model **{plain(name)}** is chosen: paste a microRNA, and run.",
            icon=":material/check_circle:",
        )
    else:
        st.warning(f"There is no model {plain(name)} here.", icon=":material/link_off:")


def _fill(run: Run) -> None:
    text = given(run)
    put(text if len(text) <= _LONGEST_TEXT else "")
    preset(choice_of(run))
    st.session_state[_FILLED] = run.id
