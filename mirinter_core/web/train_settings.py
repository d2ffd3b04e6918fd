"""The settings of a recipe as widgets, each with its own recipe's values to begin with."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from mirinter_core.embedding.encoder import ENCODERS
from mirinter_core.embedding.pooling import POOLINGS
from mirinter_core.recipe import VIEWS, Recipe
from mirinter_core.tasks.recipe_words import POOLING_WORDS, VIEW_WORDS
from mirinter_core.tasks.rehearsal import NEGATIVES
from mirinter_core.web.show import plain

_FULL, _DRAWN = "every other pair of the table", "drawn, a number for each listed pair"
_MOST_THREADS = 64


def cores() -> int:
    """Count the processor threads that a training takes unless told.

    As many as were set with ``OMP_NUM_THREADS`` before the start, else one for each core.
    """
    told = os.environ.get("OMP_NUM_THREADS", "").split(",")[0]
    found = int(told) if told.isdecimal() and int(told) else os.cpu_count() or 1
    return min(found, _MOST_THREADS)


def reading(base: Recipe, tag: str, idle: Collection[str]) -> Recipe:
    """Change how sequences become vectors, and in which views pairs are shown."""
    if base.rehearsal:  # evidence is all that it looks at
        return base
    side = base.sides[0]
    encoder = _one_of("Encoder", ENCODERS.names(), side.encoder, f"train-encoder-{tag}")
    pooling = side.pooling
    if "pooling" not in idle:
        pooling = _one_of(
            "Pooling: how letters become one vector",
            list(POOLINGS),
            side.pooling,
            f"train-pooling-{tag}",
            POOLING_WORDS,
        )
    changes: dict[str, Any] = {}  # two sides that differ stay so unless one is chosen for both
    if encoder != side.encoder:
        changes["encoder"] = encoder
    if pooling != side.pooling:
        changes["pooling"] = pooling
    left, right = (replace(s, **changes) for s in base.sides)
    return replace(base, sides=(left, right))


def augmented(base: Recipe, tag: str, idle: Collection[str]) -> Recipe:
    """Change what is shown beside the pairs as they are."""
    if "views" not in idle:
        views = st.pills(
            "Also shown, beside each pair as it is",
            [view for view in VIEWS if view != "original"],
            selection_mode="multi",
            default=[view for view in base.views if view != "original"],
            format_func=lambda view: VIEW_WORDS.get(view, view),
            key=f"train-views-{tag}",
            help="The paper's augmentation: up to four views of a pair. Each one more makes an "
            "epoch longer. A pair's views are never split between training and test.",
            persist_state="session",
        )
        kept = tuple(view for view in VIEWS if view == "original" or view in views)
        base = replace(base, views=kept)
    if "mutation" not in idle:
        share = st.slider(
            "Letters changed in copies (%)",
            0,
            20,
            min(round(100 * base.mutation), 20),
            key=f"train-mutation-{tag}",
            help="Training also shows copies of the molecules with so many letters in 100 "
            "replaced at random. 0 makes none.",
            persist_state="session",
        )
        if share != min(round(100 * base.mutation), 20):
            base = replace(base, mutation=share / 100)
    if "mixup" not in idle:
        mixup = st.slider(
            "Mixup",
            0.0,
            1.0,
            min(float(base.fit.mixup), 1.0),
            0.1,
            key=f"train-mixup-{tag}",
            help="Mixes the vectors of two pairs, and their labels, by shares drawn from "
            "Beta(a, a). 0 mixes none; 0.2 is a common choice.",
            persist_state="session",
        )
        if mixup != min(float(base.fit.mixup), 1.0):
            base = replace(base, fit=replace(base.fit, mixup=mixup))
    return base


def negatives(base: Recipe, tag: str) -> Recipe:
    """Change which unlisted pairs are shown, and how often listed ones are."""
    if base.rehearsal:
        usual = base.rehearsed_negatives or NEGATIVES
        n = _whole(
            "Unlisted pairs for each listed one",
            usual,
            f"train-rehearsed-{tag}",
            (1, 50),
            "So many are described in each of the ways in which pairs are hidden; unless you "
            "change this, more where listed pairs are few.",
        )
        if n != usual:
            base = replace(base, rehearsed_negatives=n)
    else:
        base = replace(base, negatives=_kind_of_negatives(base, tag))
    share = st.slider(
        "Listed pairs in a batch (%)",
        5,
        95,
        round(100 * base.fit.positive_share),
        key=f"train-positive-{tag}",
        help="Listed pairs are few: in each small batch that the network learns from they are "
        "drawn more often.",
        persist_state="session",
    )
    if share != round(100 * base.fit.positive_share):
        base = replace(base, fit=replace(base.fit, positive_share=share / 100))
    return base


def _kind_of_negatives(base: Recipe, tag: str) -> str | int:
    kind = st.selectbox(
        "Negatives: unlisted pairs shown as such",
        [_FULL, _DRAWN],
        index=int(base.negatives != "full"),
        key=f"train-negatives-{tag}",
        help="Not listed is not the same as not interacting; nobody has better ones. Drawn as in "
        "the paper: a listed pair with one of its two replaced, never a listed pair.",
        persist_state="session",
    )
    if kind == _FULL:
        return "full"
    given = base.negatives if isinstance(base.negatives, int) else 5
    return _whole("For each listed pair", given, f"train-per-{tag}", (1, 1000))


def budget(base: Recipe, tag: str) -> Recipe:
    """Change how long it trains, and what its weights depend on beside the data."""
    epochs = _whole(
        "Epochs at most",
        base.fit.epochs,
        f"train-epochs-{tag}",
        (1, 1000),
        f"It stops {base.fit.patience} epochs after the best one, and keeps the best.",
    )
    minutes = st.number_input(
        "Minutes at most (empty: no limit)",
        min_value=1.0,
        value=base.fit.minutes,
        step=5.0,
        format="%.0f",
        key=f"train-minutes-{tag}",
        help="It ends after the epoch that passes the limit. How many that are depends on the "
        "machine, and so do the weights.",
        persist_state="session",
    )
    seed = _whole(
        "Seed",
        base.seed,
        f"train-seed-{tag}",
        (0, 2**31 - 1),
        "Decides all that is drawn. Another seed makes another model of the same recipe.",
    )
    threads = _whole(
        "Processor threads",
        base.threads or cores(),
        f"train-threads-{tag}",
        (1, _MOST_THREADS),
        "Part of the recipe: weights are the same to the last bit for the same number only.",
    )
    fit = replace(base.fit, epochs=epochs, minutes=minutes)
    return replace(base, fit=fit, seed=seed, threads=threads)


def weights(base: Recipe, tag: str, datasets: Sequence[str]) -> Recipe:
    """Weigh data sets against each other, where there are several."""
    given: dict[str, float] = {}
    for name in datasets if len(datasets) > 1 else ():
        before = float(base.weights.get(name, 1.0))
        weight: Any = st.number_input(
            f"Weight of {plain(name)}",
            min_value=0.01,
            max_value=1000.0,
            value=before,
            step=1.0,
            key=f"train-weight-{tag}-{name}",
            help="How much one of its pairs counts in what is learnt, beside 1 for the others.",
            persist_state="session",
        )
        if float(weight) != 1.0:
            given[name] = float(weight)
    return replace(base, weights=given)


def _whole(label: str, value: int, key: str, ends: tuple[int, int], help_: str = "") -> int:
    low, high = ends
    given: Any = st.number_input(
        label,
        min_value=low,
        max_value=high,
        value=min(max(value, low), high),
        step=1,
        key=key,
        help=help_ or None,
        persist_state="session",
    )
    return int(given)


def _one_of(
    label: str,
    options: Sequence[str],
    value: str,
    key: str,
    words: dict[str, str] | None = None,
) -> str:
    chosen = st.selectbox(
        label,
        options,
        index=list(options).index(value),
        key=key,
        format_func=lambda name: (words or {}).get(name, name),
        persist_state="session",
    )
    return chosen or value
