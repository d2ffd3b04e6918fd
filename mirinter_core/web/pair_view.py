"""How the Pair page shows a pair: where it pairs, how strongly, and what the model knew of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from mirinter_core.figures.site_track import site_track, with_footprint
from mirinter_core.models.book import MIDDLE
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.pairing.drawing import duplex_sentence, duplex_svg
from mirinter_core.tasks.contribution_words import FEW
from mirinter_core.tasks.evidence import weighs_kinds
from mirinter_core.tasks.explain import Explanation, SiteEvidence, explain
from mirinter_core.tasks.hits import COLUMNS, HUB_FROM
from mirinter_core.tasks.ready import Stamp, ready, stamp
from mirinter_core.tasks.site_worth import footprint_of
from mirinter_core.tasks.weighing import Weighed
from mirinter_core.web import pair_text
from mirinter_core.web.figure_files import figure
from mirinter_core.web.links import database_of, link_for
from mirinter_core.web.pair_row import Chosen, Row
from mirinter_core.web.readings import NO_MORE_THAN_CHANCE, SHARES_OF_CHANCE
from mirinter_core.web.show import PERCENT, counted, plain
from mirinter_core.web.worth import worth_shown

DRAWN = "drawn"  # in the address: first and last letter of the site that is drawn
ANYWHERE = "anywhere"
_OFF = 1e-4  # two scores of one pair differ by less, whatever device made them
_FORMATS = {
    "unpaired": "%.3f",
    "E": "%.1f",
    "local_AU": "%.2f",
    "occupied": PERCENT,
    "families": "%.1f",
    "families_listed": "%.1f",
    "adds": "%+.2f",
    "adds_new_family": "%+.2f",
}
_LONG = 1_200  # letters; longer partners are shown in a box that scrolls


def explained(chosen: Chosen, partner: Molecule) -> Explanation:
    """Explain a pair, or recall it."""
    keeps = chosen.row is not None  # what is typed in leaves no trace on the disk
    state = (stamp(chosen.model), keeps)
    return _explained(chosen.query, partner, chosen.model, chosen.device, state)


@st.cache_data(max_entries=32, show_spinner="Looking for sites, folding duplexes.")
def _explained(
    query: Molecule, partner: Molecule, model: str, device: str, state: tuple[Stamp, bool]
) -> Explanation:
    trained, embedding = ready(model, device)
    kept = embedding if state[1] else replace(embedding, store=None)
    return explain(query, partner, trained, kept)


def footprint(chosen: Chosen, partner: Molecule) -> tuple[float, ...]:
    """Judge every place of the partner by the sites near it; NaN where there are none.

    Empty for a model that judges no places, and where there is nothing to judge any by.
    """
    return _footprint(partner, chosen.query, chosen.model, chosen.device, stamp(chosen.model))


@st.cache_data(max_entries=8, show_spinner="Judging the places of the partner.")
def _footprint(
    partner: Molecule,
    query: Molecule,
    model: str,
    device: str,
    state: Stamp,  # noqa: ARG001
) -> tuple[float, ...]:
    trained, embedding = ready(model, device)
    if not weighs_kinds(trained.recipe):
        return ()
    pair = Weighed.of(query, partner, trained, replace(embedding, store=None))
    found = footprint_of(pair)
    near = found.families[:, MIDDLE] >= FEW
    told = np.where(near, found.judged[:, MIDDLE].round(4), np.nan)
    return tuple(told.tolist()) if near.any() else ()


def verdict(found: Explanation, row: Row | None) -> None:
    """Say in a sentence where the pair stands, and what may mislead about it."""
    st.markdown(f"#### {plain(pair_text.sentence(found, row), letters=2000)}")
    st.markdown(plain(pair_text.standing(found)))
    if found.partner.type == "control":
        st.warning(
            "**An artificial transcript**, made as a control: no cell has it. "
            f"{plain(found.partner.description)}",
            icon=":material/science:",
        )
    if row and row.doubtful:
        st.warning(f"**{NO_MORE_THAN_CHANCE.replace(': ', ':** ', 1)}", icon=":material/casino:")
    if row and abs(row.hit["score"] - found.score) > _OFF:
        st.warning(
            f"The screen gave {row.hit['score']:.4g}, but the pair scores {found.score:.4g} now: "
            "its catalogue or model was changed since. Screen again to compare like with like.",
            icon=":material/history:",
        )


def share(found: Explanation, chosen: Chosen) -> None:
    """Say of 100 pairs scored like this how many were listed."""
    calibration = ready(chosen.model, chosen.device)[0].calibration
    if calibration:
        where = found.regime, found.partner_type
        if chosen.row and chosen.row.doubtful:
            st.caption(f":material/warning: {SHARES_OF_CHANCE}")
            with st.expander("If it is a microRNA: what such a score is worth"):
                worth_shown(found.score, where, calibration, key="pair", folded=True)
        else:
            worth_shown(found.score, where, calibration, key="pair")


def facts(found: Explanation, row: Row | None) -> None:
    """Show the key numbers."""
    best = found.evidence[0] if found.evidence else None
    rank = f"rank {row.hit['rank']:,} of {row.partners:,}" if row else None
    where = f"{len(found.sites):,} in all, this at {best.site.start:,}" if best else None
    if found.turned and not best:
        where = f"{found.turned.sites[0].kind} of the partner's"
    cells = [
        ("Score", f"{found.score:.3g}", COLUMNS["score"], rank),
        ("Strongest seed site", best.site.kind if best else "none", COLUMNS["seed_class"], where),
        (
            "Duplex, kcal/mol",
            f"{found.shown.energy:.1f}",
            "Free energy at the strongest site, or of the strongest duplex where there is none.",
            f"{found.duplex.energy:.1f} anywhere" if best else "strongest anywhere",
        ),
        (
            "Site unpaired",
            f"{best.unpaired:.2g}" if best else "none",
            pair_text.SITE_COLUMNS["unpaired"][1],
            pair_text.hidden(best.unpaired) if best else None,
        ),
        *(_of_the_screen(row.hit) if row else ()),
    ]
    with st.grid(4, min_column_width=150):
        for label, value, meaning, beside in cells:
            st.metric(
                label,
                value,
                beside,
                delta_color="off",
                delta_arrow="off",
                help=meaning,
                border=True,
                height="stretch",
            )


def _of_the_screen(hit: Mapping[str, Any]) -> list[tuple[str, str, str, str | None]]:
    """Give the numbers that only a screen can tell: of chance, and of the partner's habits."""
    cells: list[tuple[str, str, str, str | None]] = []
    if pd.notna(hit["p"]):
        cells.append(("Chance (p)", f"{hit['p']:.2g}", COLUMNS["p"], "by a decoy"))
        cells.append(("False finds (q)", f"{hit['q']:.2g}", COLUMNS["q"], "of those up to here"))
    if pd.notna(hit["hub"]):
        beside = "a hub" if hit["hub"] >= HUB_FROM else "no hub"
        cells.append(("Taken by", f"{hit['hub']:.1%}", COLUMNS["hub"], f"of miRNAs: {beside}"))
    return cells


