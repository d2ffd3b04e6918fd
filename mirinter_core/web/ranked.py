"""The ranked table, page by page, and the row one opens."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from mirinter_core.pairing.sites import NO_SITE
from mirinter_core.runs import table
from mirinter_core.runs.run import Run
from mirinter_core.runs.screened import pair_of
from mirinter_core.runs.table import Filters, Summary
from mirinter_core.tasks.hits import COLUMNS
from mirinter_core.web import bench_column, bench_record, filters
from mirinter_core.web.links import link_for
from mirinter_core.web.readings import NO_SHARES
from mirinter_core.web.show import PERCENT, errors_shown, plain

HITS = "hits.parquet"
ROWS = 100  # a page
_LINK = "page"
# What is read first stands first; ids and positions follow; the rest is in the exports.
_ORDER = (
    "rank", "name1", "id1", _LINK, "rna_type", "score", "probability", "p", "q", "hub", "known",
    bench_column.COLUMN, "seed_class", "E", "percentile", "length1", "start1", "end1", "windows",
    "in_training",
    "regime",
    "subseqDP", "hybridDP",
)  # fmt: skip
TITLES = {  # of the columns that the page calls otherwise than a file does
    "name1": "symbol",
    "id1": "id",
    "rna_type": "type",
    "seed_class": "best site",
    "start1": "from",
    "end1": "to",
    "known": "listed",
    "length1": "nt",
    "in_training": "both seen",
    "E": "energy (kcal/mol)",
    "subseqDP": "duplex, letters",
    "hybridDP": "duplex, pairs",
}
_ALWAYS = ("rank", "id1", "score", "percentile", "seed_class", "length1")
_ORDERS = {  # what a click on a column's head asks for: a name of `table.SORTS`; twice, the next
    "rank": ("rank",),
    "name1": ("name", "rank"),
    "id1": ("name", "rank"),
    "rna_type": ("type", "rank"),
    "score": ("score, lowest first", "rank"),
    "percentile": ("score, lowest first", "rank"),
    "E": ("energy, strongest first", "rank"),
    "p": ("p, smallest first", "rank"),
    "q": ("p, smallest first", "rank"),
    "hub": ("hub, least first", "rank"),
    "known": ("listed first", "rank"),
    "length1": ("length, shortest first", "length, longest first", "rank"),
}
_FORMATS = {"score": "%.3f", "percentile": "%.1f", "E": "%.1f", "p": "%.2g", "q": "%.2g"}
# In percent, no more exactly than they are known.
_FORMATS |= dict.fromkeys(("hub", "probability"), PERCENT)
_MOST = 99.0  # per cent: only all is 100, and no share is


def ranked(
    run: Run,
    query: str,
    found: Summary,
    chosen: Filters,
    sort: str,
    *,
    doubtful: bool = False,
) -> None:
    """Show one page of the rows that the filters take, and the selected row's way to Pair.

    Parameters
    ----------
    doubtful : bool
        Whether the ranking says no more than chance would: no probabilities then.
    """
    path = run.path(HITS)
    n = table.count(path, query, chosen)
    everything = found.partners
    if not n:
        st.info(
            f"None of {everything:,} partners fits: {plain(str(chosen))}. Take a filter away.",
            icon=":material/filter_alt_off:",
        )
        return
    body = st.container()
    offset = (_page(-(-n // ROWS)) - 1) * ROWS
    rows = table.page(path, query, chosen, sort=sort, offset=offset, limit=ROWS)
    tested = bench_column.found_of(run, query)
    rows[bench_column.COLUMN] = [tested.get(partner, "") for partner in rows["id1"]]
    of = f"; {everything:,} without filters ({plain(str(chosen))})" if chosen else ""
    with body:
        st.caption(
            f"Rows {offset + 1:,} to {offset + len(rows):,} of {n:,} shown{of}."
            + (f" {NO_SHARES}" if doubtful else "")
        )
        told = _told(found, rows, tested=bool(tested))
        selected = _table(
            rows,
            [name for name in told if not (doubtful and name == "probability")],
            sort,
            f"rows-{run.id}-{hash((query, chosen, sort, offset))}",
        )
    _open(run, query, selected)


def _page(pages: int) -> int:
    """Let the page be chosen, and return its number."""
    if int(st.session_state.get(filters.PAGE) or 1) > pages:
        st.session_state.pop(filters.PAGE, None)
    if pages == 1:
        return 1
    return int(st.pagination(pages, key=filters.PAGE, bind="query-params", max_visible_pages=5))


def _told(found: Summary, rows: pd.DataFrame, *, tested: bool) -> list[str]:
    """List the columns that have something to tell, the same on every page."""
    there = {"known": found.known > 0, "E": found.evidence > 0, "rna_type": any(found.types)}
    links = any(link_for(partner) for partner in rows["id1"])
    there |= {"subseqDP": found.evidence > 0, "hybridDP": found.evidence > 0, _LINK: links}
    there |= {bench_column.COLUMN: tested}
    return [n for n in _ORDER if n in _ALWAYS or there.get(n, n in rows and _tells(rows[n]))]


def _table(rows: pd.DataFrame, told: list[str], sort: str, key: str) -> Mapping[str, Any] | None:
    """Show rows; return the one that is selected.

    A click on a column's head sorts the whole ranking: the browser knows this page of it only.
    """
    shown = rows.copy()
    shown[_LINK] = [link_for(partner) for partner in rows["id1"]]
    shown["hub"] = 100 * rows["hub"]
    shown["probability"] = np.minimum(100 * rows["probability"], _MOST)
    shown["known"] = ["yes" if known else "" for known in rows["known"]]
    event = st.dataframe(
        shown[told],
        column_config={name: _column(name) for name in told},
        hide_index=True,
        on_select=partial(_order, key, sort),
        selection_mode=["single-row", "single-column"],
        key=key,
        height=min(38 + 35 * len(rows), 458),
        placeholder="",
        alt="Ranked partners",
    )
    chosen = event.selection.rows
    return {str(k): v for k, v in rows.iloc[chosen[0]].items()} if chosen else None


def _order(key: str, sort: str) -> None:
    """Take another order if a column's head was clicked."""
    columns = st.session_state[key].selection.columns
    orders = _ORDERS.get(columns[0]) if columns else None
    if orders:
        place = orders.index(sort) + 1 if sort in orders else 0
        st.session_state[filters.SORT] = orders[place % len(orders)]
        filters.first_page()


