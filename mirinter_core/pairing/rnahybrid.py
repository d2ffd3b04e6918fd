"""The strongest duplex as RNAhybrid finds it: no pairs within either RNA, small loops only.

References
----------
Rehmsmeier 2004, doi:10.1261/rna.5248604.
"""

from __future__ import annotations

from collections.abc import Sequence

from mirinter_core.errors import ProgramError
from mirinter_core.pairing import program

PROGRAM = "RNAhybrid"
WHERE = "Debian and Ubuntu have it as 'rnahybrid', bioconda too."
# Place and shape of the distribution its p-values come from: not read here, but without them it
# estimates its own, which takes a minute a query.
_DISTRIBUTION = "1.9,0.28"


def energies(query: str, partners: Sequence[str]) -> list[float]:
    """Return the energy of the strongest duplex with each partner, kcal/mol; 0 if there is none.

    Raises
    ------
    ProgramError
        If RNAhybrid is not installed or fails.
    """
    command = [
        PROGRAM,
        *("-c", "-b", "1", "-d", _DISTRIBUTION),
        *("-m", str(max(map(len, partners), default=1)), "-n", str(len(query))),
    ]
    said = program.answer_on(query, partners, command, files=("-q", "-t"))
    return read(said, len(partners))


def read(said: str, n: int) -> list[float]:
    """Read RNAhybrid's compact output for partners called 0 to n - 1.

    ``target:length:query:length:energy:p:position:`` and the four lines of a drawing.
    """
    energy = [0.0] * n
    for line in filter(None, said.splitlines()):
        fields = line.split(":")
        try:
            energy[int(fields[0])] = float(fields[4])
        except (IndexError, ValueError) as error:
            raise ProgramError(
                f"{PROGRAM} printed what is not understood: {line[:80]!r}."
            ) from error
    return energy
