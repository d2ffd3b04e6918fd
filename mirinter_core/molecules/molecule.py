"""The molecule: the noun everything else speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import md5


@dataclass(frozen=True)
class Molecule:
    """An RNA: what it is called and its letters.

    Two molecules with the same letters are the same RNA, whatever they are called:
    compare their `digest`.

    Parameters
    ----------
    id : str
        As given by the user or source; never rewritten.
    letters : str
        Clean, upper case, 5' to 3', RNA alphabet (see `mirinter_core.molecules.alphabet`).
    type : str
        ``"miRNA"``, ``"hairpin"``, ``"lncRNA"``, ``"snoRNA"``, ``"control"`` ... or empty.
    name : str
        Symbol users know it by (``"MALAT1-201"``), or empty.
    gene : str
        Gene id or symbol, where the source tells it, or empty.
    description : str
        The rest of its FASTA header.
    """

    id: str
    letters: str
    type: str = ""
    name: str = ""
    gene: str = ""
    description: str = ""

    @cached_property
    def digest(self) -> str:
        """MD5 of the upper-case DNA form, as RNAcentral computes it."""
        return md5(self.letters.replace("U", "T").encode(), usedforsecurity=False).hexdigest()

    def __len__(self) -> int:
        """Count the letters (nt)."""
        return len(self.letters)
