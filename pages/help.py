"""Help: five minutes, what a score means, every column, formats, privacy, citing."""

import streamlit as st

from mirinter_core.cli.app import VERBS
from mirinter_core.home import home
from mirinter_core.tasks.methods import BIBTEX
from mirinter_core.web import help_view, resources
from mirinter_core.web.show import header, plain

SECTIONS = {
    "Five minutes": "five-minutes",
    "How to read a score": "score",
    "Listed, families, regimes": "listed",
    "Site classes": "sites",
    "Every column": "columns",
    "Formats and ids": "formats",
    "Privacy": "privacy",
    "Command line": "shell",
    "How to cite": "cite",
    "Known limits": "limits",
}


def accuracy() -> None:
    """Show what was measured of the default model, from its own reports."""
    table = help_view.measured(resources.reports(resources.DEFAULT_MODEL))
    st.markdown(f"#### What was measured of the model {plain(resources.DEFAULT_MODEL)}")
    if table.empty:
        st.info("No measurement lies beside this model: how far to trust its ranking is not known.")
        return
    st.dataframe(
        table,
        hide_index=True,
        column_config={
            **help_view.MEASURED,
            "listed": st.column_config.NumberColumn(help_view.MEASURED["listed"], format="%.1f"),
            "chance": st.column_config.NumberColumn(help_view.MEASURED["chance"], format="%.1f"),
        },
        alt="Accuracy of the default model by data set and by what was hidden from it.",
    )
    st.caption(
        "Each row hides something else from the model and asks it to find it again. *Listed in the "
        "first 20*: how many of a query's first 20 are listed, mean over queries; only hidden "
        "pairs count, so a query that has two can show two at most. AUPRC: 1 is perfect, chance is "
        "the share of listed pairs. Rules need no model: they copy from siblings, count sites, or "
        "how often an RNA is listed at all. Where a rule is as good, the model adds nothing."
    )


def sites() -> None:
    """Draw the site classes, and a whole duplex."""
    st.code(help_view.site_drawing(), language=None)
    picture, sentence = help_view.duplex_picture()
    st.markdown(
        "On **Pair**, the duplex is drawn like this: the partner on top, the miRNA below, lines "
        "for A-U and C-G pairs, dots for G-U, the seed marked."
    )
    st.image(picture, alt=sentence)
    st.caption(sentence)


def cite() -> None:
    """Give what to cite, ready for a reference manager."""
    st.markdown(
        "Cite the method, the software with its version, and what your result used. A run's "
        "bundle holds a methods paragraph and just the entries it needs; `CITATION.cff` at the top "
        "of the project describes the software."
    )
    st.code("\n\n".join(BIBTEX.values()), language="bibtex")


def section(name: str, anchor: str) -> None:
    """Show one section: its text, and what is made from the program."""
    st.header(name, anchor=anchor)
    if anchor == "columns":
        st.markdown(help_view.glossary())
        return
    if anchor == "cite":
        cite()
        return
    st.markdown(help_view.text(anchor))
    if anchor == "score":
        accuracy()
    elif anchor == "sites":
        sites()
    elif anchor == "privacy":
        st.markdown(f"Your folder: **{plain(str(home()))}**")
    elif anchor == "shell":
        st.markdown("\n".join(f"* **`{verb}`** {what}" for verb, what in VERBS.items()))


header("Help", "What the numbers mean, and how to get to them.")
st.markdown(" · ".join(f"[{name}](#{anchor})" for name, anchor in SECTIONS.items()))
for title, place in SECTIONS.items():
    section(title, place)
