"""Whether a lead is more than luck, and what papers print."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from mirinter_core.figures.numbers import rounded
from mirinter_core.tasks import export
from mirinter_core.tasks import published as papers
from mirinter_core.tasks.meanings import MEANINGS, figure_of
from mirinter_core.tasks.reports import Summary
from mirinter_core.tasks.standings import CERTAIN, CONTEST
from mirinter_core.tasks.standings import contests as tested
from mirinter_core.web.benchmark_choice import Choice
from mirinter_core.web.benchmark_plots import file_name
from mirinter_core.web.show import counted, plain
from mirinter_core.web.table_files import table_files

_FIGURES = ("auprc", "per_query_auprc", "auroc")
_TITLES = {
    "higher": "Higher mean",
    "lower": "Lower mean",
    "verdict": "Verdict",
    "difference": "Difference",
    "folds": "Folds ahead",
    "p_adjusted": "p adjusted",
    "p_corrected": "p corrected",
    "p": "p",
    "t": "t",
}


def contests(choice: Choice) -> None:
    """Show one-sided paired tests of one model against all else, over the folds."""
    left, right = st.columns(2)
    names = list(choice.chosen)
    first = left.selectbox("Is this one better?", names, key=f"contest-{'|'.join(names)}")
    with right:
        figure = st.segmented_control(
            "In",
            _FIGURES,
            default=_FIGURES[0],
            required=True,
            format_func=lambda name: MEANINGS[name].title,
            key="contest-figure",
        )
    table, untested = tested(first, choice.chosen, figure)
    said = sentence(first, table, MEANINGS[figure].title)
    st.markdown(plain(f"{said}{untold(first, choice.chosen, untested, figure)}", letters=1000))
    if not table.empty:
        _show(table, choice, figure)


def sentence(first: str, table: pd.DataFrame, title: str) -> str:
    """Say how often one is higher, lower, or nothing is decided."""
    if table.empty:
        return "There is nothing to test it against."
    decided = table["verdict"] == "higher"
    wins = int((decided & (table["higher"] == first)).sum())
    losses = int((decided & (table["lower"] == first)).sum())
    open_ = len(table) - wins - losses
    return (
        f"{title}, {first} against {counted(len(table), 'other')}, rules among them: higher than "
        f"{wins}, lower than {losses}, undecided {open_} (adjusted p above {CERTAIN})."
    )


def untold(first: str, named: Mapping[str, Summary], untested: Sequence[str], figure: str) -> str:
    """Name those that cannot be tested, with what both reach; empty if there are none."""
    if not untested:
        return ""
    own = figure_of(named[first]["mean"], figure)
    rules = named[first]["baselines"]
    each = []
    for name in untested:
        other = figure_of((named[name] if name in named else rules[name])["mean"], figure)
        each.append(name if math.isnan(other) else f"{name} ({other:.3f}, beside {own:.3f})")
    return f" Measured in other folds, so not tested: {', '.join(each)}."


def _show(table: pd.DataFrame, choice: Choice, figure: str) -> None:
    formats = {"difference": "%.4f", "t": "%.2f", "p": "%.2g"}
    formats |= {"p_corrected": "%.2g", "p_adjusted": "%.2g"}
    st.dataframe(
        table[list(_TITLES)],
        hide_index=True,
        height="content",
        column_config={
            key: st.column_config.NumberColumn(_TITLES[key], help=says, format=formats[key])
            if key in formats
            else st.column_config.TextColumn(
                _TITLES[key], help=says, width=240 if key in ("higher", "lower") else None
            )
            for key, says in CONTEST.items()
        },
        alt="Paired tests over the folds: which of two is higher, and whether by luck.",
    )
    st.caption(
        "Paired t-tests over the folds; p is one-sided. Folds share training pairs, so it is too "
        "small, and is corrected for that. What decides is adjusted besides for both directions "
        "and for so many tests. Few folds decide little: undecided is not equal."
    )
    table_files(
        "Tests",
        ("tsv",),
        lambda kind: export.as_bytes(rounded(table), {}, kind),
        file=file_name(choice, f"tests-{figure}"),
        key="tests",
    )


def published(_choice: Choice) -> None:
    """Show what papers print, apart from what was measured here."""
    st.warning(
        "**As published: other versions of the data, other protocols.** No row here compares with "
        "a figure above, nor with a row of another test.",
        icon=":material/menu_book:",
    )
    st.table(papers.table(papers.PUBLISHED), border="horizontal")
    with st.expander("Of other questions: messenger RNAs, proteins, hairpins"):
        st.table(papers.table(papers.OTHER_QUESTIONS), border="horizontal")
    st.caption(
        "Typed from the papers. Where a fifth of the pairs is hidden at random, siblings and "
        "isoforms of the hidden pairs stay in training: rules that copy from them reach as much "
        "(choose the protocol `pair` above)."
    )
