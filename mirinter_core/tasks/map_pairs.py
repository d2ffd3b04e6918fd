"""Pairs as points: what a model's last hidden layer makes of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mirinter_core.datasets.groups import by_partner
from mirinter_core.datasets.negatives import full
from mirinter_core.datasets.pairs import PairTable, Rows, both_orders
from mirinter_core.errors import DatasetError
from mirinter_core.models.trained import TrainedModel
from mirinter_core.molecules.family import seed
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.progress import Progress, part, silent
from mirinter_core.recipe import Recipe
from mirinter_core.tasks.evaluate import Question, dealt
from mirinter_core.tasks.evidence import Embedding, gather
from mirinter_core.tasks.layout import Vectors
from mirinter_core.tasks.map_draw import drawn
from mirinter_core.tasks.map_points import FOLDS_OF, LISTED, PAIRS, UNLISTED, Points
from mirinter_core.tasks.map_species import species_of


def pair_points(
    listed: PairTable,
    model: TrainedModel,
    embedding: Embedding,
    n: int,
    rng: np.random.Generator,
    progress: Progress = silent,
) -> Points:
    """Draw pairs of a data set and read the model's last hidden layer for them.

    Listed pairs are up to half of the points; the others are drawn evenly from all cells that
    the data set does not list. Both draws keep the shares of the pair types.

    Parameters
    ----------
    n : int
        Points at most.
    """
    progress(0.0, "drawing pairs")
    cells, fold = _folded(listed, model.recipe)
    rows = drawn_pairs(cells, n, rng)
    points = points_of(cells, rows, model, embedding, progress)
    told = points.table.assign(fold=[f"fold {i}" if i else "" for i in fold[rows]])
    return replace(points, table=told, facts={**points.facts, "data_digest": listed.digest()})


def _folded(listed: PairTable, recipe: Recipe) -> tuple[PairTable, NDArray[np.intp]]:
    """Tell of all pairs of a data set in which fold of `FOLDS_OF` a recipe is tested on them.

    Returns
    -------
    cells : PairTable
        All pairs, listed and not.
    fold : (n,) int array
        From 1; 0 for those that are in no test part, and where the data are too few for folds.
    """
    try:
        cells, splits = dealt([listed], Question(FOLDS_OF), recipe.seed)
    except DatasetError:
        cells, splits = full(listed), []
    fold = np.zeros(len(cells), dtype=np.intp)
    for number, split in enumerate(splits, start=1):
        fold[split.test] = number
    return cells, fold


def points_of(
    cells: PairTable,
    rows: Rows,
    model: TrainedModel,
    embedding: Embedding,
    progress: Progress = silent,
) -> Points:
    """Take rows of pairs that have both labels, and read the last hidden layer for them."""
    table = cells.take(rows).compact()
    hidden, score = hidden_of(table, model, embedding, part(progress, 0.02, 1.0))
    told = pair_table(table, model, score)
    told["partner_group"] = by_partner(table.right)[table.right_row]
    facts = {
        "of": PAIRS,
        "dataset": " and ".join(cells.sources),
        "model": model.name,
        "weights": str(model.provenance.get("weights_sha256", "")),
        "points": len(table),
        "all_points": len(cells),
        "listed": int(table.label.sum()),
        "all_listed": int(cells.label.sum()),
        "known": int((told["known"] & (told["label"] == LISTED)).sum()),
    }
    return Points(told, hidden, facts)


def hidden_of(
    table: PairTable,
    model: TrainedModel,
    embedding: Embedding,
    progress: Progress = silent,
    *,
    private: frozenset[str] = frozenset(),
) -> tuple[Vectors, NDArray[np.float64]]:
    """Read the last hidden layer and the score of each pair.

    A pair of one type is read in both orders and gets the mean, so that swapping its two
    molecules changes nothing; scores are those of `mirinter_core.tasks.score`.

    Returns
    -------
    hidden : (n, width) array
    score : (n,) array
    """
    embedding.require(model.encoders, model.name)
    grown, of = both_orders(table)
    bar = part(progress, 0.0, 0.7)
    examples = gather(grown, embedding, model.memory, bar, private=private).examples
    progress(0.7, "reading the last hidden layer")
    raw = model.hidden(examples)
    views = model.views(examples, part(progress, 0.8, 1.0))
    orders = np.bincount(of)
    hidden = np.zeros((len(table), raw.shape[1]))
    np.add.at(hidden, of, raw)
    score = np.stack([np.bincount(of, weights=view) / orders for view in views]).mean(axis=0)
    return (hidden / orders[:, None]).astype(np.float32), np.round(score, 6)


def pair_table(table: PairTable, model: TrainedModel, score: NDArray[np.float64]) -> pd.DataFrame:
    """Say of each pair what is known of it."""
    left = [table.left[i] for i in table.left_row]
    right = [table.right[i] for i in table.right_row]
    return pd.DataFrame(
        {
            "id1": [m.id for m in right],
            "id2": [m.id for m in left],
            "label": np.where(table.label == 1, LISTED, UNLISTED),
            "type": _pair_types(table),
            "family": [_family(q, p) for q, p in zip(left, right, strict=True)],
            "score": score,
            "known": _known(table, model),
            "species": [species_of(m) for m in left],
        }
    )


def drawn_pairs(cells: PairTable, n: int, rng: np.random.Generator) -> Rows:
    """Draw n rows, up to half of them listed; both draws keep the shares of the pair types."""
    types = np.array(_pair_types(cells), dtype=object)
    is_listed = cells.label == 1
    listed, others = np.flatnonzero(is_listed), np.flatnonzero(~is_listed)
    some = min(len(listed), max(n // 2, n - len(others)))
    rows = [own[drawn(types[own], k, rng)] for own, k in ((listed, some), (others, n - some))]
    return np.concatenate(rows)


def _pair_types(table: PairTable) -> list[str]:
    left = np.array([m.type or "RNA" for m in table.left], dtype=object)[table.left_row]
    right = np.array([m.type or "RNA" for m in table.right], dtype=object)[table.right_row]
    return [f"{a}-{b}" for a, b in zip(left, right, strict=True)]


def _family(query: Molecule, partner: Molecule) -> str:
    of = query if query.type == "miRNA" or partner.type != "miRNA" else partner
    return seed(of.letters)


def _known(table: PairTable, model: TrainedModel) -> NDArray[np.bool_]:
    """Mark the pairs that were listed in the model's training."""
    out = np.zeros(len(table), dtype=np.bool_)
    for i in np.unique(table.left_row):
        rows = np.flatnonzero(table.left_row == i)
        partners = [table.right[j] for j in table.right_row[rows]]
        out[rows] = model.memory.lists(table.left[i], partners)
    return out
