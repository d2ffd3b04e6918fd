"""Fetch a public catalogue and add it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from mirinter_core.datasets.source import fetch
from mirinter_core.home import write_json
from mirinter_core.progress import Progress
from mirinter_core.provenance import provenance
from mirinter_core.runs.command import command_of
from mirinter_core.runs.job import option
from mirinter_core.runs.run import Run


def run(run: Run, progress: Progress) -> None:
    """Fetch a catalogue; what an attempt before has fetched is not fetched again.

    Arguments: ``source`` (a file of `mirinter_core.datasets.sources`), ``species``, ``name``
    (else the source's own), ``mirror`` (else the public addresses). Leaves ``result.json``:
    what is known of the catalogue.
    """
    asked = run.request.arguments
    catalog = fetch(
        asked["source"],
        asked.get("species") or "human",
        name=asked.get("name") or None,
        mirror=asked.get("mirror") or None,
        progress=progress,
    )
    facts = asdict(catalog.info)
    write_json(run.path("result.json"), {"format_version": 1, "catalog": catalog.name, **facts})
    made = provenance(
        verb="fetch_catalog",
        command=command_of(run, paths=False),
        catalog=catalog.name,
        catalog_digest=catalog.info.digest,
    )
    write_json(run.path("provenance.json"), {"format_version": 1, **made})


def command(arguments: Mapping[str, Any]) -> list[str]:
    """Return the words of the same command in a shell."""
    return [
        "catalog",
        "fetch",
        str(arguments["source"]),
        *option("--species", arguments.get("species")),
        *option("--name", arguments.get("name")),
        *option("--mirror", arguments.get("mirror")),
    ]
