"""The reports that finished evaluations left in their runs."""

from __future__ import annotations

from pathlib import Path

from mirinter_core.errors import StorageError
from mirinter_core.runs import state as states
from mirinter_core.runs.run import BOOKKEEPING, Run, all_runs
from mirinter_core.tasks.reports import Place

_VERB = "evaluate"
_OTHERS = BOOKKEEPING | {"provenance.json"}


def places() -> list[Place]:
    """List them, those of the newest run first."""
    return [Place(path, run=run.id) for run in all_runs() for path in reports_of(run)]


def reports_of(run: Run) -> list[Path]:
    """Find a run's reports. Few runs have other JSON files than their own: only those are read."""
    found = sorted(p for p in run.folder.glob("*.json") if p.name not in _OTHERS)
    try:
        if found and run.request.verb == _VERB and run.state.state == states.DONE:
            return [p for p in found if p.name not in run.request.inputs]
    except (StorageError, TypeError):  # a damaged run: the Runs page says so
        return []
    return []
