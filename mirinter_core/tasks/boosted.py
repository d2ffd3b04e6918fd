"""Weigh clues by boosted trees, trained on pairs described as the test pairs will be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirinter_core.datasets.splits import Split
from mirinter_core.errors import DatasetError
from mirinter_core.tasks.clue import describer
from mirinter_core.tasks.ground import Ground, Rule, Scores
from mirinter_core.tasks.metrics import pooled
from mirinter_core.tasks.rehearsal import regime, rehearse

Options = dict[str, Any]

_SEED = 0
_HELD = 2  # parts of the rehearsal that choose the size of the trees

# From trees that can only add up strong clues to trees that know a transcript by its letters.
# Each split looks at a part of the columns: many say nearly the same.
GROWTHS: tuple[Options, ...] = (
    {"max_iter": 200, "max_leaf_nodes": 8, "learning_rate": 0.05, "min_samples_leaf": 500},
    {"max_iter": 300, "max_leaf_nodes": 31, "learning_rate": 0.05, "min_samples_leaf": 100},
    {"max_iter": 800, "max_leaf_nodes": 255, "learning_rate": 0.1, "min_samples_leaf": 5},
)
_COLUMNS = 0.3
_FEWEST_LEAVES = 200  # a small table must be able to fill so many leaves


def boosted(clues: Sequence[str], growths: Sequence[Options] = GROWTHS) -> Rule:
    """Make the rule that boosts trees over clues.

    The size of the trees is chosen on parts of the training pairs, hidden as the test pairs are.

    Parameters
    ----------
    clues : sequence of str
        Files of `mirinter_core.tasks.clues`.
    """

    def rule(ground: Ground, split: Split) -> Scores:
        describe = describer(clues, ground)
        name, rng = regime(ground, split), np.random.default_rng(_SEED)
        parts = list(rehearse(ground, split, name, rng))
        sizes = [len(part.test) for part in parts]
        label = np.concatenate([split.train[:0], *(ground.table.label[p.test] for p in parts)])
        _require_both(label)
        matrix = np.concatenate([describe(part).matrix for part in parts])
        part_of = np.repeat(np.arange(len(parts)), sizes)
        growth = _chosen(matrix, label, part_of < len(parts) - _HELD, growths)
        trees = _grown(matrix, label, growth)
        scores: Scores = trees.decision_function(describe(split).matrix)
        return scores

    return rule


def _chosen(
    matrix: NDArray[np.float32],
    label: NDArray[np.int8],
    train: NDArray[np.bool_],
    growths: Sequence[Options],
) -> Options:
    """Take larger trees for as long as they do better on the parts held back, by AUPRC."""
    best, chosen = -1.0, growths[0]
    if len(growths) == 1 or any(len(np.unique(label[part])) < 2 for part in (train, ~train)):
        return chosen
    for growth in growths:
        trees = _grown(matrix[train], label[train], growth)
        auprc = pooled(label[~train], trees.decision_function(matrix[~train]))["auprc"]
        if auprc <= best:
            break
        best, chosen = auprc, growth
    return chosen


def _grown(matrix: NDArray[np.float32], label: NDArray[np.int8], growth: Options) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier  # a second to import

    fewest = min(growth["min_samples_leaf"], max(2, len(label) // _FEWEST_LEAVES))
    trees = HistGradientBoostingClassifier(
        **(growth | {"min_samples_leaf": fewest}),
        max_features=_COLUMNS,
        l2_regularization=5.0,
        early_stopping=False,
        random_state=_SEED,
    )
    return trees.fit(matrix, label)


def _require_both(label: NDArray[np.int8]) -> None:
    if len(np.unique(label)) < 2:
        raise DatasetError(
            f"The {len(label):,} training pairs that can be hidden as the test pairs are have one "
            "class only; listed and unlisted pairs are both needed. Give more pairs."
        )
