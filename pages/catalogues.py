"""Catalogues: the RNAs that can be screened, data sets of listed pairs, and bench findings."""

from __future__ import annotations

import streamlit as st

from mirinter_core.datasets import catalog as catalogs
from mirinter_core.datasets.catalog import CatalogInfo
from mirinter_core.web import add_catalog, bench_view, catalog_view, data_sets, one_catalog
from mirinter_core.web.show import errors_shown, header, plain

_COLUMNS = {
    "name": st.column_config.TextColumn("Name", pinned=True),
    "title": st.column_config.TextColumn("Title", width="medium"),
    "origin": st.column_config.TextColumn("Whose", help="Comes with mirinter, or added here."),
    "molecules": st.column_config.NumberColumn("Molecules", format="localized"),
    "letters": st.column_config.NumberColumn("Letters", format="compact", help="nt in all"),
    "types": st.column_config.TextColumn(
        "Types", help="How many molecules of each type.", width="medium"
    ),
    "species": st.column_config.TextColumn("Species"),
    "release": st.column_config.TextColumn("Release", width="small"),
    "terms": st.column_config.TextColumn("Terms", width="medium"),
    "vectors": st.column_config.TextColumn(
        "Vectors",
        help="Distinct sequences with stored vectors. What is missing is made at the first screen.",
    ),
    "source": st.column_config.TextColumn("Source", width="medium"),
}


def _list(found: list[CatalogInfo]) -> None:
    """Show all catalogues, one a row."""
    with st.spinner("Counting vectors."):
        table = catalog_view.overview(found)
    st.dataframe(
        table,
        column_config=_COLUMNS,
        hide_index=True,
        key="catalogue-list",
        alt="All catalogues with their molecules, types, sources and stored vectors.",
    )


header(
    "Catalogues",
    "The RNAs that a screen ranks. Choose one to look into, add a FASTA file of your own, or "
    "fetch a public one. Data sets of listed pairs, and what your bench found, are kept here too. "
    "All stays on this machine.",
)
if said := st.session_state.pop("catalogue-said", ""):
    st.success(plain(said), icon=":material/check_circle:")
infos, damaged = catalog_view.infos()
for message in damaged:
    st.error(plain(message), icon=":material/broken_image:")
with errors_shown():
    _list(infos)
look, add, fetch, listed, found = st.tabs(
    ["Look into one", "Add a file", "Fetch a public one", "Data sets", "Bench"],
    bind="query-params",
    key="way",
)
if look.open:
    with look, errors_shown():
        one_catalog.show(catalogs.names())
if add.open:
    with add, errors_shown():
        add_catalog.upload()
if fetch.open:
    with fetch, errors_shown():
        add_catalog.public()
if listed.open:
    with listed, errors_shown():
        data_sets.show()
if found.open:
    with found, errors_shown():
        bench_view.show()
