"""miRBase's mature miRNAs: one file for all species, of which one is kept."""

from __future__ import annotations

import re

from mirinter_core.datasets.source import Download, Look, Source
from mirinter_core.datasets.species import resolve
from mirinter_core.errors import CatalogError
from mirinter_core.molecules.molecule import Molecule

_RELEASE = "22.1"
_SHORT_NAME = re.compile(r"[a-z][a-z0-9]{2,3}")  # what its ids begin with: hsa, ebv, kshv


def _locate(roots: tuple[str, ...], species: str, _look: Look) -> Download:
    name, mark = _wanted(species.strip())

    def belongs(molecule: Molecule) -> bool:
        return molecule.id.startswith(mark) or f" {mark} " in molecule.description

    return Download(
        urls=tuple(f"{root}/mature.fa" for root in roots),
        filename=f"mirbase-{_RELEASE}-mature.fa",
        species=name,
        release=_RELEASE,
        type="miRNA",
        keep=belongs if mark else None,
    )


def _wanted(species: str) -> tuple[str, str]:
    """Give the species' name and how its records are told: by the id's beginning, or the text."""
    if species == "all":
        return "all", ""
    if _SHORT_NAME.fullmatch(species):
        try:
            known = resolve(species)
        except CatalogError:
            return species, f"{species}-"
    else:
        known = resolve(species)
    return known.name, f"{known.mirbase}-" if known.mirbase else known.name


SOURCE = Source(
    title="miRBase mature miRNAs",
    homepage="https://www.mirbase.org/download/",
    terms="Public domain; cite Kozomara et al. 2019, doi:10.1093/nar/gky1141",
    roots=(
        "https://www.mirbase.org/download",
        "https://mirbase.org/download",
        "https://www.mirbase.org/download/CURRENT",
    ),
    species="271 organisms, by name or by the beginning of their ids ('hsa', 'ebv'); or 'all'",
    locate=_locate,
)
