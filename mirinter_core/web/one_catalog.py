"""One catalogue: what is known of it, what is in it, its vectors, and its removal."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mirinter_core.datasets import catalog as catalogs
from mirinter_core.datasets.catalog import CatalogInfo
from mirinter_core.embedding.encoder import ENCODERS
from mirinter_core.embedding.pooling import POOLINGS
from mirinter_core.molecules import fasta
from mirinter_core.runs.forget import forget_catalog, runs_of_catalog
from mirinter_core.tasks.stored import usual_kind
from mirinter_core.web import catalog_inside, catalog_view, removal
from mirinter_core.web.running import running
from mirinter_core.web.show import counted, errors_shown, plain
from mirinter_core.web.work import begin, unfinished


def show(names: Sequence[str]) -> None:
    """Let the user choose a catalogue, and show it; the choice is part of the address."""
    name = st.selectbox("Catalogue", names, key="catalogue", bind="query-params")
    if name is None:
        st.info("There is no catalogue here. Add a file, or fetch a public one.")
        return
    info = _described(name)
    if info is None:
        return
    st.subheader(plain(info.title or info.name), anchor=False)
    left, right = st.columns([1, 1], gap="large")
    with left:
        _facts(info)
    with right, errors_shown():
        catalog_inside.lengths(info)
    with errors_shown():
        catalog_inside.molecules(info)
    with errors_shown():
        _vectors(info)


def _facts(info: CatalogInfo) -> None:
    """Say what it is, and let the user take it along or remove it."""
    is_shipped = catalogs.is_shipped(info.name)
    numbers = st.columns(2)
    numbers[0].metric("Molecules", f"{info.molecules:,}")
    numbers[1].metric("Letters (nt)", f"{info.letters:,}")
    known = catalog_view.facts(info)
    st.markdown("  \n".join(f"**{key}:** {plain(value)}" for key, value in known.items()))
    sums = catalog_view.checksums(info)
    st.caption("  \n".join(f"{key}: {plain(value)}" for key, value in sums.items()))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "FASTA",
            lambda: fasta.write(catalogs.load(info.name).molecules).encode(),
            file_name=f"{info.name}.fa",
            mime="text/x-fasta",
            on_click="ignore",
            key=f"fasta-{info.name}",
            icon=":material/download:",
        )
        if is_shipped:
            st.caption("It comes with mirinter and cannot be removed.")
        else:
            _remove_button(info.name)


def _described(name: str) -> CatalogInfo | None:
    """Read what it is; a damaged one can still be removed."""
    info = None
    with errors_shown():
        info = catalogs.info(name)
    if info is None and not catalogs.is_shipped(name):
        _remove_button(name)
    return info


def _vectors(info: CatalogInfo) -> None:
    """Show how many of its RNAs have vectors, and make the rest."""
    st.subheader("Vectors", anchor=False)
    st.markdown(
        "A screen needs a vector of every RNA. They are made once and kept; what is missing is "
        "made at the first screen, or now."
    )
    distinct, counts = catalog_view.vectors(info)
    for kind, n in counts.items():
        st.progress(
            min(1.0, n / max(distinct, 1)),
            text=f"**{kind.encoder}** {kind.pooling}, {kind.view}: {n:,} of {distinct:,} "
            f"distinct sequences (revision {plain(kind.revision)})",
        )
    if not counts:
        st.caption(f"None of {counted(distinct, 'distinct sequence')} has a vector yet.")
    if run := unfinished("embed_catalog", catalog=info.name):
        running(run)
        if run.is_live:
            return
    _embed_form(info)


def _embed_form(info: CatalogInfo) -> None:
    with st.form(f"embed-{info.name}", border=False):
        encoders, poolings, button = st.columns([1, 1, 1], vertical_alignment="bottom")
        encoder = encoders.selectbox("Encoder", ENCODERS.names(), key=f"encoder-{info.name}")
        pooling = poolings.selectbox(
            "Pooling",
            list(POOLINGS),
            key=f"pooling-{info.name}",
            help="How the vectors of the letters become one of the molecule. Models take mean "
            "unless their card says otherwise.",
        )
        asked = button.form_submit_button("Make vectors now", icon=":material/play_arrow:")
    if asked and usual_kind(encoder) is None:
        st.error(
            f"The weights of {encoder} are not here. Fetch or add them on the Settings page.",
            icon=":material/error:",
        )
    elif asked:
        arguments = {"catalog": info.name, "encoder": encoder, "pooling": pooling, "device": "auto"}
        begin("embed_catalog", arguments, title=f"Embed {info.name} with {encoder}")
        st.rerun()


def _remove_button(name: str) -> None:
    if st.button("Remove", icon=":material/delete:", key=f"remove-{name}"):
        _confirm(name)


@st.dialog("Remove this catalogue?")
def _confirm(name: str) -> None:
    removal.confirm(
        name,
        "its sequences, and the vectors of those sequences that no other catalogue holds.",
        runs_of_catalog(name),
        forget_catalog,
        in_runs=": what is left there names its RNAs and shows some of their letters",
        held=("catalogue-read", "catalogue-added"),
    )
