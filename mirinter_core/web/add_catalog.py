"""New catalogues: from a file that is uploaded, or from a public source."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd
import streamlit as st

from mirinter_core.datasets import catalog as catalogs
from mirinter_core.datasets import source as sources
from mirinter_core.datasets.source import SOURCES, Download
from mirinter_core.datasets.species import resolve
from mirinter_core.errors import CatalogError
from mirinter_core.home import checked_name
from mirinter_core.molecules.fasta import Reading
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.molecules.rna_types import TYPES
from mirinter_core.web import catalog_view
from mirinter_core.web.names import NAME
from mirinter_core.web.running import running
from mirinter_core.web.show import counted, errors_shown, plain
from mirinter_core.web.work import begin, unfinished

_SHOWN = 200  # rows of what was refused or repaired; all of them can be downloaded
_COLUMNS = {
    "record": st.column_config.TextColumn("Record"),
    "why": st.column_config.TextColumn("Why, and what to do", width="large"),
    "begins": st.column_config.TextColumn("Begins with"),
    "repairs": st.column_config.TextColumn("What was done", width="large"),
}


def upload() -> None:
    """Take a FASTA file in: read it, say what is in it, and add it under a name."""
    limit = st.get_option("server.maxUploadSize")
    file = st.file_uploader("FASTA file", type=["fa", "fasta", "fna", "txt", "gz"], key="file")
    st.caption(
        f"Up to {limit} MB, packed with gzip or not. Headers of GENCODE, Ensembl, miRBase and "
        "RNAcentral are understood; of others, the id is the text up to the first blank. A larger "
        "file is added in a shell: `python -m mirinter_core catalog add NAME FILE`"
    )
    if file is None:
        return
    kind = st.selectbox(
        "Type of records whose header tells none",
        ["", *TYPES],
        format_func=lambda k: k or "not told",
        key="new-type",
    )
    data = file.getvalue()
    reading = _read(file.file_id, data, file.name, kind or "")
    if st.session_state.get("catalogue-added") == file.file_id:
        st.info("This file is a catalogue now. It can be chosen on Screen, and looked into here.")
    elif reading.molecules:
        _offer(file.file_id, file.name, data, reading)
    _report(reading, file.name)


def _read(file_id: str, data: bytes, file: str, kind: str) -> Reading:
    """Read the upload once, not at each click."""
    held: Any = st.session_state.get("catalogue-read")
    if held is None or held[0] != (file_id, kind):
        st.session_state.pop("catalogue-read", None)
        with st.spinner(f"Reading {plain(file)}"):
            held = ((file_id, kind), catalog_view.read_upload(data, file, kind))
        st.session_state["catalogue-read"] = held
    reading: Reading = held[1]
    return reading


def _offer(file_id: str, file: str, data: bytes, reading: Reading) -> None:
    """Ask for name and species, and save."""
    letters = sum(map(len, reading.molecules))
    st.markdown(
        f"**{counted(len(reading.molecules), 'sequence')}**, {letters:,} letters: "
        f"{_types(reading.molecules)}."
    )
    with st.form("new-catalogue", border=False):
        names, species = st.columns(2)
        name = names.text_input(
            "Name", catalog_view.name_for(file), max_chars=64, validate=NAME, key=f"name-{file_id}"
        )
        of = species.text_input(
            "Species", max_chars=80, key="new-species", placeholder="human, Mus musculus, or empty"
        )
        title = st.text_input(
            "Title", max_chars=200, key="new-title", placeholder="a few words, or empty"
        )
        asked = st.form_submit_button("Add catalogue", type="primary", icon=":material/add:")
    if asked:
        with errors_shown():
            catalogs.check_new(name)
            said = {
                "title": (title or "").strip(),
                "species": resolve(of).name if of and of.strip() else "",
                "source": file[:200],
            }
            with st.spinner("Saving."):
                made = catalog_view.made_of(reading, name, data, **said)
                catalogs.save(made)
            left = f" Records refused: {made.info.refused:,}." if made.info.refused else ""
            st.session_state["catalogue-said"] = (
                f"Added {name} with {counted(len(made), 'molecule')}.{left}"
            )
            st.session_state["catalogue-added"] = file_id
            st.session_state["catalogue"] = name  # the one to look into next
            st.rerun()


def _types(molecules: tuple[Molecule, ...]) -> str:
    counts = Counter(m.type or "of no told type" for m in molecules).most_common()
    return ", ".join(f"{n:,} {plain(kind)}" for kind, n in counts)


def _report(reading: Reading, file: str) -> None:
    """Say what was refused and repaired, record by record; all of it can be downloaded."""
    stem = catalog_view.name_for(file)
    for note in reading.notes:
        st.info(plain(note), icon=":material/info:")
    if reading.refusals:
        st.warning(
            f"**{counted(len(reading.refusals), 'record')} cannot be used.** "
            + plain(reading.refusals[0].message, letters=1000)
            + (" The others stand below." if len(reading.refusals) > 1 else ""),
            icon=":material/warning:",
        )
        _records(catalog_view.refused(reading), "refused", stem)
    if reading.repairs:
        n = counted(len(reading.repairs), "record")
        with st.expander(f"{n} taken with repairs", icon=":material/build:"):
            _records(catalog_view.repaired(reading), "repaired", stem)


def _records(table: pd.DataFrame, what: str, stem: str) -> None:
    """Show the first rows, and give all."""
    st.dataframe(table.head(_SHOWN), hide_index=True, column_config=_COLUMNS, key=f"{what}-rows")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            f"All {len(table):,} as TSV",
            lambda: catalog_view.as_tsv(table),
            file_name=f"{stem}-{what}.tsv",
            mime="text/tab-separated-values",
            on_click="ignore",
            key=f"{what}-file",
            icon=":material/download:",
        )
        if len(table) > _SHOWN:
            st.caption(f"{_SHOWN:,} of {len(table):,} shown.")


def public() -> None:
    """Fetch a public catalogue: what it is and under which terms first, then the fetch."""
    chosen = st.selectbox(
        "Source", SOURCES.names(), format_func=lambda s: SOURCES.get(s).title, key="source"
    )
    source = SOURCES.get(chosen)
    st.markdown(
        f"**Terms:** {source.terms}  \n**Species:** {source.species}  \n**Home:** "
        f"<{source.homepage}>"
    )
    with st.form("look-up", border=False):
        words, button = st.columns([3, 1], vertical_alignment="bottom")
        species = words.text_input("Species", "human", max_chars=80, key="species")
        asked = button.form_submit_button("See what there is", icon=":material/search:")
    wanted = (chosen, (species or "").strip())
    if asked:
        st.session_state.pop("catalogue-plan", None)
        with errors_shown(), st.spinner(f"Asking {source.title}"):
            st.session_state["catalogue-plan"] = (wanted, sources.plan(*wanted))
    held: Any = st.session_state.get("catalogue-plan")
    if held and held[0] == wanted:
        _offer_fetch(chosen, wanted[1], held[1])
    if run := unfinished("fetch_catalog"):
        st.markdown(f"**{plain(run.request.title)}**")
        running(run)


def _offer_fetch(chosen: str, species: str, planned: Download) -> None:
    """Show the release and the file, ask for a name, and begin."""
    suggested = sources.default_name(chosen, planned)
    with st.form("fetch", border=True):
        checksum = planned.sha256 or "none is published; the one found is recorded"
        st.markdown(
            f"**{plain(planned.species)}**, release **{plain(planned.release)}**  \n"
            f"File: {plain(planned.filename)}  \nFrom: {plain(planned.urls[0])}  \n"
            f"Checksum: {plain(checksum)}"
        )
        name = st.text_input("Name", suggested, max_chars=64, validate=NAME)
        asked = st.form_submit_button("Fetch and add", type="primary", icon=":material/download:")
    if asked:
        with errors_shown():
            checked_name(name, CatalogError)
            catalogs.check_new(name)
            arguments = {"source": chosen, "species": species, "name": name}
            begin("fetch_catalog", arguments, title=f"Fetch {name}")
            st.session_state.pop("catalogue-plan", None)
            st.rerun()
