"""Seed sites, and what the letters of the two say of how many there would be by chance."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mirinter_core.datasets.splits import Split
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.pairing.sites import SITE_CLASSES
from mirinter_core.tasks.clue import Column, Describe, asked
from mirinter_core.tasks.ground import Ground


def sites(ground: Ground) -> Describe:
    """Give nested site counts by class, per 1,000 nt too, length and letters of the partner."""
    table = ground.table
    counts = ground.site_counts
    length = np.array([len(m) for m in table.right])
    shares = np.stack([_shares(m) for m in table.right])

    def describe(split: Split) -> Mapping[str, Column]:
        columns = {"length": asked(ground, split, length)}
        for i, letter in enumerate("ACG"):
            columns[f"partner's {letter}"] = asked(ground, split, shares[:, i])
        for i, kind in enumerate(SITE_CLASSES):
            own = counts[split.test, i]
            columns[kind] = own
            columns[f"{kind} per 1,000 nt"] = own / columns["length"] * 1000
        return columns

    return describe


CLUE = sites


def _shares(molecule: Molecule) -> Column:
    return np.array([molecule.letters.count(x) for x in "ACG"]) / max(len(molecule), 1)
