"""Delete catalogues, data sets and runs so that nothing is left of them, and nothing is in use."""

from __future__ import annotations

from collections.abc import Iterable
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
    _refuse_live(runs, f"catalogue {name!r}")
    forgotten = forget.forget_catalog(name)
    if with_runs:
        for run in runs:
            remove(run)
    return forgotten


def runs_of_dataset(name: str) -> list[Run]:
    """List the runs that worked with a saved data set: their results may name its molecules."""
    found = []
    for run in all_runs():
        with suppress(StorageError):
            asked = run.request.arguments
            places = asked.get("datasets") or [asked.get("dataset")]
            if name in places:
                found.append(run)
    return found


def forget_dataset(name: str, *, with_runs: bool = False) -> Forgotten:
    """Delete a saved data set and its vectors, and the runs that worked with it if asked to.

    Raises
    ------
    RunError
        If a run works with it now.
    DatasetError, StorageError
        See `mirinter_core.tasks.forget.forget_dataset`.
    """
    runs = runs_of_dataset(name)
    _refuse_live(runs, f"data set {name!r}")
    forgotten = forget.forget_dataset(name)
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


def _refuse_live(runs: Iterable[Run], what: str) -> None:
    for run in runs:
        if run.is_live:
            raise RunError(
                f"Run {run.id} is working with {what}. Wait for it to end, or cancel it, then "
                "remove it."
            )
