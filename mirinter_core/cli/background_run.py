"""Work that is written down as a run: done here, or in the background."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import typer

from mirinter_core.cli.terminal_output import Terminal

if TYPE_CHECKING:
    from mirinter_core.runs.run import Run


def begin(
    verb: str,
    arguments: Mapping[str, Any],
    terminal: Terminal,
    *,
    title: str = "",
    inputs: Mapping[str, str] | None = None,
) -> None:
    """Begin a run in the background and print its id."""
    from mirinter_core.runs.run import create
    from mirinter_core.runs.start import start

    run = create(verb, arguments, title=title, inputs=inputs)
    start(run)
    print(run.id)
    terminal.note(f"It works in the background: `runs show {run.id}` tells how far it is.")


def do(
    verb: str,
    arguments: Mapping[str, Any],
    terminal: Terminal,
    *,
    title: str = "",
    inputs: Mapping[str, str] | None = None,
) -> Run:
    """Do a run in this process, so that it can be resumed, and return it."""
    from mirinter_core.runs import state as states
    from mirinter_core.runs.execute import execute
    from mirinter_core.runs.run import create

    run = create(verb, arguments, title=title, inputs=inputs)
    try:
        with terminal.bar() as progress:
            state = execute(run, progress=progress)
    except KeyboardInterrupt:
        terminal.warn(f"What was done is kept: `runs resume {run.id}` goes on.")
        raise
    if state.state != states.DONE:
        terminal.warn(f"Error: {state.error or state.state}")
        terminal.note(
            f"What was done is kept: once that is mended, `runs resume {run.id}` goes on."
        )
        raise typer.Exit(1)
    return run


def result_of(run: Run) -> dict[str, Any]:
    """Read what a run left in its ``result.json``."""
    result: dict[str, Any] = json.loads(run.path("result.json").read_text("utf-8"))
    return result
