"""Results to take along: tables, the whole bundle, and the command that repeats it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from mirinter_core import home
from mirinter_core.runs import bundle, table
from mirinter_core.runs.command import command_of
from mirinter_core.runs.run import Run
from mirinter_core.runs.table import Filters
from mirinter_core.tasks import hits
from mirinter_core.tasks.export import FORMATS, as_bytes
from mirinter_core.web.show import counted, plain

_ALL, _FILTERED = "All rows", "Rows as filtered"


def exports(run: Run, path: Path, query: str, chosen: Filters) -> None:
    """Offer the table in every format, the bundle, and the command."""
    st.subheader("Take it along", anchor=False)
    some = Filters()
    if chosen:
        which = st.segmented_control(
            "Which rows", [_ALL, _FILTERED], default=_ALL, required=True, key="which-rows"
        )
        some = chosen if which == _FILTERED else some
    if some:
        n = table.count(path, query, some)
        st.caption(f"{counted(n, 'row')} of query {plain(query)} ({plain(str(some))}).")
    else:
        st.caption("All rows of all queries, with every column.")
    with st.container(horizontal=True):
        for name, kind in FORMATS.items():
            st.download_button(
                name.upper(),
                partial(_file, run, path, query, some, name),
                file_name=f"mirinter-{run.id}{'-filtered' if some else ''}{kind.suffixes[0]}",
                mime=kind.mime,
                key=f"download-{name}",
                help=plain(kind.title),
                on_click="ignore",
                icon=":material/download:",
            )
        st.download_button(
            "Bundle",
            partial(bundle.as_bytes, run),
            file_name=f"mirinter-{run.id}.zip",
            mime="application/zip",
            key="download-bundle",
            help="Inputs, results, command, versions, methods paragraph and citations in one zip.",
            on_click="ignore",
            type="primary",
            icon=":material/folder_zip:",
        )
    with st.expander("The same in a shell, and where it comes from", icon=":material/terminal:"):
        st.code(command_of(run), language="bash", wrap_lines=True)
        st.json(dict(provenance_of(run)), expanded=1)


def provenance_of(run: Run) -> Mapping[str, Any]:
    """Read where a screen's results come from, without the results."""
    return home.read_json(run.path("provenance.json"), version=hits.FORMAT_VERSION)


def _file(run: Run, path: Path, query: str, some: Filters, kind: str) -> bytes:
    found = hits.load(run.folder)
    if not some:
        return as_bytes(found.table, found.provenance, kind)
    facts: dict[str, Any] = {**found.provenance, "filters": f"query {query}; {some}"}
    return as_bytes(table.page(path, query, some, limit=None), facts, kind)
