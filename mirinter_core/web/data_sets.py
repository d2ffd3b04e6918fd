"""Data sets on the Catalogues page: what there is, look at one, add another, remove."""

from __future__ import annotations

import streamlit as st

from mirinter_core.datasets.saved import DatasetInfo
from mirinter_core.runs.forget import forget_dataset, runs_of_dataset
from mirinter_core.web import data_upload, dataset_view, removal
from mirinter_core.web.show import counted, errors_shown, plain

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
        if info := data_upload.upload("Add data set"):
            st.session_state["catalogue-said"] = (
                f"Added data set {info.name} with {counted(info.listed, 'listed pair')}."
            )
            st.session_state["dataset-next"] = info.name
            st.rerun()


def _one(info: DatasetInfo) -> None:
    """Say what one is, how it was changed on entry, and let the user remove it."""
    with st.container(border=True):
        numbers = st.columns(3)
        numbers[0].metric("Listed pairs", f"{info.listed:,}")
        numbers[1].metric("Queries", f"{info.queries:,}")
        numbers[2].metric("Partners", f"{info.partners:,}")
        known = dataset_view.facts(info)
        st.markdown("  \n".join(f"**{key}:** {plain(value)}" for key, value in known.items()))
        data_upload.entry_report(info.report)
        sums = dataset_view.checksums(info)
        st.caption("  \n".join(f"{plain(key)}: {plain(value)}" for key, value in sums.items()))
        _remove_button(info.name)


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
        held=data_upload.HELD,
    )
