"""Encoders and their weights: which are ready, and how to get the others."""

from __future__ import annotations

import streamlit as st

from mirinter_core.embedding import weights
from mirinter_core.embedding.encoder import ENCODERS
from mirinter_core.errors import MirinterError
from mirinter_core.web.running import running
from mirinter_core.web.show import errors_shown, plain
from mirinter_core.web.work import begin, unfinished

_ENCODERS = {
    "kmer": "Frequencies of words of 1 to 4 letters. Needs no weights; quick on any machine.",
    "rna_fm": "RNA-FM, a language model of non-coding RNA: 640 numbers that depend on the whole "
    "sequence. Needs its weights; on two CPU cores some 500 letters a second, a GPU is better.",
}


def encoders() -> None:
    """Show which encoders are ready, and get weights."""
    for name in ENCODERS.names():
        with st.container(border=True):
            st.markdown(f"#### {name}\n\n{_ENCODERS.get(name, '')}")
            if name in weights.SOURCES:
                with errors_shown():
                    _weights(name)
            else:
                st.badge("Ready", icon=":material/check_circle:", color="green")


def _weights(name: str) -> None:
    """Show the state of one encoder's weights."""
    try:
        state = weights.state(name)
    except MirinterError as error:  # damaged: they can be fetched again
        st.error(plain(str(error)))
        state = weights.WeightsState(name, present=False)
    if state.present:
        st.badge("Ready", icon=":material/check_circle:", color="green")
        whose = "the published file" if state.published else "a file other than the published one"
        st.markdown(
            f"Weights from {whose}, {plain(state.source)}; revision {plain(state.revision)}, added "
            f"{plain(state.made)}.  \nSHA-256 of that file: {plain(state.source_sha256)}"
        )
    else:
        st.badge("No weights here", icon=":material/cloud_off:", color="orange")
    run = unfinished("fetch_weights", name=name)
    if run:
        running(run)
    if not (run and run.is_live):
        _get(name, is_here=state.present)


def _get(name: str, *, is_here: bool) -> None:
    """Offer the two ways to weights: over the network, and from a file of this machine."""
    source = weights.SOURCES[name]
    with st.expander("Replace the weights" if is_here else "Get the weights", expanded=not is_here):
        st.markdown(
            f"The authors' file {plain(source.file)}, **{source.megabytes:,} MB**. "
            f"Terms: {plain(source.terms)}. Known addresses:\n"
            + "\n".join(f"1. <{url}>" for url in source.urls)
            + f"\n\nExpected SHA-256: `{source.sha256 or 'not published; recorded when fetched'}`"
        )
        if st.button("Fetch them", icon=":material/download:", key=f"fetch-{name}"):
            begin("fetch_weights", {"name": name}, title=f"Fetch the weights of {name}")
            st.rerun()
        with st.form(f"add-{name}", border=False):
            path = st.text_input(
                "Or the full path of that file on this machine, fetched elsewhere",
                placeholder=f"/home/me/{source.file}",
                help="The file is too large for an upload. It is read as data only, checked, "
                "converted once, and may be deleted then.",
                key=f"path-{name}",
            )
            asked = st.form_submit_button("Add this file", icon=":material/add:")
        if asked and (path or "").strip():
            arguments = {"name": name, "file": (path or "").strip()}
            begin("fetch_weights", arguments, title=f"Add weights of {name}")
            st.rerun()
