"""The species of an RNA, as far as its id tells."""

from __future__ import annotations

import re
from functools import lru_cache

from mirinter_core.datasets.species import by_mirbase
from mirinter_core.molecules.molecule import Molecule

_MIRNA = re.compile(r"([a-z0-9]{3,8})-(?:miR|mir|let|lin|lsy|bantam|iab)\b")


def species_of(molecule: Molecule, otherwise: str = "") -> str:
    """Name the species that the beginning of a miRNA's name means.

    Parameters
    ----------
    otherwise : str
        For ids and names that do not tell.

    Examples
    --------
    >>> (
    ...     species_of(Molecule("hsa-let-7a-5p", "UGAGGUAG")),
    ...     species_of(Molecule("x", "ACGU"), "human"),
    ... )
    ('Homo sapiens', 'human')
    """
    return next((s for text in (molecule.id, molecule.name) if (s := _told(text))), otherwise)


@lru_cache(maxsize=50_000)
def _told(text: str) -> str:
    found = _MIRNA.match(text)
    return by_mirbase(found[1]) if found else ""
