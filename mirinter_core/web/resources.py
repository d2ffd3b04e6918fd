"""What pages share and keep in memory: known miRNAs, catalogues, models. Bounded, never changed."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from mirinter_core import home
from mirinter_core.datasets import catalog as catalogs
from mirinter_core.datasets.catalog import Catalog, CatalogInfo
from mirinter_core.errors import CatalogError, MirinterError
from mirinter_core.models.listing import DEFAULT_MODEL
from mirinter_core.models.memory import Memory
from mirinter_core.molecules.known import KnownMirnas
from mirinter_core.tasks.reports import Summary, beside

if TYPE_CHECKING:
    from mirinter_core.models.trained import TrainedModel
    from mirinter_core.tasks.evidence import Embedding

_log = logging.getLogger(__name__)
Stamp = tuple[str, tuple[tuple[str, str], ...]]  # a home, and its catalogues with when they came


def catalog_infos() -> dict[str, CatalogInfo]:
    """List the catalogues that can be read, the shipped ones first; a damaged one is left out."""
    names = sorted(catalogs.names(), key=lambda name: (not catalogs.is_shipped(name), name))
    found = {name: _info_or_none(name) for name in names}
    return {name: info for name, info in found.items() if info}


def catalog(name: str) -> Catalog:
    """Read a catalogue; the last few stay in memory."""
    return _catalog(name, str(home.home()), catalogs.info(name).made)


def known_mirnas() -> KnownMirnas:
    """Collect the miRNAs of the built-in catalogue and of every other that says it holds some."""
    return _known_mirnas(known_mirnas_stamp())


def known_mirnas_stamp() -> Stamp:
    """Tell one state of the known miRNAs from another, as a key for what is made from them."""
    infos = catalog_infos()
    held = tuple((n, i.made) for n, i in infos.items() if i.types.get("miRNA"))
    return str(home.home()), held


def models() -> list[str]:
    """List the models at hand, the default first, if it is there."""
    found = [n for n in home.names("models") if _file(n, "recipe.json")]
    return sorted(found, key=lambda name: (name != DEFAULT_MODEL, name))


def model(name: str, device: str = "auto") -> tuple[TrainedModel, Embedding]:
    """Make a model and its encoders ready; a second call is free."""
    from mirinter_core.tasks.ready import ready

    return ready(name, device)


def memory(name: str) -> Memory | None:
    """Read what a model remembers of its training; None if there is no such model."""
    path = _file(name, "memory.parquet")
    return _memory(str(path), path.stat().st_mtime_ns) if path else None


def reports(name: str) -> list[Summary]:
    """Read what was measured of a model; a report that cannot be read is left out."""
    path = _file(name, "reports")
    return _reports(name, str(path), path.stat().st_mtime_ns) if path else []


def forget() -> None:
    """Drop the molecules held in memory; they are read again when they are needed."""
    _catalog.clear()
    _known_mirnas.clear()


def _info_or_none(name: str) -> CatalogInfo | None:
    try:
        return catalogs.info(name)
    except CatalogError:
        return None


def _file(model_name: str, name: str) -> Path | None:
    folder = home.find("models", model_name)
    path = folder / name if folder else None
    return path if path and path.exists() else None


@st.cache_resource(max_entries=3, show_spinner="Reading the catalogue")
def _catalog(name: str, _home: str, made: str) -> Catalog:  # noqa: ARG001 (the key tells versions)
    return catalogs.load(name)


@st.cache_resource(max_entries=2, show_spinner="Reading known miRNAs")
def _known_mirnas(stamp: Stamp) -> KnownMirnas:
    molecules = (m for name, _ in stamp[1] for m in catalogs.load(name).molecules)
    return KnownMirnas(m for m in molecules if m.type == "miRNA")


@st.cache_resource(max_entries=8, show_spinner=False)
def _memory(path: str, changed: int) -> Memory:  # noqa: ARG001
    return Memory.load(Path(path))


@st.cache_data(max_entries=8, show_spinner=False)
def _reports(name: str, place: str, changed: int) -> list[Summary]:  # noqa: ARG001
    return beside(name)


def warm() -> None:
    """Load what the first screen needs while the user still reads; for a thread of its own."""
    from mirinter_core.pairing.duplex import fold
    from mirinter_core.runs.jobs import screen  # noqa: F401 (torch, and all that scoring needs)

    fold("UGAGGUAGUAGGUUGUAUAGUU", "AACUAUACAACCUACUACCUCA")  # reads ViennaRNA's parameters
    names = models()
    try:
        if names:
            model(names[0])
    except MirinterError as error:
        _log.info("The model %s is not ready: %s", names[0], error)
