"""Delete catalogues and runs so that nothing is left of them, and nothing is in use."""

from __future__ import annotations

from contextlib import suppress

from mirinter_core.errors import RunError, StorageError
from mirinter_core.runs.run import Run, all_runs, remove
from mirinter_core.tasks import forget
from mirinter_core.tasks.forget import Forgotten


def runs_of_catalog(name: str) -> list[Run]:
    """List the runs that worked with a catalogue: their results name its molecules."""
    found = []
    for run in all_runs():
        with suppress(StorageError):  # a damaged request names nothing
            if run.request.arguments.get("catalog") == name:
                found.append(run)
    return found


def forget_catalog(name: str, *, with_runs: bool = False) -> Forgotten:
    """Delete a catalogue and its vectors, and the runs that worked with it if asked to.

    Raises
    ------
    RunError
        If a run works with it now.
    CatalogError, StorageError
        See `mirinter_core.tasks.forget.forget_catalog`.
    """
    runs = runs_of_catalog(name)
    for run in runs:
        if run.is_live:
            raise RunError(
                f"Run {run.id} is working with catalogue {name!r}. Wait for it to end, or cancel "
                "it, then remove the catalogue."
            )
    forgotten = forget.forget_catalog(name)
    if with_runs:
        for run in runs:
            remove(run)
    return forgotten


def forget_runs() -> tuple[int, int]:
    """Delete every run that has ended; return how many went, and how many live and stay."""
    gone = kept = 0
    for run in all_runs():
        try:
            remove(run)
            gone += 1
        except RunError:
            kept += 1
    return gone, kept
