"""What came out for each of several queries, at a glance: a row of it chooses the query."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from mirinter_core.runs import table
from mirinter_core.runs.run import Run
from mirinter_core.runs.run import load as load_run
from mirinter_core.web import filters
from mirinter_core.web.ranked import HITS
from mirinter_core.web.readings import VERDICTS, read

_MOST = 100  # queries: a tenth of a second each, once


def overview(run: Run, names: Sequence[str]) -> None:
    """Show the verdict on each query; a selected row opens it."""
    key = f"overview-{run.id}"
    st.dataframe(
        _verdicts(run.id, tuple(names[:_MOST])),
        hide_index=True,
        column_config={"score": st.column_config.NumberColumn("score", format="%.2f")},
        on_select=partial(_open, key, tuple(names)),
        selection_mode="single-row",
        key=key,
        height=min(38 + 35 * len(names), 248),
        alt="Verdict on each query",
    )
    if len(names) > _MOST:
        st.caption(f"The first {_MOST:,} of {len(names):,} queries.")


def _open(key: str, names: Sequence[str]) -> None:
    """Show the query of the row that was selected."""
    rows = st.session_state[key].selection.rows
    if rows:
        st.session_state[filters.QUERY] = names[rows[0]]
        filters.first_page()


@st.cache_data(max_entries=16, show_spinner="Reading each query's ranking.")
def _verdicts(run_id: str, names: tuple[str, ...]) -> pd.DataFrame:
    run = load_run(run_id)
    rows = []
    for name in names:
        found = table.summary(run.path(HITS), name)
        best = found.best
        rows.append(
            {
                "query": name,
                "verdict": VERDICTS[read(run, name).verdict],
                "best-scored": str(best["name1"] or best["id1"]),
                "score": float(best["score"]),
                "seed family": "known" if found.family_known else "new",
                "listed in training": found.known,
            }
        )
    return pd.DataFrame(rows)
