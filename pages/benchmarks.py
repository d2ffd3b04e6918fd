"""Benchmarks: how well each model finds what was hidden from it, beside rules without a model."""

import streamlit as st

from mirinter_core.web import measurements
from mirinter_core.web.benchmark_again import again
from mirinter_core.web.benchmark_answer import answer
from mirinter_core.web.benchmark_choice import Choice, choose
from mirinter_core.web.benchmark_contests import contests, published
from mirinter_core.web.benchmark_notes import nothing, refused
from mirinter_core.web.benchmark_plots import bars, curves, reliability, types
from mirinter_core.web.benchmark_table import table
from mirinter_core.web.benchmark_threshold import threshold
from mirinter_core.web.show import errors_shown, header

_TABS = {
    "Bars": bars,
    "Curves": curves,
    "Scores and threshold": threshold,
    "Promises": reliability,
    "Pair types": types,
    "Is it luck?": contests,
    "As published": published,
    "Make it again": again,
}
_ALONE = (published, again)  # say something without a model as well


def plots(choice: Choice) -> None:
    """Show one of the views on what was measured."""
    tabs = st.tabs(list(_TABS), bind="query-params", key="view")
    for show, tab in zip(_TABS.values(), tabs, strict=True):
        if tab.open:
            with tab, errors_shown():
                if choice.chosen or show in _ALONE:
                    show(choice)
                else:
                    st.info("Choose at least one model above.", icon=":material/info:")


header(
    "Benchmarks",
    "Listed pairs are hidden, and each model has to find them again. Rules that need no model "
    "stand beside it: a figure is only news where it beats them.",
)
with errors_shown():
    found = measurements.found()
    if found.reports:
        above = st.container()
        st.subheader("Compare", anchor=False)
        choice = choose(found.reports)
        with above:
            answer(measurements.benches(found.reports), choice.bench)
        table(choice)
        plots(choice)
    else:
        nothing()
    refused(found.refused)
