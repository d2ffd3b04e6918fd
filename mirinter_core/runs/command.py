"""The shell command with the same effect as a run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from mirinter_core.runs.job import COMMANDS
from mirinter_core.runs.run import Run

_PATH = re.compile(r"(?:[A-Za-z]:[\\/]|[/~]).*[\\/]([^\\/]*)[\\/]?")


def command_of(run: Run, *, inputs_in: str = "", paths: bool = True) -> str:
    """Return the command that repeats a run, quoted so that it can be pasted into a shell.

    Parameters
    ----------
    inputs_in : str
        Folder in which the run's inputs lie for that shell; empty: the one it stands in.
    paths : bool
        Whether to tell where files lie on this machine; if not, only their names remain.
    """
    request = run.request
    words = COMMANDS.get(request.verb)(request.arguments)
    prefix = f"{inputs_in}/" if inputs_in else ""
    placed = [f"{prefix}{word}" if word in request.inputs else word for word in words]
    return spelled(placed, paths=paths)


def spelled(words: Sequence[str], *, paths: bool = True) -> str:
    """Write the words after ``python -m mirinter_core`` as a shell needs them.

    Parameters
    ----------
    paths : bool
        As in `command_of`.
    """
    shown = words if paths else [without_folder(word) for word in words]
    return shlex.join(["python", "-m", "mirinter_core", *shown])


def without_folder(text: str) -> str:
    """Return a file's bare name if the text is its full path, else the text.

    Examples
    --------
    >>> (
    ...     without_folder("/data/lab/lncrna.fa"),
    ...     without_folder("hsa-let-7a"),
    ...     without_folder("inputs/q.fa"),
    ... )
    ('lncrna.fa', 'hsa-let-7a', 'inputs/q.fa')
    """
    found = _PATH.fullmatch(text) or re.fullmatch(r"[/~]([^\\/]+)", text)
    return found[1] if found else text
