"""Tell what each pasted query is before it is screened."""

from __future__ import annotations

from dataclasses import dataclass

from mirinter_core.errors import SequenceError
from mirinter_core.molecules.family import seed
from mirinter_core.molecules.fasta import Reading
from mirinter_core.molecules.known import KnownMirnas
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.molecules.query import check_query
from mirinter_core.molecules.recognise import Finding, findings


@dataclass(frozen=True)
class Check:
    """One record, and what is known of it.

    Parameters
    ----------
    id : str
        As given; shortened for a record that could not be read.
    molecule : Molecule or None
        None where the text is no sequence.
    repairs : tuple of str
        What was done to its letters.
    names : tuple of str
        Known miRNAs with exactly these letters.
    findings : tuple of Finding
        What it looks like, if not like a mature miRNA, and what to do.
    refusal : str
        Why it cannot be screened, with the remedy; empty for a query that can.
    """

    id: str
    molecule: Molecule | None
    repairs: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    refusal: str = ""

    @property
    def seed(self) -> str:
        """Letters 2 to 8; empty if there are none."""
        return seed(self.molecule.letters) if self.molecule else ""


def check(reading: Reading, known: KnownMirnas) -> tuple[Check, ...]:
    """Check every record of a text: first those that were read, then those that were not."""
    read = [_of_molecule(m, reading.repairs.get(m.id, ()), known) for m in reading.molecules]
    refused = [
        Check(r.record, None, findings=findings(r.text, known), refusal=r.message)
        for r in reading.refusals
    ]
    return (*read, *refused)


def accepted(checks: tuple[Check, ...]) -> tuple[Molecule, ...]:
    """Give the queries that can be screened."""
    return tuple(c.molecule for c in checks if c.molecule and not c.refusal)


def _of_molecule(molecule: Molecule, repairs: tuple[str, ...], known: KnownMirnas) -> Check:
    names = known.names(molecule.letters)
    try:
        found = check_query(molecule, known)
    except SequenceError as error:
        found = findings(molecule, known)
        return Check(molecule.id, molecule, repairs, names, found, refusal=str(error))
    return Check(molecule.id, molecule, repairs, names, found)
