"""Help: five minutes, what a score means, every column, formats, privacy, citing."""

import streamlit as st

from mirinter_core.cli.app import VERBS
from mirinter_core.home import home
from mirinter_core.models.listing import DEFAULT_MODEL
from mirinter_core.tasks.methods import BIBTEX
from mirinter_core.web import help_view, measurements
from mirinter_core.web.accuracy import accuracy
from mirinter_core.web.show import header, plain

SECTIONS = {
    "Five minutes": "five-minutes",
    "How to read a score": "score",
    "More than chance: p, q and hubs": "nulls",
    "Listed, families, regimes": "listed",
    "Questions and figures": "figures",
    "Site classes": "sites",
    "Why a score, and what to test": "why",
    "Reading an embedding map": "map",
    "Every column": "columns",
    "Formats and ids": "formats",
    "Privacy": "privacy",
    "Command line": "shell",
    "How to cite": "cite",
    "Known limits": "limits",
}


def measured() -> None:
    """Show what was measured of the default model, from its own reports."""
    st.markdown(f"#### What was measured of the model {plain(DEFAULT_MODEL)}")
    accuracy(measurements.of_model(DEFAULT_MODEL))


def figures() -> None:
    """Explain the questions and figures of the Benchmarks page."""
    st.markdown(
        "A protocol says what is hidden from a model before it is asked. The same model looks good "
        "or poor under one or the other, so a figure without its protocol says nothing."
    )
    st.markdown(help_view.protocols())
    st.markdown("#### The rules without a model")
    st.markdown(help_view.rules())
    st.markdown("#### The figures")
    st.markdown(help_view.figures())


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
    if anchor == "figures":
        figures()
        return
    st.markdown(help_view.text(anchor))
    if anchor == "score":
        measured()
    elif anchor == "sites":
        sites()
    elif anchor == "privacy":
        st.markdown(f"Your folder: **{plain(str(home()))}**")
    elif anchor == "shell":
        st.markdown("\n".join(f"* **`{verb}`** {what}" for verb, what in VERBS.items()))


header("Help", "What the numbers mean, and how to get to them.")
st.markdown(" · ".join(f"[{name}](#{anchor})" for name, anchor in SECTIONS.items()))
# What another page sends a reader for stands first: a browser does not scroll to what comes late.
asked = st.query_params.get(help_view.ABOUT)
for title, place in sorted(SECTIONS.items(), key=lambda one: one[1] != asked):
    section(title, place)
