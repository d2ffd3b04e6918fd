"""Programs of others that fold two RNAs, run where they are installed; nothing else needs them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

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


def write_numbered(sequences: Sequence[str], path: Path) -> Path:
    """Write a FASTA file whose records are called by their numbers from 0."""
    path.write_text("".join(f">{i}\n{letters}\n" for i, letters in enumerate(sequences)))
    return path
