"""What a kind of run must say of itself: one file a verb in ``jobs/``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from mirinter_core.progress import Progress
from mirinter_core.registry import Registry
from mirinter_core.runs.run import Run


class Job(Protocol):
    """Does the work of a run in this process: ``def run(run: Run, progress: Progress) -> None``.

    It reads `run.request.arguments` and the inputs, and leaves its results in `run.folder`,
    each written whole. What is done already, from an attempt that was cut short, it finds by
    content and does not repeat. It may leave ``provenance.json`` (`provenance.provenance` with
    the facts of its result); where it does not, the versions alone are kept. If its arguments
    have a ``device``, it waits until that device is free.
    """

    def __call__(self, run: Run, progress: Progress, /) -> None:
        """Do the work."""
        ...


class Words(Protocol):
    """Says how a shell repeats it: ``def command(arguments) -> list[str]``.

    Returns the words after ``python -m mirinter_core``; an input of the run appears as a word of
    its own, by its bare file name.
    """

    def __call__(self, arguments: Mapping[str, Any], /) -> list[str]:
        """Return the words."""
        ...


JOBS: Registry[Job] = Registry("mirinter_core.runs.jobs", "run")
COMMANDS: Registry[Words] = Registry("mirinter_core.runs.jobs", "command")


def option(flag: str, value: object) -> list[str]:
    """Return the words of one option: none for what was not asked for, a flag alone for true.

    A mapping gives the option once for each ``NAME=VALUE``, a list once for each of its values.

    Examples
    --------
    >>> option("--top", 20), option("--quiet", True), option("--model", None)
    (['--top', '20'], ['--quiet'], [])
    """
    if isinstance(value, Mapping):
        return [word for name, own in value.items() for word in (flag, f"{name}={own:g}")]
    if isinstance(value, list | tuple):
        return [word for own in value for word in (flag, str(own))]
    if value is None or value is False or value == "":
        return []
    return [flag] if value is True else [flag, str(value)]
