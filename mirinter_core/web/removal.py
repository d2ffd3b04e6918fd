"""Removing a catalogue or a data set: what goes, asked once more, and done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import streamlit as st

from mirinter_core.runs.run import Run
from mirinter_core.tasks.forget import Forgotten
from mirinter_core.web.forget import forget_memory
from mirinter_core.web.show import counted, errors_shown, plain


class Forget(Protocol):
    """Deletes what has a name."""

    def __call__(self, name: str, *, with_runs: bool) -> Forgotten:
        """Delete it, and its runs if asked to."""
        ...


def confirm(
    name: str, goes: str, runs: Sequence[Run], forget: Forget, *, in_runs: str, held: Sequence[str]
) -> None:
    """Ask in an open dialog, delete, and leave what went for the page to say.

    Parameters
    ----------
    goes : str
        What goes with it, as the end of a sentence, and what stays.
    in_runs : str
        What the runs made with it hold, as the end of a sentence.
    held : sequence of str
        Keys of this tab's memory that may hold some of it.
    """
    st.markdown(f"**{plain(name)}** goes from this machine: {goes} This cannot be undone.")
    with_runs = bool(runs) and st.checkbox(
        f"Also delete {counted(len(runs), 'run')} made with it{in_runs}", key=f"with-runs-{name}"
    )
    if not st.button("Remove it", type="primary", key=f"really-remove-{name}"):
        return
    with errors_shown():
        with st.spinner("Deleting."):
            gone = forget(name, with_runs=with_runs)
            forget_memory()
            for key in held:  # no trace here either
                st.session_state.pop(key, None)
        fate = "deleted" if with_runs else "kept"
        told = f" {counted(len(runs), 'run')} made with it {fate}." if runs else ""
        st.session_state["catalogue-said"] = f"{gone}{told}"
        st.rerun()
