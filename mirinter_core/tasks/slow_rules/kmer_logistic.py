"""Logistic regression on the k-mers of both RNAs: the recipe ``kmer-logistic``, as it is."""

from __future__ import annotations

import numpy as np

from mirinter_core.datasets.splits import Split
from mirinter_core.system import SYSTEMS
from mirinter_core.tasks.evidence import Embedding
from mirinter_core.tasks.ground import Ground, Scores
from mirinter_core.tasks.score import score
from mirinter_core.tasks.slow_rule import SlowRule
from mirinter_core.tasks.train import train_on


def kmer_logistic(ground: Ground, split: Split) -> Scores:
    """Train the recipe on the training pairs and score the test pairs, each in one order.

    Training and scoring add the other order of a pair of one type themselves.
    """
    recipe = SYSTEMS.get("mirna_ncrna").recipes["kmer-logistic"]
    embedding = Embedding.open(recipe, "cpu", keep=False)
    train = split.train[np.unique(ground.pair[split.train], return_index=True)[1]]
    _, first, of = np.unique(ground.pair[split.test], return_index=True, return_inverse=True)
    model = train_on(ground.table.take(train), recipe, embedding, name="kmer-logistic")
    return score(ground.table.take(split.test[first]), model, embedding).score[of]


RULE = SlowRule(kmer_logistic)
