"""Embed all of a catalogue's RNAs, so that screens against it begin at once."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import numpy as np

from mirinter_core.datasets.catalog import open_catalog
from mirinter_core.embedding.device import pick
from mirinter_core.embedding.embedder import embed
from mirinter_core.embedding.encoder import ENCODERS
from mirinter_core.embedding.store import EmbeddingStore
from mirinter_core.home import home, write_json
from mirinter_core.progress import Progress
from mirinter_core.provenance import provenance
from mirinter_core.recipe import Side
from mirinter_core.runs.command import command_of
from mirinter_core.runs.job import option
from mirinter_core.runs.run import Run


def run(run: Run, progress: Progress) -> None:
    """Put the vectors of every RNA of a catalogue into the store; those there are not made again.

    Arguments: ``catalog`` (a name, or the full path of a FASTA file), ``encoder``, ``pooling``,
    ``device``. Leaves ``result.json``: how many RNAs, distinct ones and windows, and seconds.
    """
    asked = run.request.arguments
    begun = time.monotonic()
    catalog = open_catalog(asked["catalog"])
    side = Side(
        label="partner",
        encoder=asked.get("encoder") or "kmer",
        pooling=asked.get("pooling") or "mean",
    )
    encoder = ENCODERS.get(side.encoder)(device=pick(asked.get("device") or "auto"))
    store = EmbeddingStore(home() / "vectors")
    vectors = embed(catalog.molecules, side, encoder=encoder, store=store, progress=progress)
    _, first = np.unique(vectors.rows, return_index=True)
    write_json(
        run.path("result.json"),
        {
            "format_version": 1,
            "catalog": catalog.name,
            "molecules": len(catalog.molecules),
            "distinct": len(vectors.matrix),
            "dim": int(vectors.matrix.shape[1]),
            "windows": int(vectors.windows[first].sum()),
            "seconds": round(time.monotonic() - begun, 2),
        },
    )
    facts = provenance(
        verb="embed_catalog",
        command=command_of(run, paths=False),
        catalog=catalog.name,
        catalog_digest=catalog.info.digest,
        encoder=encoder.name,
        encoder_revision=encoder.revision,
        pooling=side.pooling,
        windows=side.windows.name,
    )
    write_json(run.path("provenance.json"), {"format_version": 1, **facts})


def command(arguments: Mapping[str, Any]) -> list[str]:
    """Return the words of the same command in a shell."""
    return [
        "catalog",
        "embed",
        str(arguments["catalog"]),
        *option("--encoder", arguments.get("encoder")),
        *option("--pooling", arguments.get("pooling")),
        *option("--device", arguments.get("device")),
    ]
