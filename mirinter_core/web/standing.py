"""Where a query stands: how far from what the model knows, and what its best score is worth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from mirinter_core import home
from mirinter_core.models.calibration import Calibration, load
from mirinter_core.models.listing import KIND
from mirinter_core.runs.run import Run
from mirinter_core.tasks.domain_words import sentence
from mirinter_core.web.exports import provenance_of
from mirinter_core.web.readings import SHARES_OF_CHANCE
from mirinter_core.web.resources import memory
from mirinter_core.web.show import plain
from mirinter_core.web.worth import worth_shown

_ROUNDED = 1e-3  # a share is kept to four digits, of a score that is kept to seven


def standing(run: Run, query: str, best: Mapping[str, Any], *, doubtful: bool = False) -> None:
    """Show the domain of a query, and the worth of its best partner's score.

    Parameters
    ----------
    best : mapping
        The first row of the query's ranking.
    doubtful : bool
        Whether nothing tells the query from random letters.
    """
    placed = next((d for d in provenance_of(run).get("domain", ()) if d["id2"] == query), None)
    if placed:
        st.caption(f":material/my_location: {plain(sentence(placed), letters=1000)}")
    calibration = _calibration(str(best["model"]))
    if calibration is None:
        return
    told, own = memory(str(best["model"])), str(best["rna_type"] or "")
    kind = (told.book_of(own, int(best["length1"])) if told else "") or own
    where = str(best["regime"]), kind
    st.markdown("**What the best score is worth**")
    if _changed(calibration, where, best):
        st.info(
            "The model was trained or measured anew since this screen, so what its scores are "
            "worth now is not told of these. The column probability holds what was told then. "
            "Screen again to read the model as it is.",
            icon=":material/history:",
        )
        return
    if doubtful:
        st.caption(f":material/warning: {SHARES_OF_CHANCE}")
    worth_shown(float(best["score"]), where, calibration, key="best")


def _changed(calibration: Calibration, where: tuple[str, str], best: Mapping[str, Any]) -> bool:
    """Tell whether a model says something else of a score than it did when the screen was made."""
    curve = calibration.curve(*where)
    now = float(np.asarray(curve.at(float(best["score"])))) if curve else None
    then = None if pd.isna(best["probability"]) else float(best["probability"])
    return (now is None) != (then is None) or abs((now or 0) - (then or 0)) > _ROUNDED


def _calibration(model: str) -> Calibration | None:
    """Read a model's calibration; None if the model is gone."""
    folder = home.find(KIND, model)
    return load(folder) if folder else None
