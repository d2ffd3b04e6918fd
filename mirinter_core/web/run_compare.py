"""Two finished screens beside each other."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

import pandas as pd
import streamlit as st

from mirinter_core.errors import RunError
from mirinter_core.figures.rank_shift import score_scatter
from mirinter_core.runs import run as runs
from mirinter_core.runs import state as states
from mirinter_core.runs import table
from mirinter_core.runs.run import Request, Run, all_runs
from mirinter_core.runs.table import Filters
from mirinter_core.tasks import export
from mirinter_core.tasks.compare import COLUMNS, TOPS, Comparison, compare
from mirinter_core.web.compare_bench import Side, tested
from mirinter_core.web.run_list import entry, when
from mirinter_core.web.running import running
from mirinter_core.web.show import counted, is_dark, plain, plot

_OFFERED = 100  # finished screens to choose from, the newest; an older one by the address
_SEARCHED = 1_000  # runs looked at for them
_HITS = "hits.parquet"
_ALIVE = (states.QUEUED, states.RUNNING)


def comparison() -> None:
    """Ask for two screens and show how their rankings differ, once both are done."""
    if waited := _under_way():
        _wait(waited)
        return
    offered = _finished()
    if len(offered) < 2 and not _has_two_queries(offered):
        st.info("Run two screens first, then compare them here.", icon=":material/info:")
        return
    left, right = st.columns(2, gap="large")
    with left:
        first = _side("First", "a", offered, min(1, len(offered) - 1))
    with right:
        second = _side("Second", "b", offered, 0)
    if (first.run, first.query) == (second.run, second.query):
        st.info("These are one and the same. Choose another.", icon=":material/info:")
        return
    show(compare(_rows(first), _rows(second)), first, second)


def _under_way() -> list[Run]:
    """Find the screens that the address names and that have not come to an end."""
    named = (st.query_params.get(key) for key in ("a", "b"))
    found = [entry(runs.load(id_)) for id_ in dict.fromkeys(named) if id_]
    return [e.run for e in found if e.request and e.request.verb == "screen" and e.state in _ALIVE]


def _wait(waited: list[Run]) -> None:
    """Show how far the screens are; the page is run again when one of them has ended."""
    for run in waited:
        st.markdown(f"**{plain(run.request.title, letters=120)}**")
        running(run)
    st.caption("The comparison is shown here when it is done.")


def show(found: Comparison, first: Side, second: Side) -> None:
    """Show a comparison: the sentence, three numbers, the tables, the figure."""
    k = st.segmented_control(
        "Top", TOPS, default=TOPS[0], required=True, key="top", bind="query-params"
    )
    st.markdown(f"#### {sentence(found, k)}")
    with st.grid(4, min_column_width=150):
        for top in TOPS:
            most = min(top, *(int(found.table[f"rank_{s}"].max()) for s in ("first", "second")))
            label, value = f"Shared in the top {top}", f"{found.overlap(top)} of {most}"
            st.metric(label, value, border=True)
        correlation = "none" if pd.isna(found.correlation) else f"{found.correlation:.2f}"
        st.metric(
            "Rank correlation",
            correlation,
            border=True,
            help="Spearman's, over the partners that both screens ranked; 1 is the same order.",
        )
    _warn(found)
    tested(found, first, second)
    shown = found.top(k)
    _table(shown, f"Rank shifts in the top {k} ({len(shown):,} of {len(found.table):,} partners)")
    for name, rows in (("New", found.new(k)), ("Lost", found.lost(k))):
        with st.expander(f"{name} in the top {k}: {len(rows):,}"):
            _table(rows, "")
    st.download_button(
        "All partners, TSV",
        lambda: export.as_bytes(found.table, {}, "tsv"),
        file_name=f"mirinter-compare-{first.run.id}-{second.run.id}.tsv",
        mime="text/tab-separated-values",
        on_click="ignore",
        icon=":material/download:",
    )
    if found.shared:
        figure = score_scatter(found, k, dark=is_dark())
        plot(lambda _dark: figure, alt=figure.layout.meta["alt"], key="compare")
        st.caption("A point is a partner; where the screens agree, the points lie on one line.")


def sentence(found: Comparison, k: int) -> str:
    """Say how the tops differ."""
    shared, new, lost = found.overlap(k), len(found.new(k)), len(found.lost(k))
    if not new and not lost:
        return f"The two screens have the same {counted(shared, 'partner')} in their top {k}."
    return (
        f"{counted(shared, 'partner')} in the top {k} of both screens; {new:,} new in the second, "
        f"{lost:,} lost from the first."
    )


def _finished() -> dict[str, Request]:
    """List the newest finished screens by id, and those that the address names."""
    found = (e for e in map(entry, all_runs()[:_SEARCHED]) if _is_screen(e.request, e.state))
    offered = {e.run.id: e.request for e in islice(found, _OFFERED) if e.request}
    for key in ("a", "b"):
        if (named := st.query_params.get(key)) and named not in offered:
            older = entry(runs.load(named))
            if not older.request or not _is_screen(older.request, older.state):
                raise RunError(f"Run {older.run.id} is no finished screen. Choose another.")
            offered[older.run.id] = older.request
    return offered


def _is_screen(request: Request | None, state: str) -> bool:
    return request is not None and request.verb == "screen" and state == states.DONE


def _has_two_queries(offered: dict[str, Request]) -> bool:
    return len(offered) == 1 and len(table.queries(runs.load(next(iter(offered))).path(_HITS))) > 1


def _side(label: str, key: str, offered: dict[str, Request], usual: int) -> Side:
    chosen = _kept(
        f"{label} screen",
        key,
        list(offered),
        usual,
        lambda id_: f"{offered[id_].title[:60]}, {when(offered[id_].created)}",
    )
    run, request = runs.load(chosen), offered[chosen]
    queries = table.queries(run.path(_HITS))
    query = queries[0]
    if len(queries) > 1:
        query = _kept(f"{label} query", f"{key}_query", queries, 0, str)
    asked = request.arguments
    st.caption(plain(f"Catalogue {asked['catalog']}, model {asked['model']}, query {query}"))
    return Side(run, request, query)


def _kept(label: str, key: str, options: list[str], usual: int, shown: Callable[[str], str]) -> str:
    """Ask for one of some, and keep it in the address, the usual one too: tomorrow it differs."""
    named = st.query_params.get(key)
    index = options.index(named) if named in options else usual
    chosen = st.selectbox(label, options, index=index, format_func=shown, key=f"compare_{key}")
    st.query_params[key] = chosen
    return chosen


def _rows(side: Side) -> pd.DataFrame:
    return table.page(side.run.path(_HITS), side.query, Filters(), limit=None)


def _warn(found: Comparison) -> None:
    total = len(found.table)
    if found.shared < total:
        st.info(
            f"{found.shared:,} of {counted(total, 'partner')} are in both catalogues, by id. The "
            "others have a rank in one screen only; shifts are counted among those in both.",
            icon=":material/info:",
        )
    if found.other_letters:
        st.warning(
            f"{counted(found.other_letters, 'partner')} of one id differ in length: the two "
            "catalogues hold different versions of them.",
            icon=":material/warning:",
        )


def _table(rows: pd.DataFrame, title: str) -> None:
    if title:
        st.markdown(f"**{title}**")
    if rows.empty:
        st.caption("None.")
        return
    titles = {
        "id1": "id",
        "name1": "symbol",
        "rna_type": "type",
        "rank_first": "first rank",
        "rank_second": "second rank",
        "score_first": "first score",
        "score_second": "second score",
        "held_by": "catalogue",
    }
    st.dataframe(
        rows,
        hide_index=True,
        column_config={
            name: st.column_config.Column(titles.get(name, name), help=meaning)
            for name, meaning in COLUMNS.items()
        },
        alt=title or "Partners in the top of one screen only.",
    )
