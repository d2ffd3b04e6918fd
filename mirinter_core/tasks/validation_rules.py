"""What rules without a model reach on the very pairs that choose a training's epoch."""

from __future__ import annotations

import math

import numpy as np

from mirinter_core.datasets.negatives import with_negatives
from mirinter_core.datasets.pairs import PairTable
from mirinter_core.recipe import Recipe
from mirinter_core.tasks.baselines import RULES
from mirinter_core.tasks.evidence import weighs_kinds
from mirinter_core.tasks.ground import Ground, ruled
from mirinter_core.tasks.metrics import pooled
from mirinter_core.tasks.train import validation_split


def best_on_validation(table: PairTable, recipe: Recipe) -> tuple[str, float]:
    """Name the best rule on a training's validation pairs, with its AUPRC.

    Those are held out as single pairs, so that rules which copy do well there; it says nothing
    of new families.

    Returns
    -------
    (str, float)
        No name and NaN for a recipe that rehearses: its validation pairs are hidden in several
        ways at once, and were asked of no rule.
    """
    if weighs_kinds(recipe):
        return "", math.nan
    grown = with_negatives(table, recipe.negatives, np.random.default_rng(recipe.seed))
    rng = np.random.default_rng([recipe.seed, 1])
    split = validation_split(grown, recipe.fit.validation_share, rng)
    ground, label = Ground.of(grown), grown.label[split.test]
    found = {
        name: pooled(label, ruled(rule, ground, split))["auprc"] for name, rule in RULES.items()
    }
    known = {name: value for name, value in found.items() if not math.isnan(value)}
    return max(known.items(), key=lambda item: item[1], default=("", math.nan))
