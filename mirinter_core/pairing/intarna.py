"""The strongest interaction as IntaRNA finds it: opening both RNAs' own structure is paid for.

References
----------
Mann 2017, doi:10.1093/nar/gkx279.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence

from mirinter_core.errors import ProgramError
from mirinter_core.pairing import program

PROGRAM = "IntaRNA"
WHERE = "Bioconda has it as 'intarna'."
_COLUMNS = ("id1", "E")  # id1: the target's


def energies(query: str, partners: Sequence[str]) -> list[float]:
    """Return the energy of the best interaction with each partner, kcal/mol; 0 if there is none.

    IntaRNA's own settings: a seed of 7 pairs anywhere, accessibility of both RNAs.

    Raises
    ------
    ProgramError
        If IntaRNA is not installed or fails.
    """
    command = [
        PROGRAM,
        *("--outMode", "C", "--outCsvCols", ",".join(_COLUMNS)),
        *("--outNumber", "1", "--threads", "1"),
    ]
    said = program.answer_on(query, partners, command, files=("--query", "--target"))
    return read(said, len(partners))


def read(said: str, n: int) -> list[float]:
    """Read IntaRNA's table of ``id1;E`` for partners called 0 to n - 1."""
    energy = [0.0] * n
    for row in csv.DictReader(said.splitlines(), delimiter=";"):
        try:
            energy[int(row["id1"])] = float(row["E"])
        except (IndexError, KeyError, TypeError, ValueError) as error:
            raise ProgramError(f"{PROGRAM} printed what is not understood: {row}.") from error
    return energy
