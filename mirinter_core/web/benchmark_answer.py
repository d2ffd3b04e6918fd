"""The answer a new user looks for: whether it would find partners of a new microRNA."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.tasks.reports import Kept, Summary
from mirinter_core.tasks.rule_words import RULE_WORDS
from mirinter_core.tasks.standings import Bench
from mirinter_core.tasks.trust import TOP, Measured, measured
from mirinter_core.web.measurements import of_default
from mirinter_core.web.resources import DEFAULT_MODEL
from mirinter_core.web.show import plain

NEW = "denovo-family"  # the protocol that asks what the user asks
_FEW = 2 * TOP  # listed partners of a query, below which few are there to be found


def answer(by: Mapping[Bench, Sequence[Kept]], bench: Bench) -> None:
    """Show what the default model is worth for a new microRNA, on the data of a bench."""
    with st.container(border=True):
        st.markdown("#### Would it find partners of my new microRNA?")
        found = _measured(by, bench)
        if found is None:
            st.markdown(unmeasured(bench.dataset))
            return
        _verdict(found)
        st.markdown(sentence(found))
        with st.grid(3, min_column_width=140):
            _metric(f"Listed in the first {TOP}", found.listed, f"Model {DEFAULT_MODEL}.")
            if found.by_rule is not None:
                _metric("The best rule without a model", found.by_rule, f"Rule {found.rule}.")
            if found.by_chance is not None:
                _metric("By chance", found.by_chance, "A ranking drawn at random.")
        if found.rule in RULE_WORDS:
            st.caption(f"`{found.rule}`: {RULE_WORDS[found.rule]}")
        st.caption(_basis(found))


def sentence(found: Measured) -> str:
    """Say what the first ranks were worth beside chance and the best rule (Markdown)."""
    own, rule = _apart(found.listed, found.by_rule)
    said = (
        f"Of the first {TOP} partners that model **{DEFAULT_MODEL}** ranked for a microRNA of a "
        f"family it had never seen, about **{own}** were listed"
    )
    if found.by_chance is not None:
        said += f"; by chance {_about(found.by_chance)}"
    if rule:
        said += f"; the best rule without a model (`{found.rule}`) reached **{rule}**"
    few = _to_find(found)
    return f"{said}. There were about {few:.0f} to be found." if few else f"{said}."


def unmeasured(dataset: str) -> str:
    """Say that nobody knows (Markdown)."""
    return (
        f"Not known: model **{DEFAULT_MODEL}** was not measured on {plain(dataset)} with "
        f"{PROTOCOLS[NEW].held} hidden. Take its ranking as a list to check."
    )


def _measured(by: Mapping[Bench, Sequence[Kept]], bench: Bench) -> Measured | None:
    """Find the default model's figures for new families, on the full table if there is one."""
    tables = [
        b for b in by if (b.dataset, b.digest, b.protocol) == (bench.dataset, bench.digest, NEW)
    ]
    reports: list[Summary] = [
        report.summary
        for table in sorted(tables, key=lambda b: b.negatives != "full")
        if (report := of_default(by[table]))
    ]
    return next(iter(measured(reports, NEW)), None)


def _verdict(found: Measured) -> None:
    if found.by_rule is None:
        return
    if found.loses:
        st.badge("A rule without a model does better", icon=":material/warning:", color="orange")
    else:
        st.badge("Better than every rule measured", icon=":material/check:", color="green")


def _metric(label: str, value: float, what: str) -> None:
    st.metric(label, _about(value), border=True, help=f"{what} Of {TOP}, mean over queries.")


def _basis(found: Measured) -> str:
    among = ""
    if found.partners is not None:
        among = f", each ranking about {found.partners:,.0f} partners"
    return (
        f"Measured on {plain(found.dataset)} with {PROTOCOLS[NEW].held} hidden (`{NEW}`){among}. "
        "Listed in a database is not bound in a cell; what is not listed may still bind."
    )


def _to_find(found: Measured) -> float:
    """Give how many listed partners a query had, where that is a handful; else 0."""
    if found.by_chance is None or found.partners is None:
        return 0.0
    listed = found.by_chance / TOP * found.partners
    return listed if listed < _FEW else 0.0


def _apart(own: float, rule: float | None) -> tuple[str, str]:
    """Write two numbers as roughly as they stay different."""
    if rule is None:
        return _about(own), ""
    whole = f"{own:.0f}", f"{rule:.0f}"
    if own >= 2 and rule >= 2 and whole[0] != whole[1]:
        return whole
    return _about(own), _about(rule)


def _about(value: float) -> str:
    return f"{value:.1f}" if value >= 0.05 else f"{value:.2f}"