def sites(found: Explanation, footprint: tuple[float, ...] = ()) -> SiteEvidence | None:
    """Draw the duplex at a site to choose, and show where all sites lie; return the chosen one.

    Parameters
    ----------
    footprint : tuple of float
        How likely a site at each place of the partner is occupied; empty if it is not known.
    """
    st.subheader("Where it pairs", anchor=False)
    options = {f"{e.site.start}-{e.site.end}": e for e in found.evidence}
    named = {key: pair_text.site_name(e) for key, e in options.items()}
    named[ANYWHERE] = f"strongest duplex anywhere ({found.duplex.energy:.1f} kcal/mol)"
    if st.session_state.get(DRAWN) not in named:
        st.session_state.pop(DRAWN, None)
    at = st.selectbox(
        "Drawn", list(named), format_func=named.__getitem__, key=DRAWN, bind="query-params"
    )
    chosen = options.get(at or "")
    duplex = chosen.duplex if chosen else found.duplex
    names = (found.partner.id, found.query.id)
    pair = (found.query.letters, found.partner.letters)
    st.image(
        duplex_svg(duplex, *pair, names=names),
        alt=duplex_sentence(duplex, names=names),
        width="content",
    )
    st.caption(plain(pair_text.site_sentence(found, chosen)))
    if found.heavier:
        st.markdown(f":material/balance: {plain(found.heavier_sentence, letters=500)}")
    st.code(pair_text.drawing(found, duplex), language=None)
    _site_table(found)
    _turned(found)
    if found.sites or footprint:
        _track(found, chosen, footprint)
    return chosen


