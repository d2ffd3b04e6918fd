"""Pairs that are uploaded: read and checked, said what is in them, and kept under a name."""

from __future__ import annotations

from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from mirinter_core.datasets import saved
from mirinter_core.datasets.dataset import Dataset, types_of
from mirinter_core.datasets.importer import IMPORTERS, PLAIN
from mirinter_core.datasets.in_words import of_types
from mirinter_core.datasets.saved import DatasetInfo
from mirinter_core.web import dataset_view
from mirinter_core.web.names import NAME
from mirinter_core.web.show import counted, errors_shown, plain

HELD = ("dataset-read", "dataset-added")  # what a tab remembers of an upload


def upload(label: str) -> DatasetInfo | None:
    """Take files in: read and check them, say what is in them, and add them under a name.

    Parameters
    ----------
    label : str
        Of the button.

    Returns
    -------
    DatasetInfo or None
        The data set, once, when it has just been added.
    """
    files = st.file_uploader(
        "pairs.tsv and FASTA files, or a published form",
        accept_multiple_files=True,
        key="dataset-files",
    )
    others = [name for name in IMPORTERS.names() if name != PLAIN]
    importers = ["", PLAIN, *others]
    importer = st.selectbox(
        "Form",
        importers,
        format_func=lambda i: dataset_view.form_of(i) or "found by its content",
        key="dataset-form",
    )
    if importer:
        part = IMPORTERS.get(importer)
        st.caption(f"Source: {plain(part.source)}. Terms: {plain(part.terms)}.")
    if not files:
        return None
    asked = (tuple(file.file_id for file in files), importer)
    dataset = _read(asked, files, importer or None)
    if st.session_state.get("dataset-added") == asked:
        st.info("These files are a data set now.")
        return None
    info = _offer(asked, dataset, (label, dataset_view.name_for([file.name for file in files])))
    entry_report(dataset.report)
    return info


def entry_report(report: tuple[str, ...]) -> None:
    """Show the entry report."""
    if report:
        st.markdown("**Entry report**")
        st.markdown("\n".join(f"* {plain(sentence, letters=1000)}" for sentence in report))
    else:
        st.markdown("**Entry report:** nothing was repaired, merged or dropped.")


def _read(asked: object, files: list[UploadedFile], importer: str | None) -> Dataset:
    """Read the upload once, not at each click."""
    held: Any = st.session_state.get("dataset-read")
    if held is None or held[0] != asked:
        st.session_state.pop("dataset-read", None)
        with st.spinner("Reading and checking."):
            read = dataset_view.read_upload([(f.name, f.getvalue()) for f in files], importer)
        held = (asked, read)
        st.session_state["dataset-read"] = held
    dataset: Dataset = held[1]
    return dataset


def unbound(pairs: int) -> str:
    """Say how many pairs a table tells not to interact; empty for none."""
    return f"; {pairs:,} told not to interact" if pairs else ""


def _offer(asked: object, dataset: Dataset, called: tuple[str, str]) -> DatasetInfo | None:
    """Say what was found, ask for a name, and save; `called` are the button and a free name."""
    table = dataset.table
    listed = int(table.label.sum())
    st.markdown(
        f"**{counted(listed, 'listed pair')}** "
        f"({plain(of_types(types_of(table)))}) of "
        f"{counted(len(table.left), 'query', 'queries')} and "
        f"{counted(len(table.right), 'partner')}{unbound(len(table) - listed)}.  \n"
        f"**Source:** {plain(dataset.source)}  \n"
        f"**Terms:** {plain(dataset.terms)}"
    )
    label, name = called
    with st.form("new-dataset", border=False):
        box, button = st.columns([3, 1], vertical_alignment="bottom")
        chosen = box.text_input("Name", name, max_chars=64, validate=NAME)
        wanted = button.form_submit_button(label, type="primary", icon=":material/add:")
    if wanted:
        with errors_shown():
            with st.spinner("Saving."):
                info = saved.save(dataset, chosen)
            st.session_state["dataset-added"] = asked
            return info
    return None
