"""A query pasted on the map page: where it lands, and who is nearest in truth."""

from __future__ import annotations

import time
from typing import Any

import streamlit as st

from mirinter_core.errors import SequenceError
from mirinter_core.runs.run import Run
from mirinter_core.tasks import export
from mirinter_core.tasks.check import accepted
from mirinter_core.tasks.layout import LAYOUTS
from mirinter_core.tasks.map_points import COLUMNS, LISTED, PAIRS
from mirinter_core.tasks.map_query import place_queries
from mirinter_core.tasks.place import BEST, NEIGHBOUR_COLUMNS, Placed
from mirinter_core.tasks.projection import Projection
from mirinter_core.web.inputs import read_and_check
from mirinter_core.web.show import errors_shown, plain
from mirinter_core.web.table_files import table_files

_TEXT, _HELD = "map-query", "map-placed"
_MOST = 50  # queries at once
_HELP = "Letters alone, `name` and letters on a line, or FASTA. Nothing leaves this machine."
_PLACEHOLDER = "UGAGGUAGUAGGUUGUAUAGUU"
_TITLES = {"id1": "partner", "id2": "query", "known": "in training"}


def ask_query(run: Run, made: Projection) -> Placed | None:
    """Take a query, place it when told to, and show its nearest neighbours.

    What was placed stays on the map until another is.
    """
    pairs = made.facts["of"] == PAIRS
    st.markdown(
        f"Its {BEST} best pairs with the partners of the data set are marked by stars."
        if pairs
        else "It is read by the same encoder and marked by a star."
    )
    with st.form("map-place", border=False):
        text = st.text_area(
            "Sequence, 5' to 3'", key=_TEXT, height=90, placeholder=_PLACEHOLDER, help=_HELP
        )
        asked = st.form_submit_button("Place it", icon=":material/star:")
    if asked:
        st.session_state.pop(_HELD, None)
        with errors_shown(), st.spinner("Placing."):
            st.session_state[_HELD] = (run.id, *_placed(text, run, made))
    held: Any = st.session_state.get(_HELD)
    if held is None or held[0] != run.id:
        return None
    found: Placed = held[1]
    _neighbours(found, made, seconds=held[2])
    return found


def _placed(text: str, run: Run, made: Projection) -> tuple[Placed, float]:
    """Place what was pasted; also say how long it took (s)."""
    if not text.strip():
        raise SequenceError("There is no sequence to place. Paste letters or FASTA into the box.")
    reading, checks = read_and_check(text)
    molecules = accepted(checks)
    refused = [check.refusal for check in checks if check.refusal]
    if refused or not molecules:
        raise SequenceError(refused[0] if refused else "; ".join(reading.notes))
    if len(molecules) > _MOST:
        raise SequenceError(
            f"{len(molecules)} sequences are too many to place at once; give at most {_MOST}."
        )
    begun = time.perf_counter()
    found = place_queries(molecules, made, run.folder, run.request.arguments)
    return found, time.perf_counter() - begun


def _neighbours(found: Placed, made: Projection, *, seconds: float) -> None:
    """Show who is nearest in the space itself, where no method has bent anything."""
    names = list(dict.fromkeys(found.neighbours["of"]))
    layout = LAYOUTS.get(made.facts["method"])
    st.caption(
        f"Placed in {seconds:.1f} s. {plain(layout.placing)} Below: the nearest in the true space, "
        "not on the map."
    )
    name = names[0]
    if len(names) > 1:
        name = st.selectbox("Nearest neighbours of", names, key="map-neighbours-of")
    own = found.neighbours[found.neighbours["of"] == name]
    if made.facts["of"] == PAIRS:
        listed = int((own["label"] == LISTED).sum())
        st.markdown(
            f"Of the {len(own)} pairs nearest to this one **{listed} are listed**; of all points "
            f"on the map {made.facts['listed'] / made.facts['points']:.0%} are."
        )
    shown = own.drop(columns=["of", "x", "y"])
    told = {**COLUMNS, **NEIGHBOUR_COLUMNS}
    titles = _TITLES if made.facts["of"] == PAIRS else {"id1": "RNA"}
    st.dataframe(
        shown,
        hide_index=True,
        column_config={
            column: st.column_config.NumberColumn(column, help=told[column], format="%.3f")
            if column in ("distance", "score")
            else st.column_config.Column(titles.get(column, column), help=told.get(column))
            for column in shown
        },
        alt=f"Nearest neighbours of {name} in the true space",
    )
    table_files(
        "All neighbours",
        ("tsv",),
        lambda kind: export.as_bytes(found.neighbours, made.provenance, kind),
        file="mirinter-map-neighbours",
        key="map-neighbours",
    )
