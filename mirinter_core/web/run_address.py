"""Which run a page looks at: the address says it, and the address brings it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mirinter_core.errors import RunError
from mirinter_core.runs import run as runs
from mirinter_core.runs.run import Run
from mirinter_core.web.show import plain

_PARAMETER = "run"


@dataclass(frozen=True)
class RunAddress:
    """The place of a page's run in its address, and in what a tab remembers of the page.

    Parameters
    ----------
    verb : str
        Of the runs that the page shows.
    noun : str
        What the page calls them.
    """

    verb: str
    noun: str

    @property
    def _last(self) -> str:
        """Key of what this tab looked at when it left for another page."""
        return f"{self.verb}-run"

    def opened(self) -> Run | None:
        """Find the run of the address, else the one this tab looked at last; None for a new one.

        Raises
        ------
        RunError
            If the address names no run, or one of another verb.
        """
        named = st.query_params.get(_PARAMETER)
        run_id = named or st.session_state.get(self._last, "")
        if not run_id:
            return None
        try:
            run = runs.load(run_id)
            if run.request.verb != self.verb:
                raise RunError(f"Run {run.id} is no {self.noun}. The Runs page shows it.")
        except RunError:
            self.leave()
            if named:
                raise
            return None  # removed on another page meanwhile
        self._write(run)
        return run

    def go_to(self, run: Run) -> None:
        """Show a run just begun, under its own address."""
        self._write(run)
        st.rerun()

    def leave(self) -> None:
        """Forget what this tab looked at last; the address stays."""
        st.session_state.pop(self._last, None)

    def forget(self) -> None:
        """Begin a new one in this tab."""
        self.leave()
        st.query_params.pop(_PARAMETER, None)

    def _write(self, run: Run) -> None:
        st.query_params[_PARAMETER] = st.session_state[self._last] = run.id


def place_for(run: Run | None) -> DeltaGenerator:
    """Give the place of a page's form, or of a run's result.

    Of the two places one is empty: what stood in the other is gone at once, not when all is drawn.
    """
    above, below = (st.container(), st.empty()) if run is None else (st.empty(), st.container())
    return above if run is None else below


def run_heading(title: str, new: str, forget: Callable[[], None]) -> None:
    """Show a run's title, and beside it the button that begins a new one."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"
    ):
        st.title(plain(title), anchor=False, width="content")
        st.button(new, icon=":material/add:", on_click=forget)
