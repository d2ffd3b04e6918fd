"""How each report is made again, and where it comes from."""

from __future__ import annotations

import streamlit as st

from mirinter_core.tasks.reports import Kept, rule_of
from mirinter_core.web.benchmark_choice import Choice
from mirinter_core.web.show import counted, plain


def again(choice: Choice) -> None:
    """Show the command of every report that is compared, and of those whose rules stand beside."""
    st.markdown(
        "Each report says how to make it again. The same command gives the same numbers on the "
        "same kind of machine."
    )
    mine = {name: choice.offered[name] for name in choice.chosen}
    rules = {n: k for n, k in choice.offered.items() if rule_of(k.summary)}
    for name, kept in {**mine, **rules}.items():
        _report(name, kept)


def _report(name: str, kept: Kept) -> None:
    summary = kept.summary
    st.markdown(f"**{plain(name)}**")
    command = summary.get("command")
    if command:
        st.code(str(command), language="bash", wrap_lines=True)
    else:
        st.caption("Its command was not kept.")
    st.caption(plain(_origin(kept)))


def _origin(kept: Kept) -> str:
    summary, place = kept.summary, kept.place
    facts = summary.get("provenance", {})
    where = (
        f"of the run {place.run}"
        if place.run
        else f"beside model {place.model}"
        if place.model
        else "comes with mirinter"
    )
    parts = [
        where,
        f"made {str(facts['made'])[:16].replace('T', ' ')} UTC" if facts.get("made") else "",
        f"mirinter {facts['mirinter']}" if facts.get("mirinter") else "",
        f"{counted(len(summary['folds']), 'fold')}, seed {summary['recipe_json'].get('seed', 0)}",
        f"data {summary['dataset']['data_digest'][:12]}",
    ]
    return "; ".join(part for part in parts if part)
