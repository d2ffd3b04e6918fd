"""Score pairs with a trained model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mirinter_core.datasets.pairs import PairTable, both_orders, merged
from mirinter_core.models.trained import TrainedModel
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.progress import Progress, part, silent
from mirinter_core.tasks.evidence import Embedding, gather


@dataclass(frozen=True)
class Scores:
    """Scores of the pairs of a table.

    Parameters
    ----------
    score : (n,) float array
        Log-odds scale, see `TrainedModel.score`.
    views : (views, n) float array
        The same of each view of the model's recipe; `score` is their mean.
    windows : (n,) int array
        Windows the partner was read in.
    """

    score: NDArray[np.float64]
    views: NDArray[np.float64]
    windows: NDArray[np.intp]


def score(
    table: PairTable, model: TrainedModel, embedding: Embedding, progress: Progress = silent
) -> Scores:
    """Score every pair of a table; the labels are not looked at.

    A pair of one type is scored in both orders and gets the mean, so that swapping its two
    molecules changes nothing.
    """
    embedding.require(model.encoders, model.name)
    grown, of = both_orders(table)
    # In both orders a query stands among the partners too, where vectors are kept: not its own.
    catalogued = {m.digest for m in table.right}
    private = frozenset(m.digest for m in table.left if m.digest not in catalogued)
    bar = part(progress, 0.0, 0.3)
    evidence = gather(grown, embedding, model.memory, bar, private=private)
    raw = model.views(evidence.examples, part(progress, 0.3, 1.0))
    orders = np.bincount(of)
    views = np.stack([np.bincount(of, weights=view) / orders for view in raw])
    windows = evidence.right_windows[grown.right_row[: len(table)]]
    return Scores(np.round(views.mean(axis=0), 6), np.round(views, 6), windows)


def grid(queries: Sequence[Molecule], partners: Sequence[Molecule]) -> PairTable:
    """Make the table of every query with every partner, molecules of equal letters once."""
    left, right = merged(queries, typed=True)[0], merged(partners, typed=True)[0]
    rows = np.arange(len(left) * len(right))
    return PairTable(
        left=left,
        right=right,
        left_row=rows // len(right),
        right_row=rows % len(right),
        label=np.zeros(len(rows), dtype=np.int8),
        source=np.zeros(len(rows), dtype=np.int16),
        sources=("screen",),
    )
