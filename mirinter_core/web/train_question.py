"""Step 3 of Train: how the model will be measured, and the leak lamp on that very split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mirinter_core.datasets import saved
from mirinter_core.datasets.pairs import PairTable, join
from mirinter_core.datasets.saved import DatasetInfo
from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.errors import WeightsError
from mirinter_core.recipe import Recipe
from mirinter_core.web.show import errors_shown, plain

if TYPE_CHECKING:  # they bring torch, and a page is to open before that is there
    from mirinter_core.tasks.evaluate import Question
    from mirinter_core.tasks.lamp import Lamp
    from mirinter_core.tasks.training_cost import TrainingCost

_HELD = "train-lamp"  # what this tab saw last: what was asked, and the answer
_AT_ONCE = 60_000  # cells of the table: the lamp then takes a second or two
_FULL, _DRAWN = "every other pair of the table", "some for each listed pair"
_FEW_LISTED = 100
_LOOKS = {
    "green": (":material/check_circle:", "green"),
    "amber": (":material/warning:", "orange"),
    "red": (":material/block:", "red"),
}


@dataclass(frozen=True)
class Asked:
    """How it will be measured; see `mirinter_core.tasks.evaluate.Question`."""

    protocol: str
    folds: int
    negatives: str | int

    @property
    def question(self) -> Question:
        """The same for the engine."""
        from mirinter_core.tasks.evaluate import Question

        return Question(self.protocol, self.folds, self.negatives)


def asked(datasets: Sequence[DatasetInfo]) -> Asked:
    """Let a protocol be chosen, the question of a person with a new microRNA first."""
    few = 0 < sum(info.listed for info in datasets) < _FEW_LISTED
    left, middle, right = st.columns([3, 1, 2])
    protocol = left.selectbox(
        "What is hidden from it",
        list(PROTOCOLS),
        format_func=lambda name: f"{PROTOCOLS[name].held} ({name})",
        key="train-protocol",
        persist_state="session",
    )
    folds: Any = middle.number_input(
        "Folds",
        2,
        20,
        3 if few else 5,
        key=f"train-folds-{few}",
        help="It is trained anew so often, each time without one part.",
        persist_state="session",
    )
    kind = right.selectbox(
        "Tested against",
        [_FULL, _DRAWN],
        key="train-tested",
        help="Every other pair is the honest test: a screen asks all of them too.",
        persist_state="session",
    )
    negatives: Any = "full"
    if kind == _DRAWN:
        negatives = right.number_input(
            "Unlisted pairs for each", 1, 1000, 10, key="train-tested-n", persist_state="session"
        )
    name = protocol or next(iter(PROTOCOLS))
    st.caption(f"The question: *{plain(PROTOCOLS[name].asks)}*")
    return Asked(name, int(folds), negatives if negatives == "full" else int(negatives))


def lamp(datasets: Sequence[DatasetInfo], recipe: Recipe, question: Asked) -> None:
    """Show the lamp: at once where it is cheap, else when asked for."""
    cells = sum(info.queries * info.partners for info in datasets)
    key = (tuple((i.name, i.digest) for i in datasets), question, recipe.seed)
    held: Any = st.session_state.get(_HELD)
    if held is not None and held[0] == key:
        found = held[1]
    else:
        wanted = cells <= _AT_ONCE
        if not wanted:
            st.caption(
                "A large table takes 10 to 20 seconds to look through, longer beside other work."
            )
            wanted = st.button("Light the lamp", icon=":material/lightbulb:")
        if not wanted:
            return
        found = _lit(datasets, question, recipe.seed)
        st.session_state[_HELD] = (key, found)
    _shown(found)
    with errors_shown():
        _time(datasets, recipe, found)


def tables_of(names: Sequence[str]) -> list[PairTable]:
    """Read the pairs of data sets that are here; the last few stay in memory.

    Raises
    ------
    DatasetError
        If one of them was removed meanwhile, or is damaged.
    """
    return [_table(name, saved.info(name).digest) for name in names]


def _lit(datasets: Sequence[DatasetInfo], question: Asked, seed: int) -> Lamp:
    from mirinter_core.tasks.lamp import lamp as look

    bar = st.progress(0.0, text="Looking at the split")
    try:
        return look(
            tables_of([info.name for info in datasets]),
            question.question,
            seed=seed,
            progress=lambda done, what: _report(bar, done, what),
        )
    finally:
        bar.empty()


def _report(bar: DeltaGenerator, done: float, what: str) -> None:
    bar.progress(min(done, 1.0), text=plain(what))


def _shown(found: Lamp) -> None:
    from mirinter_core.tasks import lamp_words

    icon, colour = _LOOKS[found.colour]
    with st.container(border=True):
        st.markdown(f"#### :{colour}[{icon}] {lamp_words.headline(found)}")
        st.markdown(plain(lamp_words.reading(found), letters=1000))
        first, _, rest = lamp_words.to_beat(found).partition(". ")
        st.markdown(f"**{plain(first, letters=500)}.** {plain(rest, letters=1000)}")
        with st.expander("What training holds of the test pairs, and every rule"):
            leaks = pd.DataFrame(
                lamp_words.rows(found),
                columns=["Training holds", "of the test pairs", "This protocol"],
            )
            st.table(leaks.set_index("Training holds"), border="horizontal")
            rules = pd.DataFrame(
                lamp_words.rule_rows(found), columns=["Rule", "AUPRC", "AUPRC per query"]
            )
            st.table(rules.set_index("Rule"), border="horizontal")


def _time(datasets: Sequence[DatasetInfo], recipe: Recipe, found: Lamp) -> None:
    """Say how long it will take, or why that cannot be told."""
    from mirinter_core.tasks import lamp_words

    names = tuple((info.name, info.digest) for info in datasets)
    try:
        cost = _cost(names, recipe.to_json())
    except WeightsError as error:
        st.caption(f":material/schedule: How long it takes cannot be told: {plain(str(error))}")
        return
    st.caption(f":material/schedule: {plain(lamp_words.how_long(cost, found), letters=1000)}")


@st.cache_resource(max_entries=4, show_spinner="Reading the pairs")
def _table(name: str, digest: str) -> PairTable:  # noqa: ARG001 (tells two of one name apart)
    return saved.load(name).table


@st.cache_data(max_entries=64, ttl=600, show_spinner="Trying a few steps")
def _cost(names: tuple[tuple[str, str], ...], recipe: str) -> TrainingCost:
    from mirinter_core.embedding.device import pick
    from mirinter_core.tasks.training_cost import training_cost

    tables = tables_of([name for name, _ in names])
    return training_cost(join(tables), Recipe.from_json(recipe), device=pick("auto"))
