"""Step 2 of Train: what the model is made of, from a preset or a file, with a few changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from mirinter_core.embedding import weights
from mirinter_core.errors import MirinterError
from mirinter_core.recipe import RULE, Recipe
from mirinter_core.tasks.recipe_words import sentence_of, title_of
from mirinter_core.tasks.recipes import idle_settings, presets
from mirinter_core.web import train_file
from mirinter_core.web import train_settings as settings
from mirinter_core.web.show import plain

_BASE, _FROM_FILE = "train-base", "brought"


def recipe(datasets: Sequence[str]) -> Recipe:
    """Let a recipe be chosen and changed; what changes nothing of it is not offered.

    Parameters
    ----------
    datasets : sequence of str
        What it will be trained on: of several, each can be given a weight.

    Raises
    ------
    RecipeError
        If what was chosen does not go together.
    """
    base, tag = _base()
    idle = idle_settings(base)
    chosen = replace(base, threads=base.threads or settings.cores())
    with st.expander("Change how it is trained", icon=":material/tune:", key="train-change-open"):
        left, right = st.columns(2)
        with left:
            chosen = settings.reading(chosen, tag, idle)
            chosen = settings.augmented(chosen, tag, idle)
            chosen = settings.negatives(chosen, tag)
        with right:
            chosen = settings.budget(chosen, tag)
            chosen = settings.weights(chosen, tag, datasets)
    _warn_of_weights(chosen)
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
        format_func=lambda n: "The recipe that you brought" if n == _FROM_FILE else title_of(n),
        captions=[_caption(n, file) for n in options],
        key=_BASE,
        label_visibility="collapsed",
        persist_state="session",
    )
    if file and name == _FROM_FILE:
        return file.recipe, file.tag
    chosen = known[name or options[0]]
    return chosen, chosen.name


def _caption(name: str, file: train_file.Brought | None) -> str:
    if file and name == _FROM_FILE:
        return f"Recipe {plain(file.recipe.name)}, network {plain(file.recipe.network)}."
    return sentence_of(name)


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
