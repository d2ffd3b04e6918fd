"""What was measured of one model, protocol by protocol, beside the best rule and chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.tasks.best_rule import best_rule
from mirinter_core.tasks.trust import TOP, partner_types, types_of_report

_AT_TOP = f"per_query_precision_at_{TOP}"

MEASURED = {
    "dataset": "Data set",
    "held_out": "Hidden from the model",
    "listed": f"Listed in the first {TOP}",
    "rule_listed": "by the best rule",
    "chance": "by chance",
    "partners": "partners per query",
    "auprc": "AUPRC ± sd of folds",
    "interval": "95 %",
    "rule_auprc": "AUPRC of the best rule",
}


def accuracy(reports: Iterable[Mapping[str, Any]]) -> None:
    """Show a model's figures, or that there are none."""
    table = measured(reports)
    if table.empty:
        st.info(
            "No measurement lies beside this model: how far to trust its ranking is not known.",
            icon=":material/info:",
        )
        return
    st.table(_for_people(table), border="horizontal")
    st.caption(
        f"Each row hides something else from the model and asks it to find it again; it speaks of "
        f"the partners in brackets alone. *Listed in "
        f"the first {TOP}*: how many of a query's first {TOP} are listed, mean over queries; only "
        "hidden pairs count, so a query that has two can show two at most. AUPRC: 1 is perfect, "
        "chance is the share of listed pairs; 95 %: for other families and genes. Rules need no "
        "model: they copy from siblings, count sites, or how often an RNA is listed at all. Where "
        "a rule is as good, the model adds nothing."
    )


def _for_people(table: pd.DataFrame) -> pd.DataFrame:
    """Write the table out: its cells hold sentences' worth, so they need to break."""
    written = table.assign(
        **{key: table[key].map("{:.1f}".format, na_action="ignore") for key in ("listed", "chance")}
    )
    written["partners"] = table["partners"].map("{:,.0f}".format, na_action="ignore")
    named = written.fillna("").rename(columns=MEASURED)
    return named.set_index([MEASURED["dataset"], MEASURED["held_out"]])


def measured(reports: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Lay out what was measured of a model: one row a data set and protocol, hardest first."""
    order = list(PROTOCOLS)
    ranked = sorted(
        reports,
        key=lambda r: (
            order.index(r["protocol"]) if r["protocol"] in order else len(order),
            r["dataset"]["name"],
        ),
    )
    return pd.DataFrame([_row(report) for report in ranked], columns=list(MEASURED))


def _row(report: Mapping[str, Any]) -> dict[str, Any]:
    mean, sd = report["mean"], report.get("sd", {})
    chance, partners = mean.get("per_query_chance"), mean.get("per_query_partners")
    top, (rule, rule_top) = mean.get(_AT_TOP), best_rule(report["baselines"], _AT_TOP)
    other, rule_auprc = best_rule(report["baselines"], "auprc")
    protocol = PROTOCOLS.get(report["protocol"])
    low, high = report.get("interval", {}).get("auprc") or (None, None)
    return {
        "dataset": f"{report['dataset']['name']}{_types(report)}",
        "held_out": f"{protocol.held} ({report['protocol']})" if protocol else report["protocol"],
        "listed": None if top is None else top * TOP,
        "rule_listed": f"{rule_top * TOP:.1f} ({rule})" if rule else "",
        "chance": None if chance is None else chance * TOP,
        "partners": None if partners is None else round(partners),
        "auprc": _spread(mean.get("auprc"), sd.get("auprc")),
        "interval": "" if None in (low, high) else f"{low:.3f} to {high:.3f}",
        "rule_auprc": f"{rule_auprc:.3f} ({other})" if other else "",
    }


def _types(report: Mapping[str, Any]) -> str:
    """Name the types of partners that a row speaks of."""
    found = partner_types(types_of_report(report))
    return f" ({', '.join(kind or 'not told' for kind in found)})" if found else ""


def _spread(mean: float | None, sd: float | None) -> str:
    if mean is None:
        return ""
    return f"{mean:.3f}" if sd is None else f"{mean:.3f} ± {sd:.3f}"
