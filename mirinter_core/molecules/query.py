"""What a query must be before it is screened."""

from __future__ import annotations

from mirinter_core.errors import SequenceError
from mirinter_core.molecules.alphabet import RNA
from mirinter_core.molecules.known import KnownMirnas
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.molecules.recognise import Finding, findings

SHORTEST = 15  # nt: the shortest mature miRNA of miRBase 22
LONGEST = 3000  # nt: miRBase's longest hairpin has 2,354


def check_query(molecule: Molecule, known: KnownMirnas | None = None) -> tuple[Finding, ...]:
    """Refuse what cannot be screened as a miRNA; tell what can but is unusual.

    Ambiguous letters outside the seed are allowed. A hairpin is allowed and found.

    Returns
    -------
    tuple of Finding
        As `mirinter_core.molecules.recognise.findings` gives them.

    Raises
    ------
    SequenceError
        If the query is shorter than 15 or longer than 3,000 nt, or a letter of its seed
        (2 to 8) is ambiguous.
    """
    letters, name = molecule.letters, molecule.id[:60]
    if len(letters) < SHORTEST:
        raise SequenceError(
            f"Record {name!r}: {len(letters)} nt is too short for a miRNA; the shortest known "
            f"has {SHORTEST} nt. Paste the whole mature sequence."
        )
    if len(letters) > LONGEST:
        raise SequenceError(
            f"Record {name!r}: {len(letters):,} nt is a transcript, not a miRNA; queries have at "
            f"most {LONGEST:,} nt. Paste the mature miRNA, and add transcripts as a catalogue."
        )
    for place, letter in enumerate(letters[1:8], start=2):
        if letter not in RNA:
            raise SequenceError(
                f"Record {name!r}: {letter!r} at position {place} is ambiguous, and letters 2 to 8 "
                "are the seed that finds the targets. Give A, C, G or U there."
            )
    return findings(molecule, known)
