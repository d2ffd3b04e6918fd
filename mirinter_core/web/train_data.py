"""Step 1 of Train: the pairs to learn from, of data sets that are here or that are uploaded."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mirinter_core.datasets.in_words import of_types
from mirinter_core.datasets.saved import DatasetInfo
from mirinter_core.web import data_upload, dataset_view
from mirinter_core.web.show import counted, errors_shown, plain

CHOSEN = "train-data"  # key of the widget
_WAY, _NEXT = "train-way", "train-data-next"
_HERE, _UPLOAD = "Data sets here", "Upload pairs"
_FORM = """
* `pairs.tsv`: tab between columns, names in the first line. First column the microRNA's id, second
  the partner's. A third, `label`, is 1 for listed and 0 for tested without success; without it
  all are taken as listed.
* One or more FASTA files (`.fa`, `.fasta`, also `.gz`) with the sequences of all these ids.
"""


def data() -> tuple[DatasetInfo, ...]:
    """Let data sets be chosen or uploaded; none chosen gives none."""
    infos, damaged = dataset_view.infos()
    by_name = {info.name: info for info in infos}
    for message in damaged.values():
        st.error(plain(message), icon=":material/broken_image:")
    if (added := st.session_state.pop(_NEXT, None)) in by_name:
        # A widget's value is set before it is made.
        st.session_state[CHOSEN], st.session_state[_WAY] = [added], _HERE
        st.success(f"Added data set {plain(str(added))}.", icon=":material/check_circle:")
    if _WAY not in st.session_state:
        st.session_state[_WAY] = _HERE if by_name else _UPLOAD
    way = st.segmented_control(
        "Where the pairs are",
        [_HERE, _UPLOAD],
        required=True,
        key=_WAY,
        label_visibility="collapsed",
        persist_state="session",
    )
    if way == _UPLOAD:
        with st.container(border=True), errors_shown():
            _upload()
    elif not by_name:
        st.info("There is no data set here yet: upload pairs.", icon=":material/info:")
    return _chosen(by_name) if by_name and way == _HERE else ()


def _upload() -> None:
    st.markdown(_FORM)
    if info := data_upload.upload("Add these pairs"):
        st.session_state[_NEXT] = info.name
        st.rerun()


def _chosen(by_name: dict[str, DatasetInfo]) -> tuple[DatasetInfo, ...]:
    before = st.session_state.get(CHOSEN, list(by_name)[:1])
    # One that was removed meanwhile is chosen no more.
    st.session_state[CHOSEN] = [name for name in before if name in by_name]
    if gone := [name for name in before if name not in by_name]:
        st.warning(
            f"Data set {plain(', '.join(gone))} is not here any more. Choose another, or upload "
            "the pairs again.",
            icon=":material/link_off:",
        )
    names = st.multiselect(
        "Data sets (several are learnt from together)",
        list(by_name),
        key=CHOSEN,
        format_func=lambda name: f"{name} · {counted(by_name[name].listed, 'listed pair')}",
        placeholder="Choose at least one",
        persist_state="session",
    )
    found = tuple(by_name[name] for name in names)
    if found:
        _facts(found)
    return found


def _facts(found: Sequence[DatasetInfo]) -> None:
    """Say what was chosen, and what was changed when it was added."""
    for info in found:
        st.markdown(
            f"**{plain(info.name)}**: {counted(info.listed, 'listed pair')} "
            f"({plain(of_types(info.types))}) of "
            f"{counted(info.queries, 'query', 'queries')} and {counted(info.partners, 'partner')}"
            f"{data_upload.unbound(info.pairs - info.listed)}. Terms: {plain(info.terms)}."
        )
    remarks = sum(len(info.report) for info in found)
    if remarks:
        with st.expander(f"Entry report: {counted(remarks, 'remark')}", icon=":material/rule:"):
            for info in found:
                data_upload.entry_report(info.report)
