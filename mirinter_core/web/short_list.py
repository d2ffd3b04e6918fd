"""The short list of a screen: partners picked, their matched negatives, and a plate of them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mirinter_core.datasets.catalog import open_catalog
from mirinter_core.datasets.finding import UNCLEAR
from mirinter_core.runs import table
from mirinter_core.runs.run import Run
from mirinter_core.runs.screened import queries
from mirinter_core.runs.table import Filters
from mirinter_core.tasks import short_list
from mirinter_core.tasks.next_tests import COLUMNS, suggest
from mirinter_core.tasks.short_list import PLATE_COLUMNS
from mirinter_core.web import filters
from mirinter_core.web.bench_column import found_of
from mirinter_core.web.bench_plate import record_plate
from mirinter_core.web.readings import NO_MORE_THAN_CHANCE, alike
from mirinter_core.web.resources import known_mirnas
from mirinter_core.web.show import counted, plain
from mirinter_core.web.table_files import table_files

HITS = "hits.parquet"
_SUGGESTED = {"rank": "rank", "name1": "symbol", "why": "why", "score": "score", "id1": "id"}
_FOUND = 20  # partners offered by a search
_DEEPER = 6  # times as many rows are looked at, to find so many genes
_REPLICATES = 3  # wells of each, unless told otherwise
_FIRST = 8  # that are added at once, unless told otherwise


def show(run: Run, *, doubtful: bool = False) -> None:
    """Let partners be picked, and give them as a plate with matched negatives.

    Parameters
    ----------
    doubtful : bool
        Whether the ranking says no more than chance would.
    """
    path = run.path(HITS)
    names = table.queries(path)
    chosen = st.session_state.get(filters.QUERY)
    query = chosen if chosen in names else names[0]
    st.subheader("Short list", anchor="short-list")
    picked = short_list.load(run.folder, query)
    _add(run, query, picked)
    _suggested(run, query, picked, doubtful=doubtful)
    if not picked:
        st.caption(
            "Nothing is picked yet. What is picked is kept with the run; each pick gets a partner "
            "of its type, length and GC that scores low and has no seed site, to test beside it."
        )
        return
    rows = _rows(run, query)
    _kept(run, query, picked, rows)
    if groups := alike(run, picked):
        st.caption(f":material/content_copy: {plain(alike_in_words(groups), letters=2000)}")
    each, wells, beside = _how_many()
    gc = _gc(str(run.request.arguments["catalog"]))
    matched = short_list.match(rows, picked, gc, each=each)
    scrambled = _scrambled(run, query)
    laid = short_list.plate(
        rows, matched, gc, scrambled_query=scrambled, replicates=wells, scrambled_each=beside
    )
    if doubtful:
        st.warning(NO_MORE_THAN_CHANCE, icon=":material/casino:")
    st.markdown(plain(sentence(matched, laid), letters=2000))
    st.dataframe(
        laid,
        hide_index=True,
        column_config={
            name: st.column_config.NumberColumn(name, help=meaning, format="%.3f")
            if name in ("score", "gc", "hub")
            else st.column_config.Column(name, help=meaning)
            for name, meaning in PLATE_COLUMNS.items()
        },
        alt="Plate with candidates, matched negatives and controls.",
    )
    table_files(
        "Plate",
        ("tsv", "xlsx"),
        lambda kind: short_list.plate_file(laid, kind),
        file=f"plate-{run.id}",
        key="plate",
    )
    record_plate(run, query, laid)


def add_button(run: Run, query: str, partner: str) -> None:
    """Offer to pick one partner, or say that it is picked."""
    picked = short_list.load(run.folder, query)
    is_in = partner in picked
    label = "On the short list" if is_in else "Add to short list"
    if st.button(label, icon=":material/playlist_add:", disabled=is_in, key="short-add-pair"):
        _save(run, query, [*picked, partner])


def alike_in_words(groups: Sequence[Sequence[str]]) -> str:
    """Say which of the picked partners would be tested twice, in plain text."""
    each = "; ".join(", ".join(group) for group in groups)
    return (
        f"Of one gene, seed family or of much the same letters: {each}. One of each tells as much "
        "of the ranking as all of them."
    )


def sentence(matched: tuple[short_list.Matched, ...], laid: pd.DataFrame) -> str:
    """Say what stands on the plate, and what could not be matched."""
    negatives = sum(len(one.negatives) for one in matched)
    plates = counted(int(laid["plate"].max()), "plate")
    controls = int(((laid["replicate"] == 1) & (laid["role"] == "control")).sum())
    said = (
        f"{counted(len(matched), 'partner')} picked, {counted(negatives, 'matched negative')}, "
        f"{counted(controls, 'control')}, each in "
        f"{counted(int(laid['replicate'].max()), 'well')}, on {plates}. A matched "
        "negative is what the model would bet least on among like RNAs: not known to be one."
    )
    short = [one.candidate for one in matched if not one.negatives]
    return f"{said} No negative was found for {', '.join(short[:5])}." if short else said


def _how_many() -> tuple[int, int, bool]:
    """Ask for the matched negatives of each pick, the wells of each pair, and its control."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        each = st.number_input(
            "Matched negatives for each", min_value=0, max_value=5, value=1, key="short-each"
        )
        wells = st.number_input(
            "Wells for each",
            min_value=1,
            max_value=8,
            value=_REPLICATES,
            key="short-wells",
            help="Replicates, side by side on the plate. They are recorded as one outcome.",
        )
        beside = st.toggle(
            "Scrambled query with each",
            value=True,
            key="short-scrambled",
            help="Each partner is followed by itself with the scrambled query, which its signal is "
            "measured against; else the first candidate alone.",
        )
    return int(each), int(wells), beside


