"""A screen: the queries in ``input.fa`` against a catalogue, results in ``hits.parquet``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mirinter_core.datasets.catalog import open_catalog
from mirinter_core.errors import SequenceError
from mirinter_core.molecules import fasta
from mirinter_core.molecules.query import check_query
from mirinter_core.progress import Progress
from mirinter_core.runs.job import option
from mirinter_core.runs.run import Run
from mirinter_core.tasks.ready import ready
from mirinter_core.tasks.screen import EVIDENCE_ROWS, screen

INPUT = "input.fa"


def run(run: Run, progress: Progress) -> None:
    """Screen; arguments {catalog, model, device, evidence, types, decoys, hubs, seed}."""
    asked = run.request.arguments
    reading = fasta.read_path(run.path(INPUT), type="miRNA")
    if reading.refusals:
        raise SequenceError(reading.refusals[0].message)
    for query in reading.molecules:
        check_query(query)
    catalog = open_catalog(asked["catalog"])
    if asked.get("types"):
        catalog = catalog.select(types=asked["types"])
    progress(0.0, "loading the model")
    model, embedding = ready(asked["model"], asked.get("device", "auto"))
    hits = screen(
        reading.molecules,
        catalog,
        model,
        embedding,
        evidence=asked.get("evidence", EVIDENCE_ROWS),
        decoys=asked.get("decoys") or 0,
        hubs=bool(asked.get("hubs")),
        seed=asked.get("seed") or 0,
        progress=progress,
    )
    hits.save(run.folder)


def command(arguments: Mapping[str, Any]) -> list[str]:
    """Return the words that repeat it in a shell."""
    return [
        *("screen", "--query", INPUT, "--catalog", str(arguments["catalog"])),
        *option("--model", arguments["model"]),
        *(word for kind in arguments.get("types") or () for word in ("--type", kind)),
        *option("--evidence", arguments.get("evidence")),
        *option("--decoys", arguments.get("decoys") or None),
        *option("--hubs", arguments.get("hubs")),
        *option("--seed", arguments.get("seed") or None),
        *option("--device", arguments.get("device")),
        *("--output", "hits.tsv"),
    ]
