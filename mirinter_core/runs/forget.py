"""Delete catalogues, data sets and runs so that nothing is left of them, and nothing is in use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from mirinter_core.errors import RunError, StorageError
from mirinter_core.runs.run import Run, all_runs, remove
from mirinter_core.tasks import forget
from mirinter_core.tasks.forget import Forgotten


def runs_of_catalog(name: str) -> list[Run]:
    """List the runs that worked with a catalogue: their results name its molecules."""
    return _runs_that_asked(lambda asked: asked.get("catalog") == name)


def runs_of_dataset(name: str) -> list[Run]:
    """List the runs that worked with a saved data set: their results may name its molecules."""
    return _runs_that_asked(lambda asked: name in (asked.get("datasets") or [asked.get("dataset")]))


def forget_catalog(name: str, *, with_runs: bool = False) -> Forgotten:
    """Delete a catalogue and its vectors, and the runs that worked with it if asked to.

    Raises
    ------
    RunError
        If a run works with it now.
    CatalogError, StorageError
        See `mirinter_core.tasks.forget.forget_catalog`.
    """
    with _released_by(runs_of_catalog(name), f"catalogue {name!r}", with_runs=with_runs):
        return forget.forget_catalog(name)


def forget_dataset(name: str, *, with_runs: bool = False) -> Forgotten:
    """Delete a saved data set and its vectors, and the runs that worked with it if asked to.

    Raises
    ------
    RunError
        If a run works with it now.
    DatasetError, StorageError
        See `mirinter_core.tasks.forget.forget_dataset`.
    """
    with _released_by(runs_of_dataset(name), f"data set {name!r}", with_runs=with_runs):
        return forget.forget_dataset(name)


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


def _runs_that_asked(of_it: Callable[[Mapping[str, Any]], bool]) -> list[Run]:
    """List the runs whose arguments speak of something; a damaged request speaks of nothing."""
    found = []
    for run in all_runs():
        with suppress(StorageError):
            if of_it(run.request.arguments):
                found.append(run)
    return found


@contextmanager
def _released_by(runs: Sequence[Run], what: str, *, with_runs: bool) -> Iterator[None]:
    """Refuse to begin while a run works with it; delete the runs after it went, if asked to."""
    for run in runs:
        if run.is_live:
            raise RunError(
                f"Run {run.id} is working with {what}. Wait for it to end, or cancel it, then "
                "remove it."
            )
    yield
    if with_runs:
        for run in runs:
            remove(run)
