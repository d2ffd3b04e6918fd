"""Place a query on a map that is there already, without moving any of its points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mirinter_core.datasets.pairs import PairTable
from mirinter_core.errors import ModelError
from mirinter_core.models.trained import TrainedModel
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.tasks.evidence import Embedding
from mirinter_core.tasks.layout import LAYOUTS, Vectors
from mirinter_core.tasks.map_pairs import hidden_of, pair_table
from mirinter_core.tasks.map_points import Reader, rna_table
from mirinter_core.tasks.neighbours import nearest
from mirinter_core.tasks.projection import Projection
from mirinter_core.tasks.score import grid

BEST = 20  # pairs of a query that are placed on a map of pairs
NEAREST = 10
NEIGHBOUR_COLUMNS = {
    "of": "The point that was placed.",
    "distance": "To it, in the space that the map is drawn of (not on the map).",
}


@dataclass(frozen=True)
class Placed:
    """New points on a map.

    Parameters
    ----------
    table : DataFrame
        A row a new point, columns as the map's; ``label`` and ``known`` are missing where nobody
        knows.
    neighbours : DataFrame
        The `NEAREST` points of the map to each, in the true space: ``of``, ``distance``, and the
        columns of the map.
    """

    table: pd.DataFrame
    neighbours: pd.DataFrame


def place_rnas(queries: Sequence[Molecule], projection: Projection, reader: Reader) -> Placed:
    """Place RNAs on a map of RNAs; nothing of them is kept.

    Raises
    ------
    ModelError
        If the map was made of vectors of another revision of the encoder.
    """
    facts, encoder = projection.facts, reader.encoder
    if (encoder.name, encoder.revision) != (facts["encoder"], facts["encoder_revision"]):
        raise ModelError(
            f"The map is of vectors of {facts['encoder']}@{facts['encoder_revision']}, but "
            f"{encoder.name}@{encoder.revision} is at hand. Make the map again."
        )
    return placed(rna_table(queries), reader.read(queries, keep=False), projection)


def place_pairs(
    query: Molecule,
    partners: Sequence[Molecule],
    projection: Projection,
    model: TrainedModel,
    embedding: Embedding,
) -> Placed:
    """Place the pairs of a query with the partners it scores best with on a map of pairs.

    Parameters
    ----------
    partners : sequence of Molecule
        Those of the map's data set.

    Raises
    ------
    ModelError
        If the model was trained again since the map was made.
    """
    weights = str(model.provenance.get("weights_sha256", ""))
    if weights != projection.facts["weights"]:
        raise ModelError(
            f"Model {model.name} is not the one the map was made with: it was trained again. "
            "Make the map again."
        )
    pairs: PairTable = grid([query], partners)
    private = frozenset({query.digest})
    hidden, score = hidden_of(pairs, model, embedding, private=private)
    best = np.argsort(-score, kind="stable")[:BEST]
    table = pair_table(pairs.take(best), model, score[best]).drop(columns="label")
    return placed(table, hidden[best], projection)


def placed(table: pd.DataFrame, vectors: Vectors, projection: Projection) -> Placed:
    """Place points of known vectors, shape (n, dim), each without regard to the others."""
    new = projection.reduced(vectors)
    layout = LAYOUTS.get(projection.facts["method"])
    parameters = projection.facts["parameters"]
    at = layout.place(new, projection.vectors, projection.places, parameters)
    rows, distances = nearest(new, projection.vectors, NEAREST)
    near = projection.table.iloc[rows.ravel()].reset_index(drop=True)
    near.insert(0, "of", np.repeat(_names(table), rows.shape[1]))
    near.insert(1, "distance", np.round(distances.ravel(), 6))
    return Placed(table.assign(x=at[:, 0], y=at[:, 1]), near)


def _names(table: pd.DataFrame) -> list[str]:
    if "id2" not in table:
        return list(table["id1"])
    return [
        f"{query} with {partner}" for query, partner in zip(table["id2"], table["id1"], strict=True)
    ]
