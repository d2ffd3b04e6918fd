"""Copies of molecules in which some letters are replaced: what training shows beside them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mirinter_core.molecules.alphabet import RNA
from mirinter_core.molecules.molecule import Molecule

_NUMBER_OF = {letter: number for number, letter in enumerate(RNA)}


def substituted(molecule: Molecule, share: float, seed: int) -> Molecule:
    """Copy a molecule with a share of its letters replaced by another of A, C, G, U.

    Each letter is replaced or not by itself, so a long partner loses many and a microRNA none or
    one: of 22 letters at 0.02, two copies in three are as they were; of 2,000, forty are
    replaced, and one 8mer site in seven is broken. Letters that stand for several stay.

    Parameters
    ----------
    share : float
        Chance of each letter, 0 to 1.
    seed : int
        With the molecule's letters it decides the copy, wherever the molecule stands.
    """
    rng = np.random.default_rng([seed, int(molecule.digest, 16)])
    hit = rng.random(len(molecule)) < share
    step = rng.integers(1, len(RNA), len(molecule))
    letters = list(molecule.letters)
    for place in np.flatnonzero(hit).tolist():
        number = _NUMBER_OF.get(letters[place])
        if number is not None:
            letters[place] = RNA[(number + int(step[place])) % len(RNA)]
    return replace(molecule, letters="".join(letters))
