"""A pair that is typed in: a query and a partner, in two boxes."""

from __future__ import annotations

from dataclasses import fields, replace

import streamlit as st

from mirinter_core.datasets import catalog as catalogs
from mirinter_core.datasets.catalog_rows import rows
from mirinter_core.datasets.lookup import by_id
from mirinter_core.errors import ModelError, SequenceError
from mirinter_core.molecules import fasta
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.tasks.check import check
from mirinter_core.web.pair_row import Chosen
from mirinter_core.web.pair_text import called
from mirinter_core.web.resources import known_mirnas, models
from mirinter_core.web.show import counted, errors_shown, plain

LONGEST_PARTNER = 200_000  # nt pasted: twice the longest known lncRNA; folding takes 5 s
PASTE, CATALOGUE = "Paste its letters", "Take it from a catalogue"
EXAMPLE = ("hsa-miR-200b-3p", "builtin", "hsa-mir-16-1")  # query, catalogue, partner: an 8mer

_FOUND = 20  # partners offered by a search
_FIELDS = tuple(field.name for field in fields(Molecule))


def from_boxes() -> Chosen | None:
    """Ask for a query and a partner; None until both are there and can be used."""
    if st.button("Show an example", icon=":material/lightbulb:", type="tertiary"):
        st.session_state["pair_query"], st.session_state["pair_catalog"] = EXAMPLE[:2]
        st.session_state["pair_source"], st.session_state["pair_search"] = CATALOGUE, EXAMPLE[2]
    st.session_state.setdefault("pair_source", PASTE)
    query = partner = None
    left, right = st.columns(2, gap="large")
    with left:
        with errors_shown():
            query = _query()
        model = _model()
    with right:
        source = st.segmented_control(
            "Partner",
            [PASTE, CATALOGUE],
            required=True,
            key="pair_source",
            persist_state="session",
        )
        with errors_shown():
            partner = _pasted() if source == PASTE else _from_catalogue()
    st.button("Explain this pair", type="primary", icon=":material/join_inner:")
    if query is None or partner is None:
        st.caption("Give a query and a partner. Nothing leaves this machine.")
        return None
    catalog = st.session_state["pair_catalog"] if source == CATALOGUE else ""
    return Chosen(query, partner, model, catalog=catalog)


def _query() -> Molecule | None:
    text = st.text_area(
        "Query (miRNA)",
        key="pair_query",
        height=120,
        placeholder="Letters, FASTA, or the name of a well-known human miRNA",
        persist_state="session",
    )
    if not text.strip():
        return None
    if named := known_mirnas().called(text):
        st.caption(f"{plain(named[0].id)} is a known miRNA: {named[0].letters}")
        return named[0]
    first, *others = check(fasta.read_text(text, type="miRNA"), known_mirnas())
    for finding in first.findings:
        st.info(plain(f"{finding.message} {finding.remedy}"), icon=":material/info:")
    if first.molecule is None or first.refusal:
        raise SequenceError(first.refusal)
    _say("query", first.repairs, len(others))
    return _headed(first.molecule, text, "query")


def _pasted() -> Molecule | None:
    text = st.text_area(
        "Partner (any ncRNA)",
        key="pair_partner",
        height=120,
        placeholder="Letters or FASTA",
        persist_state="session",
        label_visibility="collapsed",
    )
    if not text.strip():
        return None
    reading = fasta.read_text(text)
    if not reading.molecules:
        raise SequenceError(reading.refusals[0].message)
    first, *others = reading.molecules
    if len(first) > LONGEST_PARTNER:
        raise SequenceError(
            f"The partner has {len(first):,} nt; at most {LONGEST_PARTNER:,} can be pasted here. "
            "Paste the transcript, not the chromosome, or add it as a catalogue."
        )
    _say("partner", reading.repairs.get(first.id, ()), len(others) + len(reading.refusals))
    return _headed(first, text, "partner")


def _from_catalogue() -> Molecule | None:
    names = catalogs.names()
    catalog = st.selectbox("Catalogue", names, key="pair_catalog", persist_state="session")
    search = st.text_input(
        "Id, symbol, gene or description",
        key="pair_search",
        type="search",
        persist_state="session",
    )
    if not search.strip():
        st.caption(f"{counted(catalogs.info(catalog).molecules, 'molecule')} in {catalog}.")
        return None
    found = rows(catalog, search=search, count=_FOUND)
    if not found.found:
        st.caption("Nothing is called so.")
        return None
    exact = by_id(catalog, search.strip())  # first, however many there are
    offered = {exact.id: exact} if exact else {}
    for row in found.table.to_dict("records"):
        offered.setdefault(row["id"], Molecule(**{name: row[name] for name in _FIELDS}))
    more = f"{len(offered)} of {found.found:,}; type more" if found.found > len(offered) else ""
    chosen = st.selectbox(
        f"Found ({more or found.found})",
        list(offered),
        format_func=lambda id_: f"{called(offered[id_])[:80]}, {len(offered[id_]):,} nt",
    )
    return offered[chosen]


def _model() -> str:
    names = models()
    if not names:
        raise ModelError("There is no model here. Restore the assets folder, or train one.")
    if len(names) == 1:
        return names[0]
    return st.selectbox("Model", names, key="pair_model", persist_state="session")


def _say(which: str, repairs: tuple[str, ...], others: int) -> None:
    said = [f"Repaired: {'; '.join(repairs)}."] if repairs else []
    if others:
        said.append(
            f"The first {which} is taken, {counted(others, 'record')} left out; Screen takes all."
        )
    if said:
        st.caption(plain(" ".join(said)))


def _headed(molecule: Molecule, text: str, name: str) -> Molecule:
    """Call a molecule by its part in the pair if the user gave it no name."""
    return molecule if molecule.id in text else replace(molecule, id=name)