def _tells(column: pd.Series[Any]) -> bool:
    """Tell whether a column has anything to read."""
    return bool((column.notna() & (column.astype(str) != "")).any())


def _column(name: str) -> Any:
    if name == _LINK:
        return st.column_config.LinkColumn(
            "",
            help="The page of a public database.",
            display_text=":material/open_in_new:",
            width=40,
        )
    if name == bench_column.COLUMN:
        return st.column_config.TextColumn(name, help=bench_column.HELP, width=96)
    title, told = TITLES.get(name, name), COLUMNS[name]
    if name in _FORMATS:
        return st.column_config.NumberColumn(title, help=told, format=_FORMATS[name])
    if name == "rank":
        return st.column_config.Column(title, help=told, pinned=True)
    return st.column_config.Column(title, help=told)


def _open(run: Run, query: str, row: Mapping[str, Any] | None) -> None:
    """Lead from the selected row to its pair."""
    if row is None:
        bench_record.say()
        st.caption(
            ":material/touch_app: Select a row (the box at its left) to open its pair, or to "
            "record what the bench found."
        )
        return
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        site = row["seed_class"]
        where = f"{site} at {row['start1']}-{row['end1']}" if site != NO_SITE else "no seed site"
        name = plain(str(row["name1"] or row["id1"]), letters=80)
        st.markdown(
            f"**{name}** rank {row['rank']:,}, score {row['score']:.3f}, {where}", width="content"
        )
        if st.button("Open pair", type="primary", icon=":material/join_inner:"):
            st.switch_page(
                "pages/pair.py",
                query_params={"run": run.id, "id": str(row["id1"]), "query": query},
            )
        bench_record.say()
        if st.button("Record a finding", icon=":material/science:", key="bench-record-row"):
            with errors_shown():
                bench_record.form(*pair_of(run, query, str(row["id1"])), run.id)
