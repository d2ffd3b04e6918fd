"""Data sets on the Catalogues page: what there is, add by uploading files, look at one, remove."""

from __future__ import annotations

from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from mirinter_core.datasets import saved
from mirinter_core.datasets.dataset import Dataset, types_of
from mirinter_core.datasets.importer import IMPORTERS, PLAIN
from mirinter_core.datasets.saved import DatasetInfo
from mirinter_core.runs.forget import forget_dataset, runs_of_dataset
from mirinter_core.web import dataset_view, removal
from mirinter_core.web.show import counted, errors_shown, plain

_HELD = ("dataset-read", "dataset-added")  # what this tab remembers of an upload
_NAME = (r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", "1 to 64 letters, digits, '.', '_' or '-'")
_COLUMNS = {
    "name": st.column_config.TextColumn("Name", pinned=True),
    "listed": st.column_config.NumberColumn("Listed pairs", format="localized"),
    "types": st.column_config.TextColumn("Pair types", width="medium"),
    "queries": st.column_config.NumberColumn("Queries", format="localized"),
    "partners": st.column_config.NumberColumn("Partners", format="localized"),
    "source": st.column_config.TextColumn("Source", width="medium"),
    "terms": st.column_config.TextColumn("Terms", width="medium"),
    "changed": st.column_config.NumberColumn(
        "Remarks", help="Sentences of its entry report: what was repaired, merged or dropped."
    ),
}


def show() -> None:
    """Show the data sets, one of them in full, and the way to add another."""
    st.markdown(
        "Pairs that are **listed** somewhere, to train and to measure on. Each is checked when it "
        "is added; what was repaired, merged or dropped stands in its report."
    )
    found, damaged = dataset_view.infos()
    for name, message in damaged.items():
        st.error(plain(message), icon=":material/broken_image:")
        _remove_button(name)
    if found:
        st.dataframe(
            dataset_view.overview(found),
            column_config=_COLUMNS,
            hide_index=True,
            key="dataset-list",
            alt="All data sets with their listed pairs, types, sources and terms.",
        )
        by_name = {info.name: info for info in found}
        # A widget's value is set before it is made: the one just added is shown.
        if (added := st.session_state.pop("dataset-next", None)) in by_name:
            st.session_state["dataset"] = added
        name = st.selectbox("Data set", list(by_name), key="dataset")
        if name is not None:
            _one(by_name[name])
    elif not damaged:
        st.info("There is no data set here yet. Add one below.")
    st.subheader("Add one", anchor=False)
    with errors_shown():
        _upload()


def _one(info: DatasetInfo) -> None:
    """Say what one is, how it was changed on entry, and let the user remove it."""
    with st.container(border=True):
        numbers = st.columns(3)
        numbers[0].metric("Listed pairs", f"{info.listed:,}")
        numbers[1].metric("Queries", f"{info.queries:,}")
        numbers[2].metric("Partners", f"{info.partners:,}")
        known = dataset_view.facts(info)
        st.markdown("  \n".join(f"**{key}:** {plain(value)}" for key, value in known.items()))
        _report(info.report)
        sums = dataset_view.checksums(info)
        st.caption("  \n".join(f"{plain(key)}: {plain(value)}" for key, value in sums.items()))
        _remove_button(info.name)


def _report(report: tuple[str, ...]) -> None:
    """Show the entry report."""
    if report:
        st.markdown("**Entry report**")
        st.markdown("\n".join(f"* {plain(sentence, letters=1000)}" for sentence in report))
    else:
        st.markdown("**Entry report:** nothing was repaired, merged or dropped.")


def _upload() -> None:
    """Take files in: read and check them, say what is in them, and add them under a name."""
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
        return
    asked = (tuple(file.file_id for file in files), importer)
    dataset = _read(asked, files, importer or None)
    if st.session_state.get("dataset-added") == asked:
        st.info("These files are a data set now.")
        return
    _offer(asked, dataset, dataset_view.name_for([file.name for file in files]))
    _report(dataset.report)


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


def _offer(asked: object, dataset: Dataset, name: str) -> None:
    """Say what was found, ask for a name, and save."""
    table = dataset.table
    st.markdown(
        f"**{counted(int(table.label.sum()), 'listed pair')}** "
        f"({plain(dataset_view.types_of(types_of(table)))}) of "
        f"{counted(len(table.left), 'query', 'queries')} and "
        f"{counted(len(table.right), 'partner')}.  \n**Source:** {plain(dataset.source)}  \n"
        f"**Terms:** {plain(dataset.terms)}"
    )
    with st.form("new-dataset", border=False):
        box, button = st.columns([3, 1], vertical_alignment="bottom")
        chosen = box.text_input("Name", name, max_chars=64, validate=_NAME)
        wanted = button.form_submit_button("Add data set", type="primary", icon=":material/add:")
    if wanted:
        with errors_shown():
            with st.spinner("Saving."):
                info = saved.save(dataset, chosen)
            st.session_state["catalogue-said"] = (
                f"Added data set {info.name} with {counted(info.listed, 'listed pair')}."
            )
            st.session_state["dataset-added"] = asked
            st.session_state["dataset-next"] = info.name
            st.rerun()


def _remove_button(name: str) -> None:
    if st.button("Remove", icon=":material/delete:", key=f"remove-dataset-{name}"):
        _confirm(name)


@st.dialog("Remove this data set?")
def _confirm(name: str) -> None:
    removal.confirm(
        name,
        "its pairs, its sequences, and the vectors of those sequences that nothing else holds. "
        "Models trained on it stay; they hold digests of its letters, not its letters.",
        runs_of_dataset(name),
        forget_dataset,
        in_runs=", which may name its RNAs",
        held=_HELD,
    )
