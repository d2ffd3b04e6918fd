"""From a finished screen to the same one with another model, and on to what changed."""

from __future__ import annotations

import streamlit as st

from mirinter_core.runs.again import again
from mirinter_core.runs.run import Run
from mirinter_core.runs.start import start
from mirinter_core.web.resources import models
from mirinter_core.web.show import errors_shown


def screen_again(run: Run) -> None:
    """Offer the models that this screen was not made with."""
    others = [name for name in models() if name != run.request.arguments["model"]]
    with st.expander("Screen again with another model, and compare", icon=":material/compare:"):
        if not others:
            st.caption(
                "There is no other model here. Train one, for instance with what your bench found."
            )
            return
        with st.container(horizontal=True, vertical_alignment="bottom"):
            model = st.selectbox("Model", others, key="again-model")
            wanted = st.button("Screen again", icon=":material/replay:", key="again")
        st.caption("The same queries, catalogue and settings. Both screens are kept.")
        if wanted and model:
            with errors_shown():
                new = again(run, model)
                start(new)
                address = {"view": "Compare", "a": run.id, "b": new.id}
                st.switch_page("pages/runs.py", query_params=address)
