"""What the bench found of the partners of two screens, and how these moved."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from mirinter_core.datasets import bench
from mirinter_core.errors import ModelError
from mirinter_core.models import listing
from mirinter_core.runs.run import Request, Run
from mirinter_core.runs.screened import queries
from mirinter_core.tasks.bench_change import in_words, moved
from mirinter_core.tasks.compare import COLUMNS, Comparison
from mirinter_core.web.bench_column import HELP, found_of
from mirinter_core.web.show import plain

_SHOWN = ("id1", "name1", "outcome", "rank_first", "rank_second", "shift")
_TITLES = {
    "id1": "id",
    "name1": "symbol",
    "outcome": "bench",
    "rank_first": "first rank",
    "rank_second": "second rank",
}


@dataclass(frozen=True)
class Side:
    """One query of a finished screen."""

    run: Run
    request: Request
    query: str


def tested(found: Comparison, first: Side, second: Side) -> None:
    """Show how the partners that the bench tested with this query moved; nothing without any."""
    if not _is_one_query(first, second):
        return
    outcomes = found_of(first.run, first.query) | found_of(second.run, second.query)
    rows = moved(found, outcomes)
    if rows.empty:
        return
    st.markdown("**What the bench found, and how these partners moved**")
    if said := in_words(rows):
        st.markdown(plain(said, letters=2000))
    if learnt := _learnt(second):
        st.caption(
            f":material/info: The second model was trained on {plain(learnt)}: that it ranks "
            "these pairs so was learnt by heart and is no evidence. What it does with the others "
            "is the news."
        )
    st.dataframe(
        rows[list(_SHOWN)],
        hide_index=True,
        column_config={
            name: st.column_config.Column(_TITLES.get(name, name), help=COLUMNS.get(name, HELP))
            for name in _SHOWN
        },
        alt="Tested partners with what the bench found and their ranks in both screens.",
    )


def _is_one_query(first: Side, second: Side) -> bool:
    given = [queries(side.run).get(side.query) for side in (first, second)]
    one, other = given
    return one is not None and other is not None and one.digest == other.digest


def _learnt(side: Side) -> str:
    """Name the notebooks that the model of a screen was trained on."""
    try:
        datasets = listing.info(str(side.request.arguments["model"])).datasets
    except ModelError:  # it is gone
        return ""
    return ", ".join(f"notebook {name}" for name in bench.names() if name in datasets)
