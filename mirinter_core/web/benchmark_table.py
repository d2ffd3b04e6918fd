"""Models, rules and chance in one table, and the table to take along."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import streamlit as st

from mirinter_core.figures.benchmark_bars import reading
from mirinter_core.figures.numbers import rounded
from mirinter_core.tasks import export, report_table
from mirinter_core.tasks.meanings import MEANINGS, figure_of
from mirinter_core.tasks.standings import CHANCE, LISTED, MODEL, RULE, SAMPLED, standings
from mirinter_core.tasks.trust import TOP
from mirinter_core.web.benchmark_choice import Choice
from mirinter_core.web.show import plain
from mirinter_core.web.table_files import table_files

_SIGN = {MODEL: "●", RULE: "○", SAMPLED: "◌", CHANCE: "·"}  # told without colour
_AT = "per_query_precision"
_NONE = "-"
_BOOSTING = "boosting"  # of `baselines-slow`
_LAST = ("lift", "mcc", "f1", "recall_at_fpr_1", "precision_at_100", "brier")


def table(choice: Choice) -> None:
    """Show how all stand, in a sentence and in a table."""
    if choice.chosen:
        st.markdown(plain(reading(choice.reports, "per_query_auprc"), letters=2000))
    found = standings(choice.chosen, choice.everything)
    what = f"models, rules and chance on {choice.bench.dataset} under {choice.bench.protocol}"
    st.dataframe(
        _main(found),
        hide_index=True,
        column_config=_columns(),
        height="content",
        alt=f"Figures of {what}, the best AUPRC first.",
    )
    st.caption(" ".join([*_notes(found), *_budgets(choice), *_of_data(choice)]))
    with st.expander("More figures: 95 % interval, MCC, F1, Brier, precision at k"):
        st.dataframe(
            _more(found),
            hide_index=True,
            column_config=_columns(),
            height="content",
            alt=f"Further figures of {what}.",
        )
        st.caption(
            f"95 %: other seed families and other genes drawn instead of these (bootstrap); "
            f"{_NONE}: not computed for rules beside a model, whose spread is *± folds*."
        )
    _views(choice)
    file = f"mirinter-{choice.bench.dataset}-{choice.bench.protocol}"
    table_files(
        "Table",
        ("tsv",),
        lambda kind: export.as_bytes(rounded(found), {}, kind),
        file=file,
        key="benchmarks",
    )


def _notes(found: pd.DataFrame) -> list[str]:
    notes = [
        (
            f"*Listed of {TOP}*: how many of the first {TOP} in a microRNA's own ranking are "
            "listed, on average; as *per query*, it is what one user gets. The other figures take "
            "all pairs together."
        )
    ]
    if len(folds := _folds(found)) > 1:
        notes.append("*Folds*: rows of other folds compare roughly, and are not tested in pairs.")
    else:
        notes.append(f"All rows: {plain(', '.join(folds))}.")
    if _BOOSTING not in set(found["name"]):
        notes.append(
            f"*{_BOOSTING}*, the strongest rule where it was measured, was not measured here: it "
            "may do as well as the model."
        )
    if (found["kind"] == SAMPLED).any():
        notes.append("◌: too slow a rule for all pairs, measured on a sample: it does not compare.")
    return notes


def _budgets(choice: Choice) -> list[str]:
    """Say what a name that tells its steps means."""
    fits = [report["recipe_json"].get("fit") or {} for report in choice.chosen.values()]
    if not any(fit.get("epoch_steps") for fit in fits):
        return []
    return [
        (
            "*Steps*: a budget of training fixed beforehand, the same for all variants that tell "
            "it. Longer training does better, and what learns more slowly, as from several views "
            "of a pair, may catch up: such a budget does not decide how variants end."
        )
    ]


def _of_data(choice: Choice) -> list[str]:
    """Say what rules tell of the data set, each once: reports that hold a rule repeat it."""
    told = (sentence for report in choice.everything for sentence in report_table.of_data(report))
    return [plain(sentence, letters=1000) for sentence in dict.fromkeys(told)]


def _views(choice: Choice) -> None:
    """Show the figures of models that see a pair in several views, counted as their paper does."""
    counted = {name: report["views"] for name, report in choice.chosen.items() if report["views"]}
    if not counted:
        return
    with st.expander("As the paper counts: each view of a pair a row of its own"):
        st.table(
            pd.DataFrame(
                {
                    f"{title}, {view}": {
                        name: _written(figure_of(views.get(view, {}), key))
                        for name, views in counted.items()
                    }
                    for view in dict.fromkeys(view for views in counted.values() for view in views)
                    for key, title in (("auprc", "AUPRC"), ("auroc", "AUROC"))
                }
            ),
            border="horizontal",
        )
        st.caption(
            "*all*: every view of every test pair; the others: one view alone. Above, a pair is "
            "one row and its views are averaged."
        )


def _written(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.3f}"


def _main(found: pd.DataFrame) -> pd.DataFrame:
    """Take what is read first: as many columns as a small screen shows."""
    spread = ["" if math.isnan(sd) else f"± {sd:.3f}" for sd in found["auprc_sd"]]
    shown = found[[LISTED, "auprc", "per_query_auprc", "auroc"]].copy()
    shown.insert(0, "name", _names(found))
    shown.insert(3, "sd", spread)
    if len(_folds(found)) > 1:
        shown["folds"] = found["folds"]
    return shown


def _folds(found: pd.DataFrame) -> list[str]:
    """Name the ways in which the pairs of the rows were dealt into folds."""
    return [words for words in found["folds"].unique() if words]


def _more(found: pd.DataFrame) -> pd.DataFrame:
    shown = found[[*_LAST, *(key for key in MEANINGS if key.startswith(_AT))]].copy()
    interval = [
        _NONE if math.isnan(low) else f"{low:.3f} to {high:.3f}"
        for low, high in zip(found["auprc_low"], found["auprc_high"], strict=True)
    ]
    shown.insert(0, "interval", interval)
    shown.insert(0, "name", _names(found))
    return shown


def _names(found: pd.DataFrame) -> pd.Series[str]:
    return found["kind"].map(_SIGN) + " " + found["name"]


def _columns() -> dict[str, Any]:
    number = st.column_config.NumberColumn
    columns: dict[str, Any] = {
        "name": st.column_config.TextColumn(
            "● model, ○ rule",
            help="A rule needs no model: it copies from siblings or isoforms, counts sites, or "
            "counts how often an RNA is listed.",
            pinned=True,
            width=240,
        ),
        LISTED: number(
            f"Listed of {TOP}",
            help=f"Listed partners among the first {TOP} of a query's ranking, mean over queries.",
            format="%.1f",
        ),
        "auprc": st.column_config.ProgressColumn(
            "AUPRC", help=MEANINGS["auprc"].says, format="%.3f", min_value=0, max_value=1
        ),
        "sd": st.column_config.TextColumn(
            "± folds", help="Standard deviation of AUPRC over the folds."
        ),
        "folds": st.column_config.TextColumn(
            "Folds",
            help="How the pairs were dealt into folds. Rows of other folds compare roughly: they "
            "were trained and tested on other parts of the same pairs.",
        ),
        "interval": st.column_config.TextColumn(
            "AUPRC, 95 %",
            help="For other families and other genes: bootstrap over groups of them. Computed for "
            "what was measured as a recipe, not for the rules beside it.",
        ),
    }
    for key, meaning in MEANINGS.items():
        columns.setdefault(key, number(meaning.title, help=meaning.says, format="%.3f"))
    return columns
