"""What the Benchmarks page compares: data, protocol, models; all of it in the address."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.models.listing import DEFAULT_MODEL
from mirinter_core.tasks.reports import Kept, Summary, rule_of
from mirinter_core.tasks.standings import Bench, completed, rules_alone
from mirinter_core.tasks.variant import left_out
from mirinter_core.web.benchmark_run import turn_to_run
from mirinter_core.web.measurements import TRAINED, benches, named, of_default, shown
from mirinter_core.web.show import plain

_T = TypeVar("_T")
MOST = 6  # colours that can be told apart
_NOUNS = {"data": "Data set", "protocol": "Protocol", "negatives": "The test table"}
_LONGEST = 120  # letters of an option


@dataclass(frozen=True)
class Choice:
    """What was chosen.

    Parameters
    ----------
    offered : mapping of str to Kept
        All reports of the bench, by the names they are shown under.
    chosen : mapping of str to report
        Those to compare, rules that stand in a report among them; every rule of the bench stands
        in each.
    """

    bench: Bench
    offered: Mapping[str, Kept]
    chosen: Mapping[str, Summary]

    @property
    def reports(self) -> list[Summary]:
        """The reports to compare, as figures take them."""
        return [shown(name, summary) for name, summary in self.chosen.items()]

    @property
    def everything(self) -> list[Summary]:
        """All reports of the bench."""
        return [kept.summary for kept in self.offered.values()]


def choose(kept: Sequence[Kept]) -> Choice:
    """Ask what to compare; everything has a default that works.

    Parameters
    ----------
    kept : sequence of Kept
        At least one.
    """
    by = benches(kept)
    by_data = _by_data(by)
    turn_to_run(by, by_data)
    left, right = st.columns([2, 3])
    with left:
        data = _one("Data set", "data", by_data)
    with right:
        bench = _protocol(data)
    asks = PROTOCOLS.get(bench.protocol)
    if asks:
        st.markdown(f"**{asks.asks}** Hidden from the model: {asks.held}.")
    offered = named(by[bench])
    return Choice(bench, offered, _models(offered))


def _by_data(by: Mapping[Bench, object]) -> dict[str, list[Bench]]:
    """Sort benches by data; two states of one data set are told apart by digest."""
    states = {(bench.dataset, bench.digest) for bench in by}
    found: dict[str, list[Bench]] = {}
    for bench in sorted(by):
        is_one = sum(name == bench.dataset for name, _ in states) == 1
        label = bench.dataset if is_one else f"{bench.dataset} ({bench.digest[:8]})"
        found.setdefault(label, []).append(bench)
    return dict(sorted(found.items(), key=lambda item: -len({b.protocol for b in item[1]})))


def _protocol(of_data: Sequence[Bench]) -> Bench:
    """Ask for the protocol, the hardest question first, and for the test table if there are two."""
    order = [*PROTOCOLS, *sorted({bench.protocol for bench in of_data} - set(PROTOCOLS))]
    there: dict[str, list[Bench]] = {
        name: own for name in order if (own := [b for b in of_data if b.protocol == name])
    }
    tables = _one("Question, the hardest first", "protocol", there, shown_as=_question)
    if len(tables) == 1:
        return tables[0]
    tested = {
        bench.negatives: bench for bench in sorted(tables, key=lambda b: b.negatives != "full")
    }
    return _one("Tested on", "negatives", tested, shown_as=_table)


def _question(protocol: str) -> str:
    asks = PROTOCOLS.get(protocol)
    return f"{protocol}: {asks.asks}" if asks else protocol


def _table(negatives: str) -> str:
    return (
        "all unlisted pairs"
        if negatives == "full"
        else f"{negatives} unlisted pairs drawn for each listed one"
    )


def _models(offered: Mapping[str, Kept]) -> dict[str, Summary]:
    """Ask which to compare: unless told otherwise the models there are, else the best rule."""
    every = [kept.summary for kept in offered.values()]
    rules = rules_alone(every)
    models = [name for name, summary in zip(offered, every, strict=True) if not rule_of(summary)]
    options = {n: offered[n].summary for n in models} | rules
    usual = _best_of_each(offered, models)[:MOST] or list(rules)[:1]
    asked = st.query_params.get_all("models")
    wanted = list(dict.fromkeys(one for name in asked for one in _alike(name, options)))[:MOST]
    _say_missing("models and rules", [name for name in asked if not _alike(name, options)])
    chosen = st.multiselect(
        f"Models and rules to draw (up to {MOST}); every rule stands in the table anyway",
        list(options),
        default=wanted or usual,
        max_selections=MOST,
        key=f"benchmark-models-{'|'.join(options)}",
        placeholder="Choose at least one",
    )
    st.query_params["models"] = chosen
    if of_default(list(offered.values())) is None:
        st.info(
            f"Model **{DEFAULT_MODEL}** was not measured here, so nobody knows how it would do."
            + ("" if models else " Only rules that need no model were."),
            icon=":material/help:",
        )
    return {name: completed(options[name], every) for name in chosen}


def _alike(name: str, options: Collection[str]) -> list[str]:
    """Find what was asked for, also where it is told apart by other data, or need not be."""
    if name in options:
        return [name]
    return [one for one in options if one.split(TRAINED)[0] == name.split(TRAINED)[0]]


def _best_of_each(offered: Mapping[str, Kept], models: Sequence[str]) -> list[str]:
    """Choose models, and of the variants of a recipe only the first, which is the best.

    One that leaves something out shows what that is worth: it stands for no recipe.
    """
    first: dict[str, str] = {}
    for name in models:
        kept = offered[name]
        is_variant = kept.summary.get("variant") and not kept.place.model
        if is_variant and left_out(kept.summary["recipe_json"].get("network_options", {})):
            continue
        first.setdefault(f"any {kept.summary['recipe']}" if is_variant else name, name)
    return list(first.values())


def _say_missing(what: str, names: Sequence[str]) -> None:
    """Say what the address asks for, and is not here."""
    if names:
        st.warning(
            f"The address asks for {what} that are not here: {plain(', '.join(names))}. Shown is "
            "what there is.",
            icon=":material/link_off:",
        )


def _one(
    label: str, key: str, options: Mapping[str, _T], *, shown_as: Callable[[str], str] = str
) -> _T:
    """Ask for one of some, and keep it in the address."""
    names = list(options)
    asked = st.query_params.get(key)
    index = names.index(asked) if asked in names else 0
    if asked is not None and asked not in names:
        st.warning(
            f"{_NOUNS[key]} {plain(asked)} is not here. Shown is {plain(names[0])}.",
            icon=":material/link_off:",
        )
    chosen = st.selectbox(
        label,
        names,
        index=index,
        key=f"benchmark-{key}-{'|'.join(names)}",
        format_func=lambda name: _short(shown_as(name)),
    )
    st.query_params[key] = chosen
    return options[chosen]


def _short(text: str) -> str:
    """Cut a name that would fill the page; select boxes read no markup."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
