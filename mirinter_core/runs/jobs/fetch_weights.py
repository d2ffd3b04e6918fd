"""Fetch the published weights of an encoder, or take them from a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mirinter_core.embedding import weights
from mirinter_core.home import write_json
from mirinter_core.progress import Progress
from mirinter_core.provenance import provenance
from mirinter_core.runs.command import command_of
from mirinter_core.runs.run import Run


def run(run: Run, progress: Progress) -> None:
    """Make an encoder ready; what an attempt before has fetched is not fetched again.

    Arguments: ``name`` (of the encoder), ``file`` (the full path of a checkpoint got elsewhere;
    none: it is fetched). Leaves ``result.json``: what is known of the weights.
    """
    asked = run.request.arguments
    if asked.get("file"):
        state = weights.add(asked["name"], Path(asked["file"]), progress=progress)
    else:
        state = weights.fetch(asked["name"], progress=progress)
    write_json(run.path("result.json"), {"format_version": 1, **asdict(state)})
    facts = provenance(
        verb="fetch_weights",
        command=command_of(run, paths=False),
        encoder=state.name,
        encoder_revision=state.revision,
    )
    write_json(run.path("provenance.json"), {"format_version": 1, **facts})


def command(arguments: Mapping[str, Any]) -> list[str]:
    """Return the words of the same command in a shell."""
    name = str(arguments["name"])
    file = arguments.get("file")
    return ["weights", "add", name, str(file)] if file else ["weights", "fetch", name]
