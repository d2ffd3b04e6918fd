"""A map without memory: a model trained without some pairs, and the map of those pairs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mirinter_core.datasets.pairs import PairTable
from mirinter_core.datasets.splits import Split
from mirinter_core.models.trained import TrainedModel
from mirinter_core.progress import Progress, silent
from mirinter_core.recipe import Recipe
from mirinter_core.tasks.evaluate import Question, dealt, training_rows
from mirinter_core.tasks.evidence import Embedding
from mirinter_core.tasks.map_pairs import drawn_pairs, points_of
from mirinter_core.tasks.map_points import Points
from mirinter_core.tasks.train import Where, train_on

FOLDS = 5


def train_without(
    listed: PairTable,
    recipe: Recipe,
    protocol_name: str,
    *,
    device: str = "cpu",
    progress: Progress = silent,
) -> TrainedModel:
    """Train a recipe on the first fold of a protocol: the model that `evaluate` trains first.

    Raises
    ------
    DatasetError
        If there is no such protocol, or the pairs are too few for it.
    """
    cells, split = _first_fold(listed, recipe, protocol_name)
    return train_on(
        cells.take(training_rows(cells, split, recipe, 0)),
        recipe,
        Embedding.open(recipe, device),
        name=recipe.name,
        where=Where(device),
        progress=progress,
    )


def held_out_points(
    listed: PairTable,
    model: TrainedModel,
    embedding: Embedding,
    protocol_name: str,
    n: int,
    rng: np.random.Generator,
) -> Points:
    """Draw pairs that `train_without` kept from a model, and read its last hidden layer."""
    cells, split = _first_fold(listed, model.recipe, protocol_name)
    tested = cells.take(split.test)
    points = points_of(tested, drawn_pairs(tested, n, rng), model, embedding)
    facts = {"data_digest": listed.digest(), "held_out": protocol_name, "folds": FOLDS}
    return replace(points, facts={**points.facts, **facts})


def _first_fold(listed: PairTable, recipe: Recipe, name: str) -> tuple[PairTable, Split]:
    """Split as `mirinter_core.tasks.evaluate` does, from the same seed."""
    cells, splits = dealt([listed], Question(name, FOLDS), recipe.seed)
    return cells, splits[0]
