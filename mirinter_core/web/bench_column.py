"""What the notebooks hold of a query, beside the partners of a screen."""

from __future__ import annotations

import streamlit as st

from mirinter_core.datasets.lookup import ids_of
from mirinter_core.errors import CatalogError, MirinterError
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.runs.run import Run
from mirinter_core.runs.screened import queries
from mirinter_core.web.bench_record import notebooks
from mirinter_core.web.resources import catalog_infos

COLUMN = "bench"
HELP = (
    "What the bench found of this pair, as recorded in your notebooks (Catalogues, Bench). It "
    "changes no score until a model is trained on it."
)


def found_of(run: Run, query: str) -> dict[str, str]:
    """Say by the partner's id what was found of it with a query, in all notebooks.

    A partner is the same if its letters are, whatever a notebook calls it.
    """
    given = _query(run, query)
    told: dict[str, list[str]] = {}  # by letters
    ids: dict[str, str] = {}
    for notebook in notebooks() if given else ():
        for entry in notebook.standing:
            f = entry.finding
            both = {f.query.digest: f.partner, f.partner.digest: f.query}
            if given and (other := both.get(given.digest)):
                told.setdefault(other.letters, []).append(f.outcome)
                ids[other.id] = other.letters
    if not told:
        return {}
    ids = _ids(run, ids, frozenset(told))
    return {id_: " / ".join(dict.fromkeys(told[letters])) for id_, letters in ids.items()}


def _query(run: Run, query: str) -> Molecule | None:
    try:
        return queries(run).get(query)
    except (MirinterError, OSError):  # its input is gone: the page says so where it needs it
        return None


def _ids(run: Run, recorded: dict[str, str], letters: frozenset[str]) -> dict[str, str]:
    catalog = str(run.request.arguments["catalog"])
    info = catalog_infos().get(catalog)
    try:
        return _found(catalog, info.made if info else "", letters)
    except CatalogError:  # the catalogue is gone; the ids it was recorded by are left
        return recorded


@st.cache_data(max_entries=16, show_spinner=False)
def _found(catalog: str, made: str, letters: frozenset[str]) -> dict[str, str]:  # noqa: ARG001
    return ids_of(catalog, letters)
