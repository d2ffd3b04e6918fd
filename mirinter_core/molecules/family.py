"""Families of miRNAs: those that share a seed."""

from __future__ import annotations

_SEED = slice(1, 8)  # letters 2 to 8, as in science.md 2


def seed(letters: str) -> str:
    """Give the seed, letters 2 to 8, by which a miRNA finds its targets; empty if it has none.

    Two miRNAs with the same seed are one family: data sets list the same partners for both,
    so a split that tears them apart measures memory.

    Examples
    --------
    >>> seed("UGAGGUAGUAGGUUGUAUAGUU")
    'GAGGUAG'
    >>> seed("UGAGGUA")
    ''

    References
    ----------
    Bartel 2009, doi:10.1016/j.cell.2009.01.002.
    """
    return letters[_SEED] if len(letters) >= _SEED.stop else ""
