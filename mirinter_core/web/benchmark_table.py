"""Models, rules and chance in one table, and the table to take along."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import streamlit as st

from mirinter_core.figures.benchmark_bars import reading
from mirinter_core.tasks import export
from mirinter_core.tasks.meanings import MEANINGS, figure_of
from mirinter_core.tasks.standings import CHANCE, LISTED, MODEL, RULE, SAMPLED, standings
from mirinter_core.tasks.trust import TOP
from mirinter_core.web.benchmark_choice import Choice
from mirinter_core.web.show import plain

_SIGN = {MODEL: "●", RULE: "○", SAMPLED: "◌", CHANCE: "·"}  # told without colour
_PER_QUERY = "per_query_"
_LAST = ("lift", "mcc", "f1", "recall_at_fpr_1", "precision_at_100", "brier")


def table(choice: Choice) -> None:
    """Show how all stand, in a sentence and in a table."""
    if choice.chosen:
        st.markdown(plain(reading(choice.reports, "per_query_auprc"), letters=2000))
    found = standings(choice.chosen, choice.everything)
    st.dataframe(
        _for_people(found),
        hide_index=True,
        column_config=_columns(),
        height="content",
        alt=f"Figures of models, rules and chance on {choice.bench.dataset} under "
        f"{choice.bench.protocol}, the best AUPRC first.",
    )
    notes = [
        (
            f"*Listed in the first {TOP}* and *per query*: each microRNA's own ranking, then "
            "averaged: what one user gets. The other figures take all pairs together."
        ),
        "95 %: other seed families and other genes drawn instead of these (bootstrap).",
    ]
    if (found["kind"] == SAMPLED).any():
        notes.append("◌: too slow a rule for all pairs, measured on a sample: it does not compare.")
    st.caption(" ".join(notes))
    _views(choice)
    st.download_button(
        "Table (TSV)",
        lambda: export.as_bytes(found, {}, "tsv"),
        file_name=f"mirinter-{choice.bench.dataset}-{choice.bench.protocol}.tsv",
        mime="text/tab-separated-values",
        on_click="ignore",
        icon=":material/download:",
    )


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


def _for_people(found: pd.DataFrame) -> pd.DataFrame:
    """Put the columns in the order in which they are read, spreads beside their figures."""
    shown = pd.DataFrame(
        {
            "name": found["kind"].map(_SIGN) + " " + found["name"],
            LISTED: found[LISTED],
            "auprc": found["auprc"],
            "sd": ["" if math.isnan(sd) else f"± {sd:.3f}" for sd in found["auprc_sd"]],
            "interval": [
                "" if math.isnan(low) else f"{low:.3f} to {high:.3f}"
                for low, high in zip(found["auprc_low"], found["auprc_high"], strict=True)
            ],
        }
    )
    rest = [
        "per_query_auprc",
        "auroc",
        *_LAST,
        *(key for key in MEANINGS if key.startswith(_PER_QUERY) and key != "per_query_auprc"),
    ]
    return shown.join(found[rest])


def _columns() -> dict[str, Any]:
    number = st.column_config.NumberColumn
    columns: dict[str, Any] = {
        "name": st.column_config.TextColumn(
            "● model, ○ rule",
            help="A rule needs no model: it copies from siblings or isoforms, counts sites, or "
            "counts how often an RNA is listed.",
            pinned=True,
            width=190,
        ),
        LISTED: number(
            f"Listed in the first {TOP}",
            help=f"Listed partners among the first {TOP} of a query's ranking, mean over queries.",
            format="%.1f",
        ),
        "auprc": st.column_config.ProgressColumn(
            "AUPRC", help=MEANINGS["auprc"].says, format="%.3f", min_value=0, max_value=1
        ),
        "sd": st.column_config.TextColumn(
            "± folds", help="Standard deviation of AUPRC over the folds."
        ),
        "interval": st.column_config.TextColumn(
            "AUPRC, 95 %", help="For other families and other genes: bootstrap over groups of them."
        ),
    }
    for key, meaning in MEANINGS.items():
        columns.setdefault(key, number(meaning.title, help=meaning.says, format="%.3f"))
    return columns
