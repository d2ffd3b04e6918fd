"""A model of one's own beside the default model's recipe, on the same pairs in the same folds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from mirinter_core.datasets import saved
from mirinter_core.models.listing import DEFAULT_MODEL
from mirinter_core.tasks.meanings import MEANINGS
from mirinter_core.tasks.reports import Summary, rule_of
from mirinter_core.tasks.standings import LISTED, alike, contests, standings
from mirinter_core.tasks.trust import TOP
from mirinter_core.web import measurements, resources
from mirinter_core.web.running import running
from mirinter_core.web.show import counted, plain
from mirinter_core.web.train_question import tables_of
from mirinter_core.web.work import begin, unfinished

_FIGURES = ("auprc", "per_query_auprc")
_WORDS = {"auprc": "All pairs together", "per_query_auprc": "Within each query's ranking"}


def compared(
    name: str, own: Sequence[Summary], datasets: Sequence[str], question: Mapping[str, Any]
) -> None:
    """Compare reports of a model with the default's recipe, or measure that on the same folds.

    Parameters
    ----------
    question : mapping
        ``protocol``, ``folds``, ``negatives``.
    """
    first = own[0]
    if first["recipe"] == DEFAULT_MODEL and not first.get("variant"):
        st.markdown(
            f"It is made by the recipe of the default model (**{DEFAULT_MODEL}**), so both recipes "
            f"have the figures above. {_known(datasets)}"
        )
        return
    theirs = {id(report): _default(report) for report in own}
    if all(theirs.values()):
        for report in own:
            _beside(name, report, theirs[id(report)] or {})
        return
    seed = first["recipe_json"].get("seed")
    asked = {"datasets": list(datasets), "recipe": DEFAULT_MODEL, **question, "seed": seed}
    st.markdown(
        f"The figures of the default model (**{DEFAULT_MODEL}**) are of other pairs and do not "
        f"compare. What does: its recipe, measured on your pairs in the same folds. "
        f"{_known(datasets)}"
    )
    work = unfinished("evaluate", **asked)
    if work is not None:
        running(work)
        if work.is_live:
            return
    if st.button("Compare with the default model", icon=":material/compare_arrows:"):
        title = f"{DEFAULT_MODEL} on {' and '.join(datasets)}, {question['protocol']}"
        begin("evaluate", {**asked, "device": "auto"}, title=title)
        measurements.forget()
        st.rerun()


def verdict(name: str, own: Summary, theirs: Summary, figure: str) -> str:
    """Say which of the two is higher in a figure, or that the folds do not decide."""
    table, untested = contests(name, {name: own, DEFAULT_MODEL: theirs}, figure)
    row = table[(table["higher"] == DEFAULT_MODEL) | (table["lower"] == DEFAULT_MODEL)]
    title = MEANINGS[figure].title
    if untested and row.empty:
        return f"{_WORDS[figure]}: measured in other folds, so not tested."
    found = row.iloc[0]
    if found["verdict"] != "higher":
        return (
            f"{_WORDS[figure]}: not decided. {title} of {found['higher']} is "
            f"{found['difference']:.3f} higher, in {found['folds']} folds; that may be luck."
        )
    return (
        f"{_WORDS[figure]}: {found['higher']} is better. {title} is {found['difference']:.3f} "
        f"higher, in {found['folds']} folds."
    )


def _known(datasets: Sequence[str]) -> str:
    """Say how many of the listed pairs the default model was trained on itself."""
    told = resources.memory(DEFAULT_MODEL)
    if told is None or not all(saved.is_saved(name) for name in datasets):
        return ""
    listed = known = 0
    for table in tables_of(datasets):
        rows = np.flatnonzero(table.label == 1)
        for query in np.unique(table.left_row[rows]):
            partners = table.right_row[rows[table.left_row[rows] == query]]
            found = told.lists(table.left[query], [table.right[i] for i in partners])
            listed, known = listed + len(partners), known + int(found.sum())
    if not known:
        return f"None of your {counted(listed, 'listed pair')} is among those it was trained on."
    return (
        f"Of your {counted(listed, 'listed pair')}, {known:,} are among those the default model "
        "was trained on: on these it remembers, and cannot be tested."
    )


def _default(report: Summary) -> Summary | None:
    """Find a report of the default model's recipe on the same pairs."""
    every = [kept.summary for kept in measurements.found().reports]
    mine = (
        r
        for r in alike(report, every)
        if r["recipe"] == DEFAULT_MODEL and not r.get("variant") and not rule_of(r)
    )
    same = sorted(mine, key=lambda r: len(r["folds"]) != len(report["folds"]))
    return next(iter(same), None)


def _beside(name: str, own: Summary, theirs: Summary) -> None:
    for figure in _FIGURES:
        st.markdown(f"**{plain(verdict(name, own, theirs, figure), letters=500)}**")
    found = standings({name: own, DEFAULT_MODEL: theirs}).head(100)
    shown = pd.DataFrame(
        {
            "": found["name"],
            "AUPRC": found["auprc"].map("{:.3f}".format),
            "AUPRC per query": found["per_query_auprc"].map("{:.3f}".format),
            f"Listed of {TOP}": found[LISTED].map("{:.1f}".format),
        }
    )
    st.dataframe(
        shown.replace("nan", "-"),
        hide_index=True,
        height="content",
        alt=f"Figures of {name}, of the default model's recipe and of every rule",
    )
