"""What the ranking of a query comes to, wherever something of it is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import streamlit as st

from mirinter_core.datasets.groups import by_partner
from mirinter_core.datasets.lookup import by_ids
from mirinter_core.errors import MirinterError
from mirinter_core.runs import table
from mirinter_core.runs.run import Run
from mirinter_core.runs.table import Filters
from mirinter_core.tasks.hits import nulls_of
from mirinter_core.tasks.reading import FIRST, Reading, reading

CHANCE = "chance"  # the verdict that nothing tells the query from random letters
VERDICTS = {
    "strong": "Strong",
    "relatives": "Strong, by its relatives alone",
    "tentative": "Tentative",
    CHANCE: "Nothing beyond chance",
    "little": "Little to follow up",
    "unknown": "Not known",
}
NO_MORE_THAN_CHANCE = (
    "Nothing beyond chance: shuffled letters rank these RNAs as high as this query does. Make sure "
    "that it is a microRNA before you spend a test on any of them."
)
SHARES_OF_CHANCE = (
    "What a score is worth was measured for microRNAs. Nothing here tells this query from random "
    "letters, of which it does not hold."
)
NO_SHARES = (
    "Probabilities are left out: they were measured for microRNAs, and nothing says that this is "
    "one."
)
_HITS = "hits.parquet"


def chance_of(run: Run, query: str) -> Mapping[str, Any]:
    """Find what the decoys of a query said; empty if none were run."""
    return next((told for told in nulls_of(run.folder) if told["query"] == query), {})


def read(run: Run, query: str) -> Reading:
    """Read the first rows of a query's ranking."""
    rows = table.page(run.path(_HITS), query, Filters(), limit=FIRST)
    catalog = str(run.request.arguments["catalog"])
    return reading(rows, _alike(run.id, catalog, tuple(rows["id1"])), chance_of(run, query))


def alike(run: Run, ids: Sequence[str]) -> list[list[str]]:
    """Put partners of one gene, or of like letters, together: groups of two and more, by id."""
    groups = _alike(run.id, str(run.request.arguments["catalog"]), tuple(ids))
    if len(groups) != len(ids):  # some are not to be found any more
        return []
    each = {
        group: [one for one, its in zip(ids, groups, strict=True) if its == group]
        for group in dict.fromkeys(groups)
    }
    return [found for found in each.values() if len(found) > 1]


@st.cache_data(max_entries=64, show_spinner=False)
def _alike(run: str, catalog: str, ids: tuple[str, ...]) -> list[int]:
    """Number the first partners of a run, those of one gene or of like letters equally."""
    del run  # only tells apart what a catalogue held when
    with suppress(MirinterError):  # a catalogue that is gone is told where it is needed
        held = by_ids(catalog, ids)
        return [int(group) for group in by_partner([held[i] for i in ids if i in held])]
    return []
