"""Where is my favourite? The ranks of the partners one came for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from mirinter_core.pairing.sites import NO_SITE
from mirinter_core.runs import table
from mirinter_core.runs.table import Filters
from mirinter_core.web.show import counted, plain

_KEY = "favourite"
_SHOWN = 10


def favourite(path: Path, query: str, partners: int) -> None:
    """Ask for a symbol or a piece of an id, and tell the ranks of those that have it."""
    text = st.text_input(
        "Where is my favourite?",
        key=_KEY,
        placeholder="A symbol or a part of an id, such as MALAT1",
        bind="query-params",
        icon=":material/star:",
    )
    if not (text or "").strip():
        return
    asked = Filters(text=(text or "").strip())
    n = table.count(path, query, asked)
    if not n:
        st.info(
            f"No partner's id or symbol contains {plain(asked.text)}. It may be called otherwise, "
            "or not be in this catalogue.",
            icon=":material/search_off:",
        )
        return
    rows = table.find(path, query, asked.text, limit=_SHOWN)
    with st.container(border=True, gap="small"):
        st.markdown("\n".join(_line(row, partners) for _, row in rows.iterrows()))
        if n > len(rows):
            st.caption(f"{len(rows)} of {counted(n, 'partner')} with that text shown.")


def _line(row: pd.Series[Any], partners: int) -> str:
    name = f"{row['name1']} ({row['id1']})" if row["name1"] else str(row["id1"])
    site = "no seed site" if row["seed_class"] == NO_SITE else f"best site {row['seed_class']}"
    return (
        f"- **{plain(name, letters=120)}**: rank **{row['rank']:,}** of {partners:,}, above "
        f"{row['percentile']:.1f} % of them; score {row['score']:.3f}, {site}"
        f"{', listed in training' if row['known'] else ''}."
    )
