"""The answer a new user looks for: whether it would find partners of a new microRNA."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.models.listing import DEFAULT_MODEL
from mirinter_core.models.memory import TAKEN_FOR
from mirinter_core.tasks.reports import Kept
from mirinter_core.tasks.rule_words import RULE_WORDS, apart, such
from mirinter_core.tasks.standings import Bench, completed
from mirinter_core.tasks.trust import TOP, Measured, measured, untold
from mirinter_core.web.measurements import of_default
from mirinter_core.web.resources import catalog_infos
from mirinter_core.web.show import about, plain
from mirinter_core.web.trust import types_in_words, where

NEW = "denovo-family"  # the protocol that asks what the user asks
_FEW = 2 * TOP  # listed partners of a query, below which few are there to be found
_MADE_UP = "control"  # a type of RNA that stands in no genome


def answer(by: Mapping[Bench, Sequence[Kept]], bench: Bench) -> None:
    """Show what the default model is worth for a new microRNA: on this bench's data, on others."""
    with st.container(border=True):
        st.markdown("#### Would it find partners of my new microRNA?")
        every = everywhere(by)
        found = every.get((bench.dataset, bench.digest))
        if found is None:
            st.markdown(unmeasured(bench.dataset))
        else:
            _one(found)
        if every:
            st.markdown("**It depends on what is ranked.** The same question, by type of partner:")
            by_type(list(every.values()))


def everywhere(by: Mapping[Bench, Sequence[Kept]]) -> dict[tuple[str, str], Measured]:
    """Find the default model's figures for new families, by name and digest of the data.

    Of two test tables of one data set the full one counts.
    """
    tables = sorted(
        (bench for bench in by if bench.protocol == NEW), key=lambda b: b.negatives != "full"
    )
    found: dict[tuple[str, str], Measured] = {}
    for bench in tables:
        report = of_default(by[bench])
        if report and (bench.dataset, bench.digest) not in found:
            whole = completed(report.summary, [kept.summary for kept in by[bench]])
            named = {**whole, "dataset": {**whole["dataset"], "name": bench.dataset}}
            for one in measured([named], NEW):
                found[bench.dataset, bench.digest] = one
    return found


def sentence(found: Measured) -> str:
    """Say what the first ranks were worth beside chance and the best rule (Markdown)."""
    own, rule = _apart(found.listed, found.by_rule)
    kind = f"{types_in_words(found.partner_types)} " if found.types else ""
    said = (
        f"Of the first {TOP} {kind}partners that model **{DEFAULT_MODEL}** ranked for a microRNA "
        f"of a family it had never seen, about **{own}** were listed"
    )
    if found.by_chance is not None:
        said += f"; by chance {about(found.by_chance)}"
    if rule:
        said += f"; the best {such(found.rule)} (`{found.rule}`) reached **{rule}**"
    if found.to_find is not None and found.to_find < _FEW:
        said += f". There were about {found.to_find:.0f} to be found"
    return f"{said}."


def unmeasured(dataset: str) -> str:
    """Say that nobody knows (Markdown)."""
    return (
        f"Not known: model **{DEFAULT_MODEL}** was not measured on {plain(dataset)} with "
        f"{PROTOCOLS[NEW].held} hidden. Take its ranking as a list to check."
    )


def by_type(found: Sequence[Measured]) -> None:
    """Show the answer for each type of partner, and for which there is none."""
    types = {name: list(info.types) for name, info in catalog_infos().items()}
    st.table(types_table(found), border="horizontal")
    st.caption(
        f"Listed partners among the first {TOP} of a ranking, mean over microRNAs of families "
        f"never seen. *To find*: all that were listed. {_sources(found)} {never(found, types)}"
    )


def types_table(found: Sequence[Measured]) -> pd.DataFrame:
    """Lay out what was measured by type of partner, one row a data set; narrow enough for all."""
    kinds = [types_in_words(one.partner_types) or plain(one.dataset) for one in found]
    return pd.DataFrame(
        {
            "Partners": kind if kinds.count(kind) == 1 else where(one),
            "Model": about(one.listed),
            "Best other": "-" if one.by_rule is None else about(one.by_rule),
            "Chance": "-" if one.by_chance is None else about(one.by_chance),
            "To find": _listed_in_all(one),
        }
        for kind, one in zip(kinds, found, strict=True)
    ).set_index("Partners")


def _sources(found: Sequence[Measured]) -> str:
    """Name the data sets and the best rules of the rows, from the top (Markdown)."""
    data = ", ".join(plain(one.dataset) for one in found)
    rules = list(dict.fromkeys(f"`{one.rule}`" for one in found if one.rule))
    each = ", ".join(f"`{one.rule or '-'}`" for one in found)
    said = (
        f" Best other: {rules[0] if len(rules) == 1 else f'{each}, in this order'}."
        if rules
        else ""
    )
    return f"Data: {data}.{said}"


def never(found: Sequence[Measured], types: Mapping[str, Sequence[str]]) -> str:
    """Say which types of RNA that are here were never measured (Markdown); empty if none.

    Parameters
    ----------
    types : mapping of str to sequence of str
        The types of RNA in each catalogue.
    """
    apart = {_MADE_UP}
    if any(TAKEN_FOR in one.partner_types for one in found):
        apart.add("")
    here = {
        name: [kind for kind in untold(found, kinds) if kind not in apart]
        for name, kinds in types.items()
    }
    each = [f"{types_in_words(kinds)} (in {plain(name)})" for name, kinds in here.items() if kinds]
    if not each:
        return ""
    return f"**Never measured**, though catalogues here hold them: {'; '.join(each)}."


def _one(found: Measured) -> None:
    """Show one data set's answer in full."""
    _verdict(found)
    st.markdown(sentence(found))
    st.caption(f"Listed partners among the first {TOP}:")
    with st.grid(3, min_column_width=140):
        _metric("Model", found.listed, f"Model {DEFAULT_MODEL}")
        if found.by_rule is not None:
            _metric("Best other", found.by_rule, f"{found.rule}, {apart(found.rule)}")
        if found.by_chance is not None:
            _metric("By chance", found.by_chance, "A ranking drawn at random")
    if found.rule in RULE_WORDS:
        st.caption(f"`{found.rule}`: {RULE_WORDS[found.rule]}")
    st.caption(_basis(found))


def _verdict(found: Measured) -> None:
    if found.by_rule is None:
        return
    if not found.loses:
        st.badge("Better than every other method measured", icon=":material/check:", color="green")
        return
    does = "does as well" if found.level else "does better"
    st.badge(f"`{found.rule}` {does}", icon=":material/warning:", color="orange")


def _metric(label: str, value: float, what: str) -> None:
    help_ = f"{what}. Of the first {TOP} of a ranking, mean over queries."
    st.metric(label, about(value), border=True, help=help_)


def _basis(found: Measured) -> str:
    among = ""
    if found.partners is not None:
        among = f", each ranking about {found.partners:,.0f} partners"
    return (
        f"Measured on {plain(found.dataset)} with {PROTOCOLS[NEW].held} hidden (`{NEW}`){among}. "
        "Listed in a database is not bound in a cell; what is not listed may still bind."
    )


def _listed_in_all(found: Measured) -> str:
    return "-" if found.to_find is None else f"{found.to_find:.0f}"


def _apart(own: float, rule: float | None) -> tuple[str, str]:
    """Write two numbers as roughly as they stay different."""
    if rule is None:
        return about(own), ""
    whole = f"{own:.0f}", f"{rule:.0f}"
    if own >= 2 and rule >= 2 and abs(own - rule) >= 1:  # else rounding makes a lead
        return whole
    return about(own), about(rule)
