"""The last step of Train: a name, and off it goes as a run."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import asdict

import streamlit as st

from mirinter_core import home
from mirinter_core.datasets import saved
from mirinter_core.datasets.saved import DatasetInfo
from mirinter_core.errors import DatasetError, ModelError
from mirinter_core.recipe import Recipe
from mirinter_core.runs import run as runs
from mirinter_core.runs.asked import RECIPE
from mirinter_core.runs.run import Run
from mirinter_core.runs.start import start
from mirinter_core.web.names import NAME
from mirinter_core.web.show import errors_shown, plain
from mirinter_core.web.train_question import Asked, tables_of
from mirinter_core.web.work import unfinished

MEASURE, BESIDE = "measure", "beside"  # arguments of a run that its job does not look at
_NOT_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_KIND = "models"
_NAME_BOX, _SUGGESTED = "train-name", "train-name-suggested"  # keys: the widget, and beside it


def name_box(recipe: Recipe, datasets: Sequence[DatasetInfo]) -> str:
    """Ask what to call the model; a free name is suggested."""
    suggested = _free("-".join([recipe.name, *(info.name for info in datasets)]))
    if st.session_state.get(_NAME_BOX, "") in ("", st.session_state.get(_SUGGESTED)):
        st.session_state[_NAME_BOX] = suggested  # until a name of one's own is written
    st.session_state[_SUGGESTED] = suggested
    given = st.text_input(
        "Name of the model", max_chars=64, validate=NAME, key=_NAME_BOX, persist_state="session"
    )
    name = (given or suggested).strip()
    if why := _taken(name):
        st.error(f"{plain(why)} Choose another name: none is replaced.", icon=":material/error:")
    return name


def begun(
    recipe: Recipe, datasets: Sequence[DatasetInfo], question: Asked, name: str
) -> Run | None:
    """Show the button; begin a run when it is pressed, and return it."""
    if not st.button(
        "Start training",
        type="primary",
        icon=":material/play_arrow:",
        disabled=not datasets,
        help=None if datasets else "Choose pairs in step 1, or upload some, first.",
    ):
        return None
    run = None
    with errors_shown():
        _check(datasets, name)
        with st.spinner("Measuring the rules on the pairs that choose the epoch."):
            rule, auprc = _rule(recipe, datasets)
        names = [info.name for info in datasets]
        arguments = {
            "datasets": names,
            "recipe": RECIPE,
            "name": name,
            "device": "auto",
            MEASURE: asdict(question),
            BESIDE: {"rule": rule, "auprc": None if math.isnan(auprc) else auprc},
        }
        title = f"{name}: {recipe.name} on {' and '.join(names)}"
        run = runs.create("train", arguments, inputs={RECIPE: recipe.to_json()}, title=title)
        start(run)
    return run


def _check(datasets: Sequence[DatasetInfo], name: str) -> None:
    if not datasets:
        raise DatasetError("No pairs are chosen. Choose a data set in step 1, or upload pairs.")
    for info in datasets:  # one may have been removed in another tab
        if not saved.is_saved(info.name):
            raise DatasetError(
                f"Data set {info.name} is not here any more: it was removed since it was chosen. "
                "Choose another in step 1, or upload the pairs again."
            )
    if why := _taken(home.checked_name(name, ModelError)):
        raise ModelError(f"{why} Choose another name.")


def _rule(recipe: Recipe, datasets: Sequence[DatasetInfo]) -> tuple[str, float]:
    from mirinter_core.datasets.pairs import join
    from mirinter_core.tasks.validation_rules import best_on_validation

    return best_on_validation(join(tables_of([info.name for info in datasets])), recipe)


def _taken(name: str) -> str:
    """Say why a model cannot have that name; empty if it can."""
    if home.find(_KIND, name):
        return f"There is a model {name!r} already."
    run = unfinished("train", name=name)
    if run is not None and run.is_live:
        return f"A training of a model {name!r} is under way."
    return ""


def _free(name: str) -> str:
    stem = _NOT_NAME.sub("-", name).strip("-._")[:58] or "model"
    return next(n for k in range(1, 10_000) if not _taken(n := f"{stem}-{k}" if k > 1 else stem))
