"""Bench notebooks on the Catalogues page: what was found, to look at, correct and take along."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import streamlit as st

from mirinter_core.datasets import bench, bench_set, bench_table
from mirinter_core.datasets.bench import Entry, Notebook
from mirinter_core.datasets.finding import OUTCOMES
from mirinter_core.errors import DatasetError, RunError
from mirinter_core.runs import run as runs
from mirinter_core.runs import state as states
from mirinter_core.runs.command import spelled
from mirinter_core.runs.forget import forget_dataset, runs_of_dataset
from mirinter_core.runs.run import Run
from mirinter_core.runs.screened import pair_of
from mirinter_core.tasks import export
from mirinter_core.web import bench_record, removal
from mirinter_core.web.bench_models import two_models
from mirinter_core.web.run_list import entry
from mirinter_core.web.show import counted, errors_shown, plain
from mirinter_core.web.table_files import table_files

_CHOSEN = "bench-shown"
_SHOWN = ("date", "query", "symbol", "partner", "outcome", "method", "note", "fate", "recorded")
_TITLES = {"symbol": "symbol", "partner": "partner id", "recorded": "recorded (UTC)"}
_LETTERED = "none: the table has letters"
_SCREENED = ("screen", states.DONE)
_SEARCHED = 200  # runs, the newest, among which the screen of a plate is looked for
_TYPES = ("tsv", "csv", "txt", "xlsx")


def show() -> None:
    """Show a notebook, and ways to correct it and to take it along."""
    st.markdown(
        "What **your bench** found, pair by pair. Record it on Screen (select a row), on Pair, or "
        "from a filled-in plate. A notebook is a data set: train on it beside another one, with a "
        "weight, and see what changes."
    )
    bench_record.say()
    names = bench.names()
    if not names:
        st.info("Nothing was recorded yet.", icon=":material/science:")
        st.page_link("pages/screen.py", label="Screen a microRNA", icon=":material/search:")
    else:
        if st.session_state.get(_CHOSEN) not in names:
            st.session_state.pop(_CHOSEN, None)
        name = st.selectbox("Notebook", names, key=_CHOSEN)
        try:
            _one(bench.read(name))
        except DatasetError as error:
            st.error(plain(str(error)), icon=":material/broken_image:")
            _remove_button(name)
    st.subheader("Record many at once", anchor=False)
    with errors_shown():
        _upload()


def _one(notebook: Notebook) -> None:
    outcomes = [one.finding.outcome for one in notebook.standing]
    with st.container(horizontal=True):
        for outcome, meaning in OUTCOMES.items():
            st.metric(
                outcome.capitalize(), f"{outcomes.count(outcome):,}", help=meaning, border=True
            )
    for entries in notebook.conflicts():
        said = bench_set.conflict_in_words(entries)
        st.warning(plain(said, letters=1000), icon=":material/compare_arrows:")
    if notebook.damaged:
        st.error(f"{counted(notebook.damaged, 'line')} of its file cannot be read.")
    past = len(notebook.entries) - len(notebook.standing)
    with_past = bool(past) and st.toggle(
        f"Also show what was superseded or taken back ({past:,})", key="bench-history"
    )
    shown = notebook.entries if with_past else notebook.standing
    if shown:
        _table(notebook, tuple(reversed(shown)))
    else:
        st.caption("Nothing stands in it.")
    _take_along(notebook, history=with_past)
    _training(notebook)
    two_models(notebook)


def _table(notebook: Notebook, entries: tuple[Entry, ...]) -> None:
    """Show entries, the newest first, and what can be done with the selected one."""
    rows = pd.DataFrame([_row(one) for one in entries], columns=list(_SHOWN))
    told = [name for name in _SHOWN if name != "fate" or rows["fate"].nunique() > 1]
    event = st.dataframe(
        rows[told],
        hide_index=True,
        column_config={
            name: st.column_config.Column(
                _TITLES.get(name, name), help=bench_table.COLUMNS.get(name)
            )
            for name in told
        },
        on_select="rerun",
        selection_mode="single-row",
        key=f"bench-rows-{notebook.name}-{len(notebook.entries)}-{len(entries)}",
        height=min(38 + 35 * len(rows), 458),
        alt="Findings of the notebook, the newest first.",
    )
    if event.selection.rows:
        _selected(notebook, entries[event.selection.rows[0]])
    else:
        st.caption(":material/touch_app: Select a row to correct it or to take it back.")


def _row(one: Entry) -> dict[str, str]:
    f = one.finding
    values = (f.date, f.query.id, f.partner.name, f.partner.id, f.outcome, f.method, f.note)
    return dict(zip(_SHOWN, (*values, one.fate, one.at[:16].replace("T", " ")), strict=True))


def _selected(notebook: Notebook, chosen: Entry) -> None:
    f = chosen.finding
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        partner = plain(bench_record.called(f.partner), letters=60)
        st.markdown(
            f"**{plain(f.query.id, letters=60)}** with **{partner}**: {f.outcome}", width="content"
        )
        if st.button("Correct", icon=":material/edit:", key="bench-correct"):
            bench_record.form(f.query, f.partner, f.run, chosen)
        if chosen.fate != bench.TAKEN_BACK and st.button(
            "Take back", icon=":material/undo:", key="bench-undo"
        ):
            bench.take_back(notebook.name, chosen.id)
            st.rerun()
        if f.run and _is_there(f.run):
            address = {"run": f.run, "id": f.partner.id, "query": f.query.id}
            st.page_link(
                "pages/pair.py",
                label="Open pair",
                icon=":material/join_inner:",
                query_params=address,
            )


def _is_there(run_id: str) -> bool:
    try:
        runs.load(run_id)
    except RunError:
        return False
    return True


def _take_along(notebook: Notebook, *, history: bool) -> None:
    def made(kind: str) -> bytes:
        rows = bench_table.rows(notebook, history=history)
        table = pd.DataFrame(rows, columns=list(bench_table.COLUMNS))
        return export.as_bytes(table, {"notebook": notebook.name}, kind)

    with st.container(horizontal=True, vertical_alignment="center"):
        table_files(
            "Findings", ("tsv", "json"), made, file=f"bench-{notebook.name}", key="bench-file"
        )
        _remove_button(notebook.name)


def _training(notebook: Notebook) -> None:
    usable = len(bench_set.table(notebook))
    if not usable:
        return
    with st.expander("Train a model with these findings", icon=":material/model_training:"):
        st.markdown(
            f"{counted(usable, 'finding')} can be learnt. They are few beside a list, so give "
            "them a weight. What the bench found overrules the list, and what you did not test is "
            "not taken as unlisted. Afterwards open a finished screen and choose **Screen again "
            "with another model**: it shows which partners rose and fell."
        )
        words = ("train", "DATASET", notebook.name, "--weights", f"{notebook.name}=5")
        st.code(spelled(words), language="bash", wrap_lines=True)


def _upload() -> None:
    st.caption(
        "The plate of a short list with a column **outcome** filled in (bound, not bound, "
        "unclear), or an exported notebook. Rows without an outcome are passed over; if one cannot "
        "be read, none is recorded."
    )
    file = st.file_uploader("Table", type=_TYPES, key="bench-upload")
    if file is None:
        return
    screens = [run.id for run in runs.all_runs()[:_SEARCHED] if _is_screen(run)]
    run = st.selectbox(
        "Screen that the ids are of",
        ["", *screens],
        format_func=lambda id_: runs.load(id_).request.title[:80] if id_ else _LETTERED,
        key="bench-upload-run",
    )
    name = bench_record.notebook_box()
    if st.button("Record the table", type="primary", icon=":material/save:", key="bench-take"):
        with TemporaryDirectory() as folder:
            table = Path(folder) / f"table{Path(file.name).suffix.lower()}"
            table.write_bytes(file.getvalue())
            pairs = partial(pair_of, runs.load(run)) if run else None
            bench_record.keep(name, bench_table.read(table, pairs))
        st.session_state[_CHOSEN] = name
        st.rerun()


def _is_screen(run: Run) -> bool:
    found = entry(run)
    return found.request is not None and (found.request.verb, found.state) == _SCREENED


def _remove_button(name: str) -> None:
    if st.button("Remove notebook", icon=":material/delete:", key=f"bench-remove-{name}"):
        _confirm(name)


@st.dialog("Remove this notebook?")
def _confirm(name: str) -> None:
    removal.confirm(
        name,
        "its findings with all their history, the letters they hold, and the vectors that nothing "
        "else needs. Models trained on it stay; they hold digests of its letters, not its letters.",
        runs_of_dataset(name),
        forget_dataset,
        in_runs=", which may name its RNAs",
        held=("bench-upload",),
    )
