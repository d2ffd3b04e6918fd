"""Why a pair scores as it does: the contributions of each kind of evidence."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mirinter_core.figures.contribution_bars import contribution_bars, reading, signed
from mirinter_core.tasks.contribution_words import KIND_WORDS
from mirinter_core.tasks.explain import Explanation
from mirinter_core.web.figure_files import figure
from mirinter_core.web.show import plain


def contributions(found: Explanation) -> None:
    """Show what the score is made of, with the facts behind each part and the sum."""
    st.subheader("Why this score", anchor=False)
    made_of = found.contributions
    if made_of is None:
        st.info(plain(found.note), icon=":material/info:")
        return
    names = {"query": found.query.id, "partner": found.partner.name or found.partner.id}
    figure(
        lambda dark: contribution_bars(made_of, **names, dark=dark),
        reading(made_of),
        key="pair-why",
        file="contributions",
    )
    told = made_of.rounded()
    rows = [("Nothing known", f"{told.base:.2f}", "what a pair scores of which nothing is known")]
    rows += [(KIND_WORDS[p.kind][0], signed(p.value), p.facts) for p in told.parts]
    rows += [("Score", f"{told.score:.2f}", "the sum of the above")]
    st.table(pd.DataFrame(rows, columns=["Evidence", "Gives", "What the model was shown"]))
    with st.expander("How to read this", icon=":material/help:"):
        said = [f"* **{title}**: {what}" for title, what in KIND_WORDS.values()]
        st.markdown("\n".join(said))
        st.caption(
            "The score is computed with every choice of these kinds hidden, "
            f"{2 ** len(made_of.parts)} times; a kind gives what showing it adds, averaged over "
            "all orders of showing them (Shapley values). So the parts add up. They say what moved "
            "the model, not what happens in a cell."
        )
