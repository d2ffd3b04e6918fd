"""What to compute beside the ranking: duplexes, decoys and hubs."""

from __future__ import annotations

import streamlit as st

from mirinter_core.tasks import estimate as costs

EVIDENCE, DECOYS, HUBS = "screen-evidence", "screen-decoys", "screen-hubs"  # keys of widgets


def evidence() -> int | None:
    """Let the rows with a duplex be chosen; None leaves it to the number of queries."""
    value = st.number_input(
        "Rows per query with a duplex",
        min_value=0,
        max_value=100_000,
        value=None,
        step=50,
        key=EVIDENCE,
        placeholder=f"{costs.evidence_rows(1)}; fewer for many queries",
        help="The duplex (its energy, letters and pairs) is folded for so many rows from the top.",
        persist_state="session",
    )
    return None if value is None else int(value)


def decoys() -> int | None:
    """Let the decoys be chosen; None takes as many as fit into a few seconds."""
    value = st.number_input(
        "Decoys per query",
        min_value=0,
        max_value=1_000,
        value=None,
        step=20,
        key=DECOYS,
        placeholder="as many as fit into a few seconds",
        help="Shuffled microRNAs with no known seed. How well they pair says how often chance "
        "does as well: columns p and q. 100 tell enough; 0 leaves p and q empty.",
        persist_state="session",
    )
    return None if value is None else int(value)


def hubs() -> bool:
    """Let hubs be counted."""
    return st.toggle(
        "Count hubs",
        key=HUBS,
        help="For how many known microRNAs each partner ranks in the top 1 %: column hub. Counted "
        "once for a catalogue and a model, in up to a minute, and kept. Of fewer than 100 RNAs "
        "nothing can be told.",
        persist_state="session",
    )
