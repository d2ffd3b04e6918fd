"""Step 2 of Train: what the model is made of, from a preset or a file, with a few changes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from mirinter_core.embedding import weights
from mirinter_core.embedding.encoder import ENCODERS
from mirinter_core.embedding.pooling import POOLINGS
from mirinter_core.errors import MirinterError
from mirinter_core.recipe import RULE, VIEWS, Recipe
from mirinter_core.tasks.recipe_words import (
    POOLING_WORDS,
    VIEW_WORDS,
    sentence_of,
    title_of,
)
from mirinter_core.tasks.recipes import idle_settings, presets
from mirinter_core.web import train_file
from mirinter_core.web.show import plain

_BASE, _FROM_FILE = "train-base", "a recipe file"
_FULL, _DRAWN = "every other pair of the table", "drawn, a number for each listed pair"
_MOST_THREADS = 64


def recipe() -> Recipe:
    """Let a recipe be chosen and changed; what changes nothing of it is not offered.

    Raises
    ------
    RecipeError
        If what was chosen does not go together.
    """
    base, tag = _base()
    chosen = replace(base, threads=base.threads or _cores())
    with st.expander("Change how it is trained", icon=":material/tune:"):
        left, right = st.columns(2)
        with left:
            if "pooling" not in idle_settings(base):
                chosen = _reading(chosen, tag)
            chosen = _negatives(chosen, tag)
        with right:
            chosen = _budget(chosen, tag)
    return chosen


def _base() -> tuple[Recipe, str]:
    """Choose what to begin with; the tag keeps the settings of each apart."""
    known = {n: r for n, r in presets().items() if r.network != RULE}
    file = train_file.brought()
    options = [*known, *([_FROM_FILE] if file else [])]
    if file and train_file.is_new():
        st.session_state[_BASE] = _FROM_FILE
    name = st.radio(
        "Model",
        options,
        format_func=title_of,
        captions=[_caption(n, file) for n in options],
        key=_BASE,
        label_visibility="collapsed",
        persist_state="session",
    )
    if file and name == _FROM_FILE:
        return file.recipe, file.tag
    chosen = known[name or options[0]]
    _warn_of_weights(chosen)
    return chosen, chosen.name


def _caption(name: str, file: train_file.Brought | None) -> str:
    if file and name == _FROM_FILE:
        return f"Recipe {plain(file.recipe.name)}, network {plain(file.recipe.network)}."
    return sentence_of(name)


def _reading(base: Recipe, tag: str) -> Recipe:
    """Change how sequences become vectors, and what copies of them are shown."""
    side = base.sides[0]
    encoder = _one_of("Encoder", ENCODERS.names(), side.encoder, f"train-encoder-{tag}")
    pooling = side.pooling
    if base.network != "attention":  # learns its own
        pooling = _one_of(
            "Pooling: how letters become one vector",
            list(POOLINGS),
            side.pooling,
            f"train-pooling-{tag}",
            POOLING_WORDS,
        )
    views = st.pills(
        "Also shown, beside each pair as it is",
        [view for view in VIEWS if view != "original"],
        selection_mode="multi",
        default=[view for view in base.views if view != "original"],
        format_func=lambda view: VIEW_WORDS.get(view, view),
        key=f"train-views-{tag}",
        help="The paper's augmentation: up to four views of a pair. Each one more makes an epoch "
        "longer. A pair's views are never split between training and test.",
        persist_state="session",
    )
    left, right = (replace(s, encoder=encoder, pooling=pooling) for s in base.sides)
    kept = tuple(view for view in VIEWS if view == "original" or view in views)
    changed = replace(base, sides=(left, right), views=kept)
    _warn_of_weights(changed)
    return _augmented(changed, tag)


def _augmented(base: Recipe, tag: str) -> Recipe:
    mutation = st.slider(
        "Letters changed in copies (%)",
        0,
        20,
        round(100 * base.mutation),
        key=f"train-mutation-{tag}",
        help="Training also shows copies of the molecules with so many letters in 100 replaced at "
        "random. 0 makes none.",
        persist_state="session",
    )
    mixup = st.slider(
        "Mixup",
        0.0,
        1.0,
        float(base.fit.mixup),
        0.1,
        key=f"train-mixup-{tag}",
        help="Mixes the vectors of two pairs, and their labels, by shares drawn from "
        "Beta(a, a). 0 mixes none; 0.2 is a common choice.",
        persist_state="session",
    )
    return replace(base, mutation=mutation / 100, fit=replace(base.fit, mixup=mixup))


def _negatives(base: Recipe, tag: str) -> Recipe:
    """Change which unlisted pairs are shown, and how often listed ones are."""
    if base.rehearsal:
        n = _whole(
            "Unlisted pairs for each listed one",
            base.rehearsed_negatives,
            f"train-rehearsed-{tag}",
            (1, 50),
            "So many are described in each of the ways in which pairs are hidden.",
        )
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


def _budget(base: Recipe, tag: str) -> Recipe:
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
        base.threads or _cores(),
        f"train-threads-{tag}",
        (1, _MOST_THREADS),
        "Part of the recipe: weights are the same to the last bit for the same number only.",
    )
    fit = replace(base.fit, epochs=epochs, minutes=minutes)
    return replace(base, fit=fit, seed=seed, threads=threads)


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


def _warn_of_weights(base: Recipe) -> None:
    """Say before any work that an encoder's weights are not here."""
    for encoder in dict.fromkeys(side.encoder for side in base.sides):
        if encoder not in weights.SOURCES:
            continue
        try:
            present = weights.state(encoder).present
        except MirinterError as error:
            st.error(plain(str(error), letters=1000), icon=":material/error:")
            continue
        if not present:
            st.warning(
                f"The weights of {plain(encoder)} are not here. Get them on **Settings**, "
                "*Encoders*, or choose another model.",
                icon=":material/cloud_off:",
            )


def _cores() -> int:
    return min(os.cpu_count() or 1, _MOST_THREADS)
