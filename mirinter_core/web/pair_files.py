"""What a pair gives to take along: files, and the command that repeats it."""

from __future__ import annotations

import json
import re

import pandas as pd
import streamlit as st

from mirinter_core.pairing.drawing import duplex_svg
from mirinter_core.tasks import export
from mirinter_core.tasks.explain import Explanation, SiteEvidence
from mirinter_core.web import pair_text
from mirinter_core.web.pair_row import Chosen, Row
from mirinter_core.web.show import plain


def take_along(found: Explanation, shown: SiteEvidence | None, chosen: Chosen) -> None:
    """Offer the pair as files and as a command."""
    st.subheader("Take it along", anchor=False)
    duplex = shown.duplex if shown else found.duplex
    names = (found.partner.id, found.query.id)
    pair = (found.query.letters, found.partner.letters)
    given = json.dumps(found.to_dict(), indent=2, ensure_ascii=False, default=str) + "\n"
    files: dict[str, tuple[str, str, str | bytes]] = {
        "Everything, JSON": ("json", "application/json", given),
        "Report, text": ("txt", "text/plain", pair_text.report(found, chosen.row)),
        "Drawing, SVG": ("svg", "image/svg+xml", duplex_svg(duplex, *pair, names=names)),
    }
    if found.sites:
        table = _located(found, chosen.row)
        files["Sites, TSV"] = (
            "tsv",
            "text/tab-separated-values",
            export.as_bytes(table, {}, "tsv"),
        )
        files["Sites, BED"] = ("bed", "text/plain", export.as_bytes(table, {}, "bed"))
        if chosen.row:
            files["Sites, GFF3"] = ("gff3", "text/plain", export.as_bytes(table, {}, "gff3"))
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", f"{found.query.id[:40]}-{found.partner.id[:40]}")
    with st.container(horizontal=True):
        for label, (suffix, mime, content) in files.items():
            st.download_button(
                label,
                content,
                file_name=f"{stem}.{suffix}",
                mime=mime,
                key=f"pair_{suffix}",
                on_click="ignore",
                icon=":material/download:",
            )
    with st.expander("Copy as command", icon=":material/terminal:"):
        st.code(pair_text.command(chosen, found.partner), language="bash", wrap_lines=True)
    facts = found.provenance
    catalog = f", catalogue {chosen.row.hit['catalog']}" if chosen.row else ""
    st.caption(plain(f"Model {chosen.model}{catalog}, mirinter {facts.get('mirinter', '')}."))


def _located(found: Explanation, row: Row | None) -> pd.DataFrame:
    """Lay the sites out with the columns that genome browsers' formats need."""
    hit = row.hit if row else {}
    return pair_text.sites_table(found).assign(
        id1=found.partner.id,
        id2=found.query.id,
        rank=hit.get("rank"),
        score=found.score,
        percentile=float(hit.get("percentile") or 0.0),
        known=found.listed,
    )
