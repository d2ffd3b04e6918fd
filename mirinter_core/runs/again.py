"""A finished screen once more, with another model."""

from __future__ import annotations

from mirinter_core.errors import ModelError, RunError
from mirinter_core.home import find
from mirinter_core.runs.run import Run, create


def again(run: Run, model: str) -> Run:
    """Write down the screen of the same queries and catalogue with another model; begins nothing.

    Raises
    ------
    RunError
        If the run is no screen.
    ModelError
        If there is no such model.
    """
    asked = run.request
    if asked.verb != "screen":
        raise RunError(f"Run {run.id} is no screen, so it cannot be screened again.")
    if find("models", model) is None:
        raise ModelError(
            f"There is no model {model[:80]!r}. The Models page shows those there are."
        )
    inputs = {name: run.path(name).read_bytes() for name in asked.inputs}
    arguments = {**asked.arguments, "model": model}
    return create("screen", arguments, inputs=inputs, title=f"{asked.title}, model {model}")
