"""What is in a catalogue: its molecules, a page at a time, and how long they are."""

from __future__ import annotations

from functools import partial

import streamlit as st

from mirinter_core.datasets import catalog_rows
from mirinter_core.datasets.catalog import CatalogInfo
from mirinter_core.figures.length_histogram import length_histogram
from mirinter_core.web import catalog_view
from mirinter_core.web.links import database_of, link_for
from mirinter_core.web.show import counted, plain, plot

_PAGE = 50  # rows sent to the browser at once
_MOST_LETTERS = 100_000  # of one molecule, shown in letters


def molecules(info: CatalogInfo) -> None:
    """Show its molecules, page by page."""
    st.subheader("What is in it", anchor=False)
    search, types, orders = st.columns([2, 1, 1])
    text = search.text_input(
        "Search",
        type="search",
        placeholder="id, symbol, gene, description, or 6 letters and more",
        key=f"search-{info.name}",
    )
    kinds = {"all": None, **{kind or "not told": kind for kind in info.types}}
    kind = kinds[types.selectbox("Type", list(kinds), key=f"type-{info.name}")]
    order = orders.selectbox("Order", catalog_rows.ORDERS, key=f"order-{info.name}")
    ask = partial(
        catalog_rows.rows, info.name, search=text or "", type=kind, order=order or "as in the file"
    )
    place = st.container()
    found = ask(count=0).found
    pages = max(1, -(-found // _PAGE))
    page = st.pagination(pages, key=f"page-{info.name}-{text}-{kind}-{order}") if pages > 1 else 1
    rows = ask(start=(page - 1) * _PAGE, count=_PAGE)
    with place:
        _table(info, rows, (page - 1) * _PAGE)


def _table(info: CatalogInfo, rows: catalog_rows.Rows, start: int) -> None:
    table = rows.table.drop(columns="letters")
    if not rows.found:
        st.info("Nothing is found. Search for a part of an id, a symbol, or of the letters.")
        return
    st.caption(
        f"{start + 1:,} to {start + len(table):,} of {counted(rows.found, 'molecule')}. "
        "Choose a row to read its letters."
    )
    chosen = st.dataframe(
        table,
        hide_index=True,
        column_config={
            "id": st.column_config.TextColumn("Id", width="medium"),
            "name": "Symbol",
            "gene": "Gene",
            "type": "Type",
            "length": st.column_config.NumberColumn("Length (nt)", format="localized"),
            "description": st.column_config.TextColumn("Description", width="medium"),
        },
        on_select="rerun",
        selection_mode="single-row",
        key=f"rows-{info.name}-{start}-{hash(tuple(table['id']))}",
        alt=f"Molecules {start + 1} to {start + len(table)} of the catalogue.",
    )
    for row in chosen.selection.rows[:1]:
        _molecule(rows, row)


def _molecule(rows: catalog_rows.Rows, row: int) -> None:
    """Show one molecule in letters."""
    molecule = rows.table.iloc[row]
    letters = str(molecule["letters"])
    with st.container(border=True):
        st.markdown(f"**{plain(str(molecule['id']), letters=200)}**, {len(letters):,} nt")
        if link := link_for(str(molecule["id"])):
            st.link_button(f"Open in {database_of(str(molecule['id']))}", link)
        if len(letters) > _MOST_LETTERS:
            st.caption(f"The first {_MOST_LETTERS:,} of {len(letters):,} letters.")
        height = "content" if len(letters) < 1500 else 260
        st.code(letters[:_MOST_LETTERS], language=None, wrap_lines=True, height=height)  # type: ignore[arg-type]


def lengths(info: CatalogInfo) -> None:
    """Show how long its molecules are."""
    found = catalog_view.lengths(info)
    made = length_histogram(found)
    plot(
        lambda dark: length_histogram(found, dark=dark),
        alt=made.layout.meta["alt"],
        key=f"lengths-{info.name}",
    )
