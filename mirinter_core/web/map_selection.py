"""Points chosen on a map: as a table, as a file, and on to Screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from mirinter_core.datasets import catalog as catalogs
from mirinter_core.datasets.catalog import from_molecules
from mirinter_core.molecules import fasta
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.runs.run import Run
from mirinter_core.tasks import export
from mirinter_core.tasks.map_members import members
from mirinter_core.tasks.map_points import COLUMNS
from mirinter_core.tasks.projection import Projection
from mirinter_core.web import opened
from mirinter_core.web.choices import CATALOG
from mirinter_core.web.inputs import put
from mirinter_core.web.show import counted, errors_shown
from mirinter_core.web.table_files import table_files

_NAME = (r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", "1 to 64 letters, digits, '.', '_' or '-'")
_MOST_QUERIES = 200
_TITLES = {"id1": "partner", "id2": "query", "known": "in training"}


def selection(run: Run, made: Projection, rows: list[int]) -> None:
    """Show the points in these rows of the map's table, and what can be done with them."""
    if not rows:
        st.caption(
            ":material/gesture_select: Draw around points on the map, with the lasso or the box, "
            "to list them here. Only points that are drawn can be chosen."
        )
        return
    chosen = made.table.iloc[rows]
    st.markdown(f"**{counted(len(chosen), 'point')}**{_made_of(chosen)}")
    st.dataframe(
        chosen.drop(columns=["x", "y"]),
        hide_index=True,
        height=min(38 + 35 * len(chosen), 320),
        column_config={
            name: st.column_config.NumberColumn(name, help=COLUMNS[name], format="%.3f")
            if name == "score"
            else st.column_config.Column(_title(name, made), help=COLUMNS[name])
            for name in chosen
            if name in COLUMNS
        },
        alt="Points chosen on the map",
    )
    table_files(
        "Chosen points",
        ("tsv", "xlsx"),
        lambda kind: export.as_bytes(chosen, made.provenance, kind),
        file=f"mirinter-map-{run.id}-chosen",
        key="map-chosen",
    )
    with errors_shown():
        _screen(run, chosen)


def _title(name: str, made: Projection) -> str:
    return "RNA" if name == "id1" and "id2" not in made.table else _TITLES.get(name, name)


def _made_of(chosen: pd.DataFrame) -> str:
    column = "label" if "label" in chosen else "type"
    counts = chosen[column].value_counts()
    return ": " + ", ".join(f"{n:,} {name or 'of no told type'}" for name, n in counts.items())


def _screen(run: Run, chosen: pd.DataFrame) -> None:
    """Offer the microRNAs as queries, and the others as a catalogue of their own."""
    queries, partners = members(run.request.arguments, chosen)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if queries:
            few = queries[:_MOST_QUERIES]
            st.button(
                f"Screen {counted(len(few), 'microRNA')}",
                icon=":material/search:",
                key="map-screen-queries",
                on_click=_put,
                args=(fasta.write(few),),
                help="Puts them into the box of the Screen page.",
            )
        if partners:
            _as_catalog(run, partners)
    if st.session_state.pop("map-to-screen", False):
        st.switch_page("pages/screen.py")


def _put(text: str) -> None:
    opened.forget()
    put(text)
    st.session_state["map-to-screen"] = True


def _as_catalog(run: Run, partners: tuple[Molecule, ...]) -> None:
    with st.popover(
        f"Screen against these {counted(len(partners), 'RNA')}", icon=":material/library_add:"
    ):
        st.markdown("They become a catalogue of their own, chosen on the Screen page.")
        name = st.text_input(
            "Name", f"map-{run.id[:8]}", max_chars=64, validate=_NAME, key="map-catalog-name"
        )
        if st.button("Save and go to Screen", type="primary", key="map-catalog-save"):
            with errors_shown():
                catalogs.check_new(name)
                facts: Mapping[str, Any] = {"title": f"Chosen on a map, {run.request.title}"}
                catalogs.save(from_molecules(name, partners, **facts))
                opened.forget()
                st.session_state[CATALOG] = name
                st.switch_page("pages/screen.py")
