"""What the map page asks: of what, seen by whom, laid out how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.embedding.encoder import ENCODERS
from mirinter_core.embedding.pooling import POOLINGS
from mirinter_core.tasks.layout import LAYOUTS, Layout
from mirinter_core.tasks.map_estimate import seconds
from mirinter_core.tasks.map_points import PAIRS, RNAS
from mirinter_core.tasks.stored import usual_kind
from mirinter_core.web import dataset_view, resources
from mirinter_core.web.show import counted, duration, plain

_GRAINS = ("local", "balanced", "global")
_METHODS = ("tsne", "umap", "pca")  # as people know them, the commonest first
_SUBJECTS = {PAIRS: "Pairs of a data set", RNAS: "RNAs of a catalogue"}
_FEWEST, _MOST, _USUAL, _STEP = 1_000, 50_000, 20_000, 1_000


@dataclass(frozen=True)
class MapChoice:
    """What was chosen.

    Parameters
    ----------
    arguments : mapping
        Of the run.
    title : str
        Of the run.
    cost : str
        What it will take, in words (Markdown).
    """

    arguments: Mapping[str, Any]
    title: str
    cost: str


def choose() -> MapChoice | None:
    """Ask for a map; everything has a default that works. None if there is nothing to map."""
    of = st.segmented_control(
        "Of what",
        list(_SUBJECTS),
        default=PAIRS if dataset_view.infos()[0] else RNAS,
        required=True,
        format_func=_SUBJECTS.__getitem__,
        key="map-of",
    )
    found = _pairs() if of == PAIRS else _rnas()
    if found is None:
        return None
    method, layout = _method()
    preset = _preset(method, layout)
    n = st.slider(
        "Points at most",
        *(_FEWEST, _MOST, _USUAL, _STEP),
        key="map-points",
        format="localized",
        help="Kinds keep their shares. Of pairs, up to half are listed ones.",
    )
    arguments = {**found.arguments, "method": method, "preset": preset, "points": n}
    took = seconds(min(n, found.points), method, preset, **found.reading)
    cost = f"Up to {min(n, found.points):,} points: about **{duration(took)}**."
    if found.arguments.get("held_out"):
        cost += " Training comes before it: several minutes, as one fold of an evaluation."
    return MapChoice(
        {**arguments, "seed": 0, "device": "auto"}, f"{layout.title} of {found.title}", cost
    )


@dataclass(frozen=True)
class _Subject:
    """What is mapped: the run's arguments, points there are, what reading them costs."""

    arguments: Mapping[str, Any]
    title: str
    points: int
    reading: Mapping[str, Any]


def _pairs() -> _Subject | None:
    infos = {info.name: info for info in dataset_view.infos()[0]}
    models = resources.models()
    if not infos or not models:
        st.info(
            "There is no data set here yet. Add one on the Catalogues page: pairs with their "
            "sequences. The RNAs of a catalogue can be mapped at once."
            if models
            else "There is no model here, so no pair can be seen by one.",
            icon=":material/info:",
        )
        st.page_link("pages/catalogues.py", label="Catalogues", icon=":material/library_books:")
        return None
    left, right = st.columns(2)
    name = left.selectbox(
        "Data set",
        list(infos),
        key="map-dataset",
        format_func=lambda n: f"{n} · {counted(infos[n].listed, 'listed pair')}",
    )
    model = right.selectbox(
        "Seen by model",
        models,
        key="map-model",
        help="The map shows its last hidden layer: what it has made of a pair before it scores.",
    )
    held_out = _held_out(name, model)
    info = infos[name]
    asked = {"dataset": name, "model": model, "held_out": held_out}
    told = {key: value for key, value in asked.items() if value}
    return _Subject(told, f"{name} seen by {model}", info.queries * info.partners, {})


def _held_out(dataset: str, model: str) -> str | None:
    """Ask whether pairs the model never saw are wanted; say where it matters."""
    options = ["", *PROTOCOLS]
    chosen = st.selectbox(
        "Which pairs",
        options,
        key="map-held-out",
        format_func=lambda p: (
            f"held out: {PROTOCOLS[p].held} ({p})" if p else "any, the model as it is"
        ),
        help="A model stands its own training pairs apart by memory. Held out, its recipe is "
        "trained anew on four fifths of the data, and the map shows the rest.",
    )
    memory = resources.memory(model)
    if not chosen and memory is not None and _was_trained_on(dataset, model):
        st.caption(
            f":material/info: Model {plain(model)} was trained on {plain(dataset)}: that its "
            "listed pairs stand apart is memory as well as insight. Hold pairs out to see the "
            "difference."
        )
    return chosen or None


def _was_trained_on(dataset: str, model: str) -> bool:
    from mirinter_core.models import listing

    return dataset in listing.info(model).datasets


def _rnas() -> _Subject:
    infos = resources.catalog_infos()
    places = st.columns([2, 1, 1])
    name = places[0].selectbox(
        "Catalogue",
        list(infos),
        key="map-catalog",
        format_func=lambda n: f"{n} · {counted(infos[n].molecules, 'RNA')}",
    )
    ready = [e for e in ENCODERS.names() if usual_kind(e) is not None]
    encoder = places[1].selectbox("Encoder", ready, key="map-encoder")
    pooling = places[2].selectbox(
        "Pooling", list(POOLINGS), key="map-pooling", help="How letters become one vector."
    )
    info = infos[name]
    asked = {"catalog": name, "encoder": encoder, "pooling": pooling}
    reading = {"letters": info.letters, "encoder": encoder, "device": "cpu"}
    return _Subject(asked, f"{name}, {encoder} vectors", info.molecules, reading)


def _method() -> tuple[str, Layout]:
    method = st.segmented_control(
        "Method",
        _METHODS,
        default=_METHODS[0],
        required=True,
        format_func=lambda m: LAYOUTS.get(m).title,
        key="map-method",
    )
    layout = LAYOUTS.get(method)
    st.caption(f"{layout.says} {layout.reading}")
    return method, layout


def _preset(method: str, layout: Layout) -> str:
    names = list(layout.presets)
    if len(names) == 1:
        return names[0]
    name = st.segmented_control(
        "Grain",
        [grain for grain in _GRAINS if grain in names],
        default=names[0],
        required=True,
        key=f"map-preset-{method}",
    )
    st.caption(layout.presets[name].says)
    return str(name)
