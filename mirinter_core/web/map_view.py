"""A map on its page: the figure, what it says, and what is chosen on it."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from mirinter_core.figures import theme
from mirinter_core.figures.embedding_map import embedding_map
from mirinter_core.figures.map_groups import COLOURS, colours
from mirinter_core.runs.run import Run
from mirinter_core.tasks import map_words
from mirinter_core.tasks.layout import LAYOUTS
from mirinter_core.tasks.map_points import PAIRS
from mirinter_core.tasks.place import Placed
from mirinter_core.tasks.projection import Projection
from mirinter_core.web.figure_files import files
from mirinter_core.web.map_opened import projection
from mirinter_core.web.map_query import ask_query
from mirinter_core.web.map_selection import selection
from mirinter_core.web.show import is_dark, plain

_PLOT = "embedding-map"
_CONFIG = {
    "displaylogo": False,
    "scrollZoom": True,
    "toImageButtonOptions": {"format": "svg", "filename": "mirinter-map"},
}


def show(run: Run) -> None:
    """Show a map that is done."""
    made = projection(run)
    _words(made)
    above = st.container()
    st.subheader("Place your microRNA", anchor="place")
    found = ask_query(run, made)
    with above:
        rows = _plot(run, made, found)
    st.subheader("Chosen on the map", anchor="chosen")
    selection(run, made, rows)
    with st.expander("How this map was made", icon=":material/info:"):
        _method(made)


def _words(made: Projection) -> None:
    """Say what the map says before it is looked at."""
    facts = made.facts
    with st.container(border=True):
        st.markdown(f"**{plain(map_words.separation(facts), letters=1000)}**")
        if caveat := map_words.memory(facts):
            icon = ":material/verified:" if "held_out" in facts else ":material/warning:"
            st.markdown(f"{icon} {plain(caveat, letters=1000)}")
        st.markdown(plain(map_words.trust(facts), letters=1000))
        st.markdown(f"**How to read it.** {LAYOUTS.get(facts['method']).reading}")


def _plot(run: Run, made: Projection, found: Placed | None) -> list[int]:
    """Show the figure; return the rows of the points that are chosen on it."""
    offered = colours(made.table)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        colour = st.segmented_control(
            "Colour by",
            offered or ["type"],
            default=(offered or ["type"])[0],
            required=True,
            format_func=lambda name: COLOURS.get(name, name),
            key="map-colour",
        )
        as_points = made.facts["of"] == PAIRS and st.toggle(
            "Unlisted pairs as points", key="map-as-points"
        )

    def drawn(dark: bool) -> go.Figure:
        return embedding_map(made, str(colour), as_points=as_points, placed=found, dark=dark)

    figure = drawn(is_dark())
    figure.update_layout(paper_bgcolor=theme.GROUND[is_dark()])
    event = st.plotly_chart(
        figure,
        theme=None,
        alt=str(figure.layout.meta["alt"]),
        key=_PLOT,
        on_select="rerun",
        selection_mode=("points", "box", "lasso"),
        config=_CONFIG,
    )
    files(figure, drawn, key=_PLOT, file=f"mirinter-map-{run.id}")
    points = event.selection.points if event else []
    rows = {int(point["customdata"][0]) for point in points if point.get("customdata")}
    return sorted(row for row in rows if 0 <= row < len(made))


def _method(made: Projection) -> None:
    facts = made.facts
    layout = LAYOUTS.get(facts["method"])
    lines = {
        "Points": f"{map_words.drawn_how(facts)}.",
        "Space": f"{map_words.space(facts)}.",
        "Method": f"{map_words.method(facts)}, seed {facts['seed']}, {facts['seconds']:.0f} s. "
        f"{layout.says}",
        "A query": layout.placing,
    }
    st.markdown("  \n".join(f"**{k}.** {plain(v, letters=1000)}" for k, v in lines.items()))
