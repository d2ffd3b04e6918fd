"""A training under way, and how it ended: its course, live, and what can be done with it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import streamlit as st

from mirinter_core.errors import RunError, StorageError
from mirinter_core.figures.course import reading, training_course
from mirinter_core.recipe import Recipe
from mirinter_core.runs import run as runs
from mirinter_core.runs import state as states
from mirinter_core.runs.asked import recipe_of
from mirinter_core.runs.course import course
from mirinter_core.runs.keep import keep
from mirinter_core.runs.run import Run
from mirinter_core.web import train_end
from mirinter_core.web.run_address import RunAddress, run_heading
from mirinter_core.web.running import running
from mirinter_core.web.show import errors_shown, plain, plot
from mirinter_core.web.train_start import BESIDE

ADDRESS = RunAddress("train", "training")
_POLL = 2  # seconds
_KEPT = "train-kept"


def show(run: Run) -> None:
    """Show a training: how far it is, its course, and at the end the model."""
    run_heading(str(run.request.arguments["name"]), "New training", ADDRESS.forget)
    st.caption(plain(run.request.title))
    state = run.state.state
    if state == states.DONE:
        with errors_shown():
            train_end.show(run)
        st.subheader("How it was trained", anchor=False)
        _course(run)
        return
    with errors_shown():
        running(run)
    if state in (states.QUEUED, states.RUNNING):
        st.caption(
            "It goes on when this tab is closed, and when the server stops. This page's address "
            "leads back here; **Runs** lists it too."
        )
        _live_course(run.id)
    else:
        _course(run)
        _keep(run)


@st.fragment(run_every=_POLL)
def _live_course(run_id: str) -> None:
    """Draw the course again every other second; `running` sees to the end."""
    try:
        run = runs.load(run_id)
    except RunError:
        st.rerun()
    _course(run)


def _course(run: Run) -> None:
    """Draw the epochs that are done."""
    epochs, rule = course(run), _rule(run.request.arguments)
    if not epochs:
        st.caption("No epoch is done yet: the pairs are being prepared.")
        return
    recipe = _recipe(run)
    name = str(run.request.arguments["name"])
    of = recipe.fit.epochs if recipe else len(epochs)
    alt = f"Course of the training of {name}. {reading(epochs, rule)}"
    plot(
        lambda dark: training_course(epochs, of=of, rule=rule, name=name, dark=dark),
        alt=alt,
        key="train-course",
    )
    st.caption(f"{plain(reading(epochs, rule), letters=500)} {_what(recipe, rule)}")


def _what(recipe: Recipe | None, rule: tuple[str, float]) -> str:
    """Say what the validation pairs are."""
    if recipe is not None and recipe.rehearsal:
        return (
            "The validation pairs are hidden in several ways, families and genes among them, and "
            "stand, hidden in other ways, in training too: they choose the epoch and measure "
            "nothing. The report says how good the model is, and whether a rule is better."
        )
    said = "Validation pairs are single pairs held out of training: they choose the epoch."
    return f"{said} A new family is harder: see the report." if rule[0] else said


def _keep(run: Run) -> None:
    """Offer what a training that was cut short had reached."""
    if kept := st.session_state.get(_KEPT, {}).get(run.id, ""):
        st.success(f"Model {plain(kept)} is kept.", icon=":material/check_circle:")
        train_end.ways_on(kept)
    elif course(run) and st.button("Keep what was reached as a model", icon=":material/save:"):
        with errors_shown():
            st.session_state.setdefault(_KEPT, {})[run.id] = keep(run)
            st.rerun()


def _rule(arguments: Mapping[str, Any]) -> tuple[str, float]:
    beside = arguments.get(BESIDE) or {}
    auprc = beside.get("auprc")
    return str(beside.get("rule") or ""), math.nan if auprc is None else float(auprc)


def _recipe(run: Run) -> Recipe | None:
    try:
        return recipe_of(run)
    except (StorageError, OSError):
        return None
