"""A notebook's pairs scored by two models: whether the new one does better with them."""

from __future__ import annotations

import streamlit as st

from mirinter_core.datasets.bench import Notebook
from mirinter_core.models.listing import DEFAULT_MODEL
from mirinter_core.tasks.bench_change import COLUMNS, Rescored, rescore
from mirinter_core.tasks.ready import Stamp, ready, stamp
from mirinter_core.web.resources import models
from mirinter_core.web.show import errors_shown, plain

_TITLES = {
    "score_first": "first score",
    "score_second": "second score",
    "place_first": "first place",
    "place_second": "second place",
}


def two_models(notebook: Notebook) -> None:
    """Let two models be chosen, and show how they score what the bench found."""
    names = models()
    with st.expander("What two models make of these pairs", icon=":material/compare:"):
        if len(names) < 2:
            st.caption("There is one model here. Train another, then compare the two.")
            return
        left, right = st.columns(2)
        usual = names.index(DEFAULT_MODEL) if DEFAULT_MODEL in names else 0
        first = left.selectbox("First model", names, index=usual, key="bench-first-model")
        others = [name for name in names if name != first]
        second = right.selectbox("Second model", others, key="bench-second-model")
        if st.button("Score the pairs", icon=":material/play_arrow:", key="bench-score"):
            with errors_shown():
                _show(_rescored(notebook, first, second, (stamp(first), stamp(second))))


def _show(found: Rescored) -> None:
    st.markdown(plain(str(found), letters=2000))
    st.dataframe(
        found.table,
        hide_index=True,
        column_config={
            name: st.column_config.Column(_TITLES.get(name, name), help=meaning)
            for name, meaning in COLUMNS.items()
        },
        alt="Pairs of the notebook with their scores by both models.",
    )


@st.cache_data(max_entries=4, show_spinner="Scoring the pairs with both models.")
def _rescored(
    notebook: Notebook,
    first: str,
    second: str,
    state: tuple[Stamp, Stamp],  # noqa: ARG001 (tells a model that was trained anew)
) -> Rescored:
    return rescore(notebook, ready(first), ready(second))
