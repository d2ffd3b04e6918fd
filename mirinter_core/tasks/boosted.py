"""Weigh the evidence of `mirinter_core.models.recall` by boosted trees: what a gate must beat.

A yardstick with settings of its own: those of `mirinter_core.models.trees`, which are part of a
model, may change with it; what it is measured by stays.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mirinter_core.datasets.splits import Split
from mirinter_core.errors import DatasetError
from mirinter_core.models.recall import of_kinds
from mirinter_core.tasks.evidence import recalled
from mirinter_core.tasks.ground import Ground, Rule, Scores, own_order
from mirinter_core.tasks.rehearsal import rehearse

_SEED = 0
_FEWEST_LEAVES = 200  # a small table must be able to fill so many leaves
# Each split looks at a part of the columns: many say nearly the same.
_GROWTH = {"max_iter": 300, "max_leaf_nodes": 31, "learning_rate": 0.05, "max_features": 0.3}
_FEWEST_IN_LEAF = 100


def boosted(kinds: Sequence[str], protocols: Sequence[str]) -> Rule:
    """Make the rule that boosts trees over evidence.

    Parameters
    ----------
    kinds : sequence of str
        Of `mirinter_core.models.recall.KINDS`.
    protocols : sequence of str
        By which training pairs are hidden in turn: `mirinter_core.tasks.rehearsal`.
    """
    kept = of_kinds(kinds)

    def rule(ground: Ground, split: Split) -> Scores:
        from sklearn.ensemble import HistGradientBoostingClassifier  # a second to import

        own = own_order(ground, split.train)
        rng = np.random.default_rng(_SEED)
        rehearsed = rehearse(own, tuple(protocols), negatives=None, rng=rng)
        label = rehearsed.table.label
        if len(np.unique(label)) < 2:
            raise DatasetError(
                f"The {len(own):,} training pairs have one class only; listed and unlisted pairs "
                "are both needed. Give more pairs."
            )
        # Of nothing no threshold can be made: a small table has no near relatives, for one.
        told = kept & ~np.isnan(rehearsed.described).all(axis=0)
        trees = HistGradientBoostingClassifier(
            **_GROWTH,
            min_samples_leaf=min(_FEWEST_IN_LEAF, max(2, len(label) // _FEWEST_LEAVES)),
            l2_regularization=5.0,
            early_stopping=False,
            random_state=_SEED,
        ).fit(rehearsed.described[:, told], label)
        asked = recalled(ground.table.take(split.test), rehearsed.memory)
        scores: Scores = trees.decision_function(asked[:, told])
        return scores

    return rule