def _add(run: Run, query: str, picked: tuple[str, ...]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = st.number_input(
            "First ranks", min_value=1, max_value=96, value=_FIRST, key="short-first", width=140
        )
        single = st.toggle(
            "One of each gene",
            value=True,
            key="short-single",
            help="Passes over partners of the gene, or of much the same letters, of one that "
            "ranks higher.",
        )
        if st.button("Add them", icon=":material/playlist_add:", key="short-add-first"):
            _save(run, query, [*picked, *_first(run, query, int(first), single=single)])
        text = st.text_input("Or find by id or symbol", key="short-find", type="search")
    if not text.strip():
        return
    found = table.find(run.path(HITS), query, text.strip(), limit=_FOUND)
    if found.empty:
        st.caption("No partner in this screen is called so.")
        return
    named = {
        row["id1"]: f"{row['name1'] or row['id1']}, rank {row['rank']:,}"
        for _, row in found.iterrows()
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        one = st.selectbox(
            f"Found ({len(named)})", list(named), format_func=named.__getitem__, key="short-one"
        )
        if st.button("Add it", icon=":material/add:", key="short-add-one") and one:
            _save(run, query, [*picked, one])


def _first(run: Run, query: str, n: int, *, single: bool) -> list[str]:
    """Take the first n partners; those alike count once, if asked for."""
    top = table.page(run.path(HITS), query, Filters(), limit=n * (_DEEPER if single else 1))
    ids = [str(one) for one in top["id1"]]
    again = {one for group in alike(run, ids) for one in group[1:]} if single else set()
    return [one for one in ids if one not in again][:n]


def _suggested(run: Run, query: str, picked: tuple[str, ...], *, doubtful: bool) -> None:
    """Suggest what to test next, each with its reason, and pick it when told to."""
    with st.expander("What to test next", icon=":material/lightbulb:"):
        outcomes = found_of(run, query)
        answered = [one for one, outcome in outcomes.items() if outcome != UNCLEAR]
        found = suggest(_rows(run, query), [*answered, *picked], _FIRST)
        if found.empty:
            st.caption("Nothing is left that was not tested, picked or listed.")
            return
        if doubtful:
            st.warning(NO_MORE_THAN_CHANCE, icon=":material/casino:")
        st.markdown(
            "Simple rules, no knowledge: most at the top, some further down, so that the outcomes "
            "say something of the whole ranking. They are chosen to learn from: what the ranking "
            "comes to is said above. Listed pairs, hubs and controls are passed over."
        )
        st.dataframe(
            found[list(_SUGGESTED)],
            hide_index=True,
            column_config={
                name: st.column_config.NumberColumn(title, help=COLUMNS[name], format="%.3f")
                if name == "score"
                else st.column_config.Column(
                    title, help=COLUMNS[name], width="large" if name == "why" else None
                )
                for name, title in _SUGGESTED.items()
            },
            alt="Partners suggested to be tested next, each with the reason.",
        )
        if st.button("Add these to the short list", icon=":material/playlist_add:", key="next-add"):
            _save(run, query, [*picked, *found["id1"].tolist()])


def _kept(run: Run, query: str, picked: tuple[str, ...], rows: pd.DataFrame) -> None:
    """Show what is picked, to take away from."""
    names = dict(zip(rows["id1"], rows["name1"], strict=True))
    key = f"short-picked-{run.id}-{abs(hash((query, picked)))}"
    kept = st.multiselect(
        f"Picked ({len(picked)})",
        list(picked),
        default=list(picked),
        format_func=lambda one: str(names.get(one) or one),
        key=key,
    )
    if tuple(kept) != picked:
        _save(run, query, kept)


def _save(run: Run, query: str, ids: list[str]) -> None:
    short_list.save(run.folder, query, ids)
    st.rerun()


def _rows(run: Run, query: str) -> pd.DataFrame:
    return table.page(run.path(HITS), query, Filters(), limit=None)


def _scrambled(run: Run, query: str) -> str:
    """Shuffle the query's letters into a control; empty where they are not known any more."""
    given = queries(run).get(query)
    return short_list.scrambled(given.letters, known_mirnas().family) if given else ""


@st.cache_data(max_entries=4, show_spinner="Counting G and C of the catalogue.")
def _gc(catalog: str) -> dict[str, float]:
    return {m.id: short_list.gc_share(m.letters) for m in open_catalog(catalog).molecules}