def _turned(found: Explanation) -> None:
    """Show where the partner's own seed pairs with the query."""
    if found.turned is None:
        return
    names = (found.query.id, found.partner.id)
    st.markdown(f"**{found.turned.sentence}**")
    st.image(
        duplex_svg(found.turned.duplex, found.partner.letters, found.query.letters, names=names),
        alt=duplex_sentence(found.turned.duplex, names=names),
        width="content",
    )
    st.caption(
        "The partner is a microRNA too, so the pair is scored both ways; the columns of the "
        "ranking speak of the query's seed alone."
    )


def _track(found: Explanation, chosen: SiteEvidence | None, footprint: tuple[float, ...]) -> None:
    def drawn(dark: bool) -> go.Figure:
        track = site_track(
            len(found.partner),
            found.sites,
            query=found.query.id,
            partner=found.partner.name or found.partner.id,
            chosen=chosen.site if chosen else None,
            dark=dark,
        )
        return with_footprint(track, footprint, found.sites)

    alt = str(drawn(False).layout.meta["alt"])
    figure(drawn, alt, key="pair-track", file="site-track")
    st.caption(
        "A mark is a seed site; higher rows are stronger classes. The ringed one is drawn above."
        + (
            " The area below says where Argonaute seems to sit on this RNA: it is judged by the "
            "listed sites of other families within 30 nt, whatever the query, and blank where none "
            "is known."
            if footprint
            else ""
        )
    )


def links(found: Explanation) -> None:
    """Lead to what public databases tell of the two."""
    query, partner = found.query, found.partner
    ids = (partner.id, partner.description.partition(" ")[0], partner.gene, query.id)
    if not (known := {link: id_ for id_ in ids if (link := link_for(id_))}):
        return
    st.subheader("Read more", anchor=False)
    with st.container(horizontal=True):
        for link, id_ in known.items():
            label = f"{database_of(id_)}: {plain(id_)}"
            st.link_button(label, link, icon=":material/open_in_new:")
    st.caption("These open public sites, which learn which RNA you look up.")


def letters(found: Explanation, shown: SiteEvidence | None) -> None:
    """Show the partner's letters with the sites marked."""
    duplex = found.duplex
    ends = (duplex.start1, duplex.end1) if duplex.pairs else None
    stretch = (shown.site.start, shown.site.end) if shown else ends
    with st.expander(f"The partner's {len(found.partner):,} letters", icon=":material/notes:"):
        st.caption("Marked below the letters: = what is drawn above, - other seed sites.")
        st.code(
            pair_text.marked_letters(found.partner.letters, found.sites, stretch),
            language=None,
            height=420 if len(found.partner) > _LONG else "content",
        )


def table_row(hit: Mapping[str, Any]) -> None:
    """Show a screen's row, each number with what it means."""
    told = {name: hit[name] for name in COLUMNS if pd.notna(hit[name]) and hit[name] != ""}
    st.dataframe(
        pd.DataFrame(
            {
                "column": list(told),
                "value": [f"{v:.4g}" if isinstance(v, float) else str(v) for v in told.values()],
                "meaning": [COLUMNS[name] for name in told],
            }
        ),
        hide_index=True,
        alt="The row of the screen: each column, its value and what it means.",
    )


def _site_table(found: Explanation) -> None:
    if not found.sites:
        st.info("The partner has no seed site of this query.", icon=":material/info:")
        return
    table = pair_text.sites_table(found)
    table["occupied"] *= 100
    full = len(found.evidence)
    told = table.dropna(axis="columns", how="all")
    st.dataframe(
        told,
        hide_index=True,
        column_config={
            name: st.column_config.NumberColumn(label, help=meaning, format=_FORMATS[name])
            if name in _FORMATS
            else st.column_config.Column(label, help=meaning)
            for name, (label, meaning) in pair_text.SITE_COLUMNS.items()
        },
        alt="All seed sites of the query on the partner.",
    )
    if full < len(table):
        st.caption(f"The {full} strongest of {counted(len(table), 'site')} are folded.")
