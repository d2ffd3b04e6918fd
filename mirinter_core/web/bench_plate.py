"""The results of a plate, recorded well by well."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from mirinter_core.datasets.finding import OUTCOMES, Finding
from mirinter_core.errors import DatasetError
from mirinter_core.runs.run import Run
from mirinter_core.runs.screened import pair_of
from mirinter_core.web import bench_column, bench_record
from mirinter_core.web.show import errors_shown

_KEPT = ("well", "role", "name1", "id1", "rank")
_OPEN = "not yet"  # of a well that was not measured
_TITLES = {"name1": "symbol", "id1": "id"}


def record_plate(run: Run, query: str, laid: pd.DataFrame) -> None:
    """Let the outcome of each pair be filled in, and record all of them at once.

    Replicates are one measurement, so that a pair stands once, by its first well.

    Parameters
    ----------
    laid : DataFrame
        As `mirinter_core.tasks.short_list.plate` gives it.
    """
    bench_record.say()
    wells = laid[(laid["id1"] != "") & (laid["id2"] == query) & (laid["replicate"] == 1)]
    if wells.empty:
        return
    with (
        st.expander("Record what the bench found", icon=":material/science:"),
        st.form(f"plate-found-{run.id}", border=False),
    ):
        tested = bench_column.found_of(run, query)
        rows = wells[list(_KEPT)].assign(
            found=[tested.get(one, "") for one in wells["id1"]], outcome=_OPEN, note=""
        )
        filled = st.data_editor(
            rows,
            hide_index=True,
            disabled=[*_KEPT, "found"],
            column_config=_columns(),
            key=f"plate-rows-{run.id}-{hash((query, tuple(rows['id1']), tuple(tested)))}",
        )
        day, method = bench_record.day_and_method()
        name = bench_record.notebook_box()
        if st.form_submit_button("Record them", type="primary", icon=":material/save:"):
            with errors_shown():
                facts = {"date": day.isoformat(), "method": method or ""}
                bench_record.keep(name, findings_of(run, query, filled, facts))
                st.rerun()


def findings_of(run: Run, query: str, filled: pd.DataFrame, facts: dict[str, str]) -> list[Finding]:
    """Make findings of the wells that have an outcome.

    Parameters
    ----------
    filled : DataFrame
        Columns ``id1``, ``outcome`` and ``note``.
    facts : dict
        What all of them share: ``date`` and ``method``.

    Raises
    ------
    DatasetError
        If no well has one.
    """
    found = []
    for row in filled.fillna("").to_dict("records"):
        if row["outcome"] not in OUTCOMES:
            continue
        one, other = pair_of(run, query, str(row["id1"]))
        found.append(
            Finding(
                query=one,
                partner=other,
                outcome=str(row["outcome"]),
                note=str(row["note"]),
                run=run.id,
                **facts,
            )
        )
    if not found:
        raise DatasetError("No well has an outcome yet. Choose one in the column 'outcome'.")
    return found


def _columns() -> dict[str, Any]:
    titled = {name: st.column_config.Column(_TITLES.get(name, name)) for name in _KEPT}
    meaning = " ".join(f"**{name}**: {what}" for name, what in OUTCOMES.items())
    return titled | {
        "found": st.column_config.TextColumn("so far", help=bench_column.HELP),
        "outcome": st.column_config.SelectboxColumn(
            "outcome", options=[_OPEN, *OUTCOMES], help=meaning, width="small"
        ),
        "note": st.column_config.TextColumn("note", max_chars=500),
    }
