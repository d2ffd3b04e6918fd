"""The query's seed, letter by letter: what is special about a seed is learnt from its letters."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mirinter_core.datasets.splits import Split
from mirinter_core.molecules.family import seed
from mirinter_core.molecules.words import encode
from mirinter_core.tasks.clue import Column, Describe, asked
from mirinter_core.tasks.ground import Ground


def seed_letters(ground: Ground) -> Describe:
    """Give letters 2 to 8 of the query as 0 to 3 (A, C, G, U), 4 where it is too short."""
    seeds = [seed(m.letters) or "N" * 7 for m in ground.table.left]
    letters = np.stack([encode(s) for s in seeds])

    def describe(split: Split) -> Mapping[str, Column]:
        return {
            f"letter {i + 2}": asked(ground, split, letters[:, i : i + 1])
            for i in range(letters.shape[1])
        }

    return describe


CLUE = seed_letters
