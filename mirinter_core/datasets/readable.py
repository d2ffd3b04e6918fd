"""Which molecules have letters enough to say anything about their pairs."""

from __future__ import annotations

from mirinter_core.molecules.alphabet import RNA
from mirinter_core.molecules.molecule import Molecule

_LEAST = 8  # letters: a seed (2 to 8) on one side, an 8mer site on the other
_SHARE = 0.1  # readable letters of all; what is N after N has no vector that means anything


def unreadable(molecule: Molecule) -> str:
    """Say why a molecule cannot be used, or give an empty text.

    A, C, G and U are readable; N, R, Y and the other ambiguity letters are not.

    Examples
    --------
    >>> unreadable(Molecule("a", "ACGUNNNACG")), unreadable(Molecule("b", "UGAGGUAGUAGG"))
    ('only 7 of its 10 letters can be read; 8 are needed', '')
    """
    n = sum(map(molecule.letters.count, RNA))
    if n < _LEAST:
        return f"only {n:,} of its {len(molecule):,} letters can be read; {_LEAST} are needed"
    if n < _SHARE * len(molecule):
        return f"only {n:,} of its {len(molecule):,} letters can be read"
    return ""
