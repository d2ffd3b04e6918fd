"""Programs of others that fold two RNAs, run where they are installed; nothing else needs them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from mirinter_core.errors import ProgramError


def missing(program: str, where: str) -> str:
    """Say that a program is not installed and where it is had; empty if it is.

    Parameters
    ----------
    where : str
        A sentence, the remedy.
    """
    if shutil.which(program):
        return ""
    return f"{program} is not installed. {where}"


def answer_on(
    query: str, partners: Sequence[str], command: Sequence[str], *, files: tuple[str, str]
) -> str:
    """Run a program on FASTA files of a query and of partners; return what it prints.

    Records are called by their numbers from 0.

    Parameters
    ----------
    files : (str, str)
        The program's options before the file of the query, and before that of the partners.

    Raises
    ------
    ProgramError
        See `answer`.
    """
    with TemporaryDirectory(prefix="mirinter-") as folder:
        places = Path(folder) / "query.fa", Path(folder) / "partners.fa"
        for place, sequences in zip(places, ([query], partners), strict=True):
            _write_numbered(sequences, place)
        return answer([*command, files[0], places[0], files[1], places[1]])


def answer(command: Sequence[str | Path]) -> str:
    """Run a program and return what it prints.

    Raises
    ------
    ProgramError
        If it is not installed or fails, with the last lines of what it says.
    """
    name = str(command[0])
    place = shutil.which(name)
    if place is None:
        raise ProgramError(f"{name} is not installed, or not on the PATH.")
    done = subprocess.run(
        [place, *map(str, command[1:])],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip())[-300:]
        raise ProgramError(f"{name} failed ({done.returncode}): {said or 'it said nothing'}.")
    return done.stdout


def _write_numbered(sequences: Sequence[str], path: Path) -> None:
    path.write_text("".join(f">{i}\n{letters}\n" for i, letters in enumerate(sequences)))
