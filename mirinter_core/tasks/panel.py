"""The panel of known microRNAs that decoys must not resemble and that hubs are counted over."""

from __future__ import annotations

from functools import cache

from mirinter_core.datasets import builtin
from mirinter_core.datasets import catalog as catalogs
from mirinter_core.datasets.pairs import merged
from mirinter_core.molecules.molecule import Molecule


@cache
def panel() -> tuple[Molecule, ...]:
    """Return the microRNAs of the built-in catalogue, those of equal letters once."""
    held = catalogs.load(builtin.NAME).molecules
    return merged([m for m in held if m.type == "miRNA"])[0]
