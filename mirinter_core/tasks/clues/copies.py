"""What is listed for relatives of the query and for isoforms of the partner."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from mirinter_core.datasets.splits import Split
from mirinter_core.molecules.family import seed
from mirinter_core.molecules.words import encode
from mirinter_core.tasks.clue import Column, Describe, asked, of_gene, share
from mirinter_core.tasks.ground import Ground


def copies(ground: Ground) -> Describe:
    """Give the listed shares among siblings, near relatives and isoforms, and of those together.

    Siblings share the seed; near relatives have a seed one letter off, or shifted by one. The
    query with its own partner is never among them.
    """
    siblings = ground.family[:, None] == ground.family
    siblings = (siblings & ~np.eye(len(siblings), dtype=np.bool_)).astype(np.float64)
    near = near_seeds(ground).astype(np.float64)
    like = ground.partner_alike

    def describe(split: Split) -> Mapping[str, Column]:
        own = ground.known(split)
        groups = {
            "siblings": tuple(siblings @ cells for cells in own),
            "near relatives": tuple(near @ cells for cells in own),
        }
        grids = {
            "known siblings": groups["siblings"][1],
            "listed near relatives": groups["near relatives"][0],
            "gene": share(*(of_gene(ground, cells) for cells in own)),
            "isoforms": share(*(cells @ like for cells in own)),
        }
        for name, cells in groups.items():
            grids[name] = share(*cells)
            grids[f"gene, {name}"] = share(*(c + of_gene(ground, c) for c in cells))
        return {name: asked(ground, split, grid) for name, grid in grids.items()}

    return describe


CLUE = copies


def near_seeds(ground: Ground) -> NDArray[np.bool_]:
    """Mark the queries whose seeds differ in one letter or are shifted by one; (queries, queries).

    Siblings are not marked, nor is what is no microRNA and has no seed.
    """
    queries = ground.table.left
    seeds = [seed(m.letters) if m.type == "miRNA" else "" for m in queries]
    letters = np.stack([encode(s or "N" * 7) for s in seeds])
    has = np.array([bool(s) for s in seeds])
    apart = (letters[:, None] != letters).sum(axis=2)
    shifted = (letters[:, None, 1:] == letters[:, :-1]).all(axis=2)
    near: NDArray[np.bool_] = (apart == 1) | ((shifted | shifted.T) & (apart > 0))
    return near & has[:, None] & has
