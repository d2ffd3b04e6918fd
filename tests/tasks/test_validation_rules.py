import math
from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from mirinter_core.datasets.negatives import with_negatives
from mirinter_core.tasks.evidence import Embedding
from mirinter_core.tasks.recipes import preset
from mirinter_core.tasks.score import score
from mirinter_core.tasks.train import train, validation_split
from mirinter_core.tasks.validation_rules import best_on_validation
from tests.worlds import seed_world

SMALL = replace(
    preset("small"),
    fit=replace(preset("small").fit, epochs=2, batch_size=64),
    network_options={"width": 8, "match": 4},
    threads=1,
    seed=3,
    negatives=5,
)


def test_rules_are_asked_for_the_pairs_that_the_training_was_validated_on():
    table = seed_world(20, 60).table
    embedding = Embedding.open(SMALL, "cpu", keep=False)
    model = train(table, SMALL, embedding, name="x")
    grown = with_negatives(table, SMALL.negatives, np.random.default_rng(SMALL.seed))
    rng = np.random.default_rng([SMALL.seed, 1])
    held = validation_split(grown, SMALL.fit.validation_share, rng).test
    own = score(grown.take(held), model, embedding).views.mean(axis=0)
    best = max(epoch.validation_auprc for epoch in model.history)
    assert average_precision_score(grown.label[held], own) == pytest.approx(best, abs=0.02)


def test_the_best_rule_of_a_world_made_of_sites_is_one_that_counts_them():
    name, auprc = best_on_validation(seed_world(20, 60).table, SMALL)
    assert name in ("seed-sites", "seed-degree")
    assert auprc > 0.7


def test_of_pairs_hidden_in_several_ways_no_rule_is_told():
    name, auprc = best_on_validation(seed_world().table, preset("evidence"))
    assert name == ""
    assert math.isnan(auprc)
