"""How far to trust a score, in a sentence: measured where it was, and said where it was not."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
import streamlit as st

from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.models.memory import LONG, TAKEN_FOR
from mirinter_core.tasks.rule_words import RULE_WORDS
from mirinter_core.tasks.trust import KNOWN_SIBLINGS, TOP, Measured, measured, untold
from mirinter_core.web.measurements import of_model
from mirinter_core.web.show import about, plain

UNTOLD = "RNAs whose type is not told"


def trust(
    model: str, protocol: str, partners: Collection[str] | None = None, *, before: str = ""
) -> None:
    """Show what the model's rankings were worth for queries as new as this one.

    Parameters
    ----------
    partners : collection of str, optional
        The types of RNA that are ranked: only what was measured on these is told, and which of
        them never were. All that was measured, where not given.
    before : str
        Words to begin with (Markdown).
    """
    line, found = what_is_known(model, protocol, partners)
    st.caption(f"{before}{line}")
    if found:
        st.table(trust_table(found), border="horizontal")
        st.caption(words_of(found))


def what_is_known(
    model: str, protocol: str, partners: Collection[str] | None = None
) -> tuple[str, list[Measured]]:
    """Say how far a model was measured, and where another does as well: `trust`.

    Returns
    -------
    line : str
        A sentence or more (Markdown).
    found : list of Measured
        The measurements that speak of these partners.
    """
    every = measured(of_model(model), protocol)
    hidden = PROTOCOLS[protocol].held
    if any(m.of_known for m in every):
        hidden = KNOWN_SIBLINGS
    if not every:
        return (
            f"Model **{plain(model)}** was not measured on queries like this (with {hidden} hidden "
            "from it): take its ranking as a list to check."
        ), []
    found = _speaking(every, partners)
    if not found:
        kinds = dict.fromkeys(kind for m in every for kind in m.partner_types)
        return (
            f"Model **{plain(model)}** was never measured on partners like these "
            f"({types_in_words(partners or ())}), only on {types_in_words(kinds)}: take its "
            "ranking as a list to check."
        ), []
    return (
        f"How far to trust it: measured with {hidden} hidden from it, so many of the first ranked "
        f"partners were listed, on average over queries. {where_lost(found)}"
        f"{_never(untold(found, partners or ()), found)}"
    ), found


def trust_table(found: Collection[Measured]) -> pd.DataFrame:
    """Lay out what was measured: a row for each data set (Markdown in its cells)."""
    rows = [
        {
            "among": f"{where(m)}" + (f", {m.partners:,.0f} ranked" if m.partners else ""),
            **{
                name: f"{100 * m.precision[k]:.0f} %" if k in m.precision else "-"
                for k, name in ((1, "of the first"), (5, "of the first 5"))
            },
            f"of the first {TOP}": f"**{m.listed:.1f}** ({5 * m.listed:.0f} %)",
            f"by chance, of {TOP}": "-" if m.by_chance is None else about(m.by_chance),
            f"best other, of {TOP}": "-" if m.by_rule is None else f"`{m.rule}` {m.by_rule:.1f}",
            "listed in all": "-" if m.to_find is None else about(m.to_find),
        }
        for m in found
    ]
    return pd.DataFrame(rows).set_index("among")


def words_of(found: Collection[Measured]) -> str:
    """Say what the columns of `trust_table` mean, and what each rule in it does (Markdown)."""
    rules = dict.fromkeys(m.rule for m in found if m.by_rule is not None)
    others = "".join(f" `{rule}`: {RULE_WORDS[rule]}" for rule in rules if rule in RULE_WORDS)
    return (
        "A pair is *listed* if it stands in the data set named at the left. *Best other* is the "
        f"strongest of the methods that the model was compared with. These are averages over "
        f"microRNAs; *probability* in the ranking tells of pairs that scored alike.{others}"
    )


def types_in_words(types: Collection[str]) -> str:
    """Name types of RNA in a row (Markdown).

    Examples
    --------
    >>> types_in_words(["miRNA", "hairpin", "snoRNA"]), types_in_words([""])
    ('miRNA, hairpin and snoRNA', 'RNAs whose type is not told')
    """
    names = [plain(kind) if kind else UNTOLD for kind in types]
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def where(found: Measured) -> str:
    """Say on what it was measured: the types of partners, and the data set (Markdown)."""
    name = plain(found.dataset)
    return f"{types_in_words(found.partner_types)} ({name})" if found.types else name


def _speaking(found: Collection[Measured], partners: Collection[str] | None) -> list[Measured]:
    return [m for m in found if partners is None or _speaks(m, partners)]


def _speaks(found: Measured, partners: Collection[str]) -> bool:
    """Tell whether a measurement says something of such partners; one without types may."""
    like = {*partners, TAKEN_FOR} if "" in partners else set(partners)
    return not found.types or bool(set(found.partner_types) & like)


def where_lost(found: Collection[Measured]) -> str:
    """Name the partners among which another method does as well, and which (Markdown)."""
    lost = [
        f"among {types_in_words(m.partner_types) or plain(m.dataset)} `{m.rule}`"
        for m in found
        if m.loses
    ]
    if not lost:
        return ""
    do = "does" if len(lost) == 1 else "do"
    better = "" if all(m.level for m in found if m.loses) else " or better"
    said = f"{', and '.join(lost)} {do} as well{better}"
    return f"**{said[0].upper()}{said[1:]}.**"


def _never(types: Collection[str], found: Collection[Measured]) -> str:
    """Name the types on which nothing was measured, and what untold ones are taken for."""
    taken = "" in types and any(TAKEN_FOR in m.partner_types for m in found)
    never = [kind for kind in types if kind or not taken]
    said = ""
    if never:
        said = f" **Never measured among {types_in_words(never)}**: there it is a list to check."
    if taken:
        said += f" RNAs of {LONG} nt and more whose type is not told are taken for {TAKEN_FOR}s."
    return said
