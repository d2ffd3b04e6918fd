"""A pasted query on a kept map: everything that placing needs is found by the map's facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from mirinter_core.datasets.importer import open_dataset
from mirinter_core.embedding.device import pick
from mirinter_core.errors import DatasetError
from mirinter_core.models import checkpoint
from mirinter_core.models.trained import TrainedModel
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.tasks.evidence import Embedding
from mirinter_core.tasks.map_points import PAIRS, Reader
from mirinter_core.tasks.place import Placed, place_pairs, place_rnas
from mirinter_core.tasks.projection import MODEL, Projection
from mirinter_core.tasks.ready import ready

MOST = 5  # queries at once on a map of pairs: each is scored with every partner


def place_queries(
    queries: Sequence[Molecule],
    projection: Projection,
    folder: Path,
    arguments: Mapping[str, Any],
    device: str = "auto",
) -> Placed:
    """Place queries on a map: themselves among RNAs, their best pairs among pairs.

    Parameters
    ----------
    folder : Path
        Where the map lies, with the model that was trained for it, if one was.
    arguments : mapping
        What the map was asked for: ``dataset`` and ``importer`` of a map of pairs.

    Raises
    ------
    DatasetError
        If there are too many queries, or the data set is gone or changed.
    ModelError
        If the model or the encoder is not the one of the map.
    """
    facts = projection.facts
    if facts["of"] != PAIRS:
        reader = Reader.open(facts["encoder"], facts["pooling"], pick(device))
        return place_rnas(queries, projection, reader)
    if len(queries) > MOST:
        raise DatasetError(
            f"{len(queries)} queries are too many to place at once on a map of pairs; give at most "
            f"{MOST}."
        )
    table = open_dataset(arguments["dataset"], arguments.get("importer")).table
    if table.digest() != facts["data_digest"]:
        raise DatasetError(
            f"Data set {facts['dataset']} was changed since the map was made. Make the map again."
        )
    model, embedding = _scorer(facts, folder, device)
    found = [place_pairs(q, table.right, projection, model, embedding) for q in queries]
    return Placed(
        pd.concat([f.table for f in found], ignore_index=True),
        pd.concat([f.neighbours for f in found], ignore_index=True),
    )


def _scorer(facts: Mapping[str, Any], folder: Path, device: str) -> tuple[TrainedModel, Embedding]:
    if "held_out" not in facts:
        return ready(facts["model"], device)
    model = checkpoint.read(folder / MODEL)
    return model, Embedding.open(model.recipe, pick(device))
