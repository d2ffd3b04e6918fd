"""What to screen against, with which model, and how long that takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from mirinter_core.datasets.catalog import Catalog, CatalogInfo
from mirinter_core.errors import ModelError
from mirinter_core.tasks import estimate as costs
from mirinter_core.tasks.estimate import Estimate
from mirinter_core.web import beside, resources, verdicts
from mirinter_core.web.show import counted, duration, plain

CATALOG, TYPES, MODEL = "screen-catalog", "screen-types", "screen-model"  # keys of widgets
DEVICE = "screen-device"
_DEVICES = {"auto": "the fastest there is", "cpu": "processor", "cuda": "graphics card (CUDA)"}
_UNTOLD = "type not told"
_STORE_SECONDS = 30  # for which a look into the store is believed


@dataclass(frozen=True)
class Choice:
    """What was chosen.

    Parameters
    ----------
    types : tuple of str
        Types of partners; empty for all.
    evidence : int or None
        Rows per query with a duplex; None leaves it to the number of queries.
    decoys : int or None
        Of each query; None takes as many as fit into a few seconds.
    hubs : bool
        Whether to count the catalogue's hubs if nobody has yet.
    """

    catalog: str
    model: str
    types: tuple[str, ...] = ()
    evidence: int | None = None
    device: str = "auto"
    decoys: int | None = None
    hubs: bool = False


def choices() -> Choice:
    """Show what can be chosen; everything has a default that works.

    Raises
    ------
    ModelError
        If there is no model.
    """
    infos = resources.catalog_infos()
    left, right = st.columns(2)
    with left:
        name = _one_of(CATALOG, "Catalogue of partners", list(infos), lambda n: _titled(infos[n]))
        types = _types(infos[name])
    with right:
        models = resources.models()
        if not models:
            raise ModelError(
                "There is no model here, so nothing can be scored. Restore the folder "
                "assets/models, or train one with `python -m mirinter_core train`."
            )
        model = _one_of(MODEL, "Model", models)
        verdicts.warn(model)
        with st.expander("Advanced", icon=":material/tune:"):
            evidence, decoys, hubs = beside.evidence(), beside.decoys(), beside.hubs()
            device = _one_of(DEVICE, "Computed on", list(_DEVICES), _DEVICES.__getitem__)
    return Choice(name, model, types, evidence, device, decoys, hubs)


def estimated(choice: Choice, queries: int) -> Estimate:
    """Estimate the screen of so many queries; loads the model, so that the screen need not.

    Raises
    ------
    MirinterError
        If the catalogue, the model or its encoder's weights cannot be had.
    """
    from mirinter_core.embedding.device import pick

    catalog = _partners(choice)
    _, embedding = resources.model(choice.model, choice.device)
    costs.refuse_too_large(queries, len(catalog))
    found = costs.estimate(
        queries,
        catalog,
        _new_letters(
            choice.catalog, catalog.info.digest, choice.model, choice.types, choice.device
        ),
        evidence=evidence_of(choice, queries),
        encoder=embedding.encoders[1].name,
        device=pick(choice.device),
    )
    more = (decoys_of(choice, queries) * found.pairs, _pairs_for_hubs(choice, catalog))
    seconds = sum(costs.seconds_beside(pairs, catalog.info.letters) for pairs in more)
    return replace(found, seconds=found.seconds + seconds)


def decoys_of(choice: Choice, queries: int) -> int:
    """Say how many decoys each query gets."""
    if choice.decoys is not None:
        return choice.decoys
    catalog = _partners(choice)
    return costs.fitting_decoys(queries, len(catalog), catalog.info.letters)


def _pairs_for_hubs(choice: Choice, catalog: Catalog) -> int:
    """Count the pairs that have to be scored before the hubs are known; 0 if they are."""
    from mirinter_core.tasks import hubs

    if not choice.hubs or hubs.kept(catalog, resources.model(choice.model, choice.device)[0]):
        return 0
    return hubs.cost(catalog.molecules)


def _partners(choice: Choice) -> Catalog:
    catalog = resources.catalog(choice.catalog)
    return catalog.select(types=choice.types) if choice.types else catalog


def evidence_of(choice: Choice, queries: int) -> int:
    """Say how many rows a query get a duplex."""
    return costs.evidence_rows(queries) if choice.evidence is None else choice.evidence


def estimate_line(found: Estimate, queries: int) -> str:
    """Say in a line what the screen will cost (Markdown)."""
    partners = found.pairs // max(queries, 1)
    line = f"{counted(queries, 'query', 'queries')} against {counted(partners, 'partner')}"
    line += f": about **{duration(found.seconds)}**" if found.seconds >= 1 else ": **at once**"
    if found.new_letters:
        line += f"; {found.new_letters:,} letters are read by the model's encoder, this once"
    return f"{line}."


def preset(choice: Choice) -> None:
    """Choose what was chosen before; only before the widgets are shown."""
    st.session_state[CATALOG] = choice.catalog
    st.session_state[_types_of(choice.catalog)] = list(choice.types)
    st.session_state[MODEL] = choice.model
    st.session_state[beside.EVIDENCE] = choice.evidence
    st.session_state[DEVICE] = choice.device
    st.session_state[beside.DECOYS], st.session_state[beside.HUBS] = choice.decoys, choice.hubs


def types_ahead() -> tuple[str, ...]:
    """Tell the types of partners that are chosen, before the widgets are shown."""
    infos = resources.catalog_infos()
    name = st.session_state.get(CATALOG)
    info = infos.get(str(name)) or next(iter(infos.values()), None)
    if info is None:
        return ()
    chosen = st.session_state.get(_types_of(info.name), _first_types(info))
    return tuple(chosen) or tuple(info.types)


def _one_of(key: str, label: str, options: Sequence[str], named: Callable[[str], str] = str) -> str:
    """Let one be chosen; what was chosen before and is gone gives way to the first."""
    if st.session_state.get(key) not in options:
        st.session_state.pop(key, None)
    chosen = st.selectbox(label, options, key=key, format_func=named, persist_state="session")
    return chosen or options[0]


def _titled(info: CatalogInfo) -> str:
    return f"{info.name} · {counted(info.molecules, 'RNA')}"


def _types(info: CatalogInfo) -> tuple[str, ...]:
    """Let types of partners be chosen, with their numbers; none chosen means all."""
    title = f"{plain(info.title)}. " if info.title else ""
    source = f"Source: {plain(info.source)}" if info.source else "Source not told"
    release = f", release {plain(info.release)}" if info.release else ""
    st.caption(f"{title}{source}{release}.")
    if len(info.types) < 2:
        return ()
    key = _types_of(info.name)
    first = _first_types(info)
    st.session_state[key] = [t for t in st.session_state.get(key, first) if t in info.types]
    chosen = st.pills(
        "Only these types (none chosen: all)",
        list(info.types),
        selection_mode="multi",
        key=key,
        format_func=lambda kind: f"{plain(kind) or _UNTOLD} {info.types[kind]:,}",
        persist_state="session",
        help="`control` are artificial transcripts with planted sites: they show what the "
        "ranking does with a site that is surely there.",
    )
    return tuple(chosen)


def _first_types(info: CatalogInfo) -> list[str]:
    """List the types chosen at first: controls stand in no genome, and are screened when asked."""
    return [kind for kind in info.types if kind != "control"]


def _types_of(catalog: str) -> str:
    """Return the key of a catalogue's types: each catalogue keeps its own choice."""
    return f"{TYPES}-{catalog}"


@st.cache_data(ttl=_STORE_SECONDS, max_entries=16, show_spinner=False)
def _new_letters(
    catalog: str,
    digest: str,  # noqa: ARG001 (tells two catalogues of one name apart)
    model: str,
    types: tuple[str, ...],
    device: str,
) -> int:
    partners = resources.catalog(catalog)
    if types:
        partners = partners.select(types=types)
    return costs.letters_to_embed(partners, resources.model(model, device)[1])
