"""Generated transcripts with planted sites: what a screen must find, and must not.

They are no RNAs of any cell. Every miRNA gets five transcripts on the same random
background, which differ in the planted letters only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mirinter_core.molecules.alphabet import RNA, reverse_complement
from mirinter_core.molecules.molecule import Molecule

VARIANTS = ("8mer", "7mer-m8", "7mer-A1", "3prime", "broken")
LENGTH = 300  # nt, a short 3' UTR
_PLACES = range(120, 170)  # 0-based first letter of the planted stretch, away from the ends
_BROKEN = (3, 5)  # letters of the miRNA left unpaired: both 2-7 and 3-8 hold them
# Letters that form neither a Watson-Crick nor a G-U pair with the key.
_UNPAIRED = {"A": "GCA", "C": "UAC", "G": "AG", "U": "CU"}


@dataclass(frozen=True)
class Control:
    """A control transcript and the site planted in it.

    Parameters
    ----------
    mirna : str
        Id of the miRNA it was made for.
    variant : str
        One of `VARIANTS`; ``3prime`` is an 8mer with pairing to letters 13-16 of the miRNA,
        ``broken`` an 8mer with two mismatches.
    kind : str
        Class of the planted seed site, or ``"none"``.
    start, end : int
        Its place, 1-based inclusive; 0 without a site.
    """

    molecule: Molecule
    mirna: str
    variant: str
    kind: str
    start: int
    end: int


def controls(mirnas: Sequence[Molecule], *, seed: int) -> tuple[Control, ...]:
    """Make the control transcripts of some miRNAs of at least 16 nt.

    A transcript has no site of its miRNA, of 6 letters or more, but the planted one.

    References
    ----------
    Site classes: Bartel 2009, doi:10.1016/j.cell.2009.01.002.
    """
    return tuple(
        control
        for mirna in mirnas
        for control in _family(mirna, np.random.PCG64([seed, *mirna.letters.encode()]))
    )


def _family(mirna: Molecule, bits: np.random.PCG64) -> list[Control]:
    """Draw backgrounds until none of the five transcripts has a site by chance."""
    while True:
        place = _PLACES[int(bits.random_raw()) % len(_PLACES)]
        background = _background(mirna, place, bits)
        made = [_control(mirna, variant, background, place) for variant in VARIANTS]
        if all(_chance_sites(mirna, control) == 0 for control in made):
            return made


def _background(mirna: Molecule, place: int, bits: np.random.PCG64) -> str:
    """Draw random letters; those opposite 9-16 of the miRNA do not pair with it."""
    # The raw stream of a bit generator is the same in every NumPy; its methods are not.
    drawn = "".join(RNA[int(word) % 4] for word in np.asarray(bits.random_raw(LENGTH)))
    opposite = "".join(_UNPAIRED[letter][0] for letter in reversed(mirna.letters[8:16]))
    return drawn[: place - 8] + opposite + drawn[place:]


def _control(mirna: Molecule, variant: str, background: str, place: int) -> Control:
    """Plant one variant at a place of the background."""
    first, eighth = mirna.letters[0], mirna.letters[7]
    paired = reverse_complement(mirna.letters[1:8])  # opposite letters 8 to 2
    stretch = {
        "7mer-m8": paired + _UNPAIRED[first].replace("A", "")[-1],
        "7mer-A1": _UNPAIRED[eighth][-1] + paired[1:] + "A",
        "broken": _mismatched(mirna.letters, paired) + "A",
    }.get(variant, paired + "A")
    letters = background[:place] + stretch + background[place + 8 :]
    if variant == "3prime":
        supplement = reverse_complement(mirna.letters[12:16])
        letters = letters[: place - 8] + supplement + letters[place - 4 :]
    kind = {"3prime": "8mer", "broken": "none"}.get(variant, variant)
    start = place + 1 + (variant == "7mer-A1")
    end = place + 8 - (variant == "7mer-m8")
    short = mirna.id.removeprefix("hsa-")
    molecule = Molecule(
        id=f"control-{variant}-{short}",
        letters=letters,
        type="control",
        name=f"control {variant} {short}",
        description=_description(mirna.id, variant, place, f"{start}-{end}"),
    )
    planted = kind != "none"
    return Control(molecule, mirna.id, variant, kind, start * planted, end * planted)


def _mismatched(mirna: str, paired: str) -> str:
    letters = list(paired)
    for position in _BROKEN:
        letters[8 - position] = _UNPAIRED[mirna[position - 1]][-1]
    return "".join(letters)


def _description(mirna: str, variant: str, place: int, span: str) -> str:
    what = {
        "3prime": f"8mer site of {mirna} at {span}, its letters 13-16 at {place - 7}-{place - 4}",
        "broken": f"no site of {mirna}, the 8mer at {span} has two mismatches",
    }.get(variant, f"{variant} site of {mirna} at {span}")
    return f"Generated control, no real RNA: {what}"


def _chance_sites(mirna: Molecule, control: Control) -> int:
    """Count the stretches of 6 paired letters of the seed that were not planted."""
    found = 0
    for core in (mirna.letters[1:7], mirna.letters[2:8]):
        for hit in re.finditer(f"(?={reverse_complement(core)})", control.molecule.letters):
            inside = control.start <= hit.start() + 1 and hit.start() + 6 <= control.end
            found += not (control.kind != "none" and inside)
    return found
