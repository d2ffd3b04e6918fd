"""How a training went, epoch by epoch: ``course.jsonl`` in its run, while it works and after."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from mirinter_core.home import written
from mirinter_core.runs.run import TRAINING, Run

if TYPE_CHECKING:
    from mirinter_core.models.reached import Epoch  # brings torch, and a page that polls needs none

FILE = "course.jsonl"


def write(run: Run, history: Sequence[Epoch]) -> None:
    """Write the epochs that are done, a line each: ``epoch, loss, validation_auprc, seconds``.

    The file is written whole each time, so that a training that goes on tells no epoch twice.
    """
    lines = "".join(f"{json.dumps(asdict(epoch))}\n" for epoch in history)
    with written(run.path(FILE)) as temporary:
        temporary.write_text(lines, "utf-8")


def course(run: Run) -> tuple[Mapping[str, Any], ...]:
    """Read the epochs that are done, the first one first; none before the first is over."""
    path = run.path(FILE)
    if not path.is_file():
        return ()
    return tuple(json.loads(line) for line in path.read_text("utf-8").splitlines())


def reached(run: Run) -> int:
    """Count the epochs that can be gone on from, or kept as a model; 0 once it has its model."""
    return len(course(run)) if (run.folder / TRAINING).is_dir() else 0
