from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest

from mirinter_core.datasets.negatives import full
from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.pairing.duplex import fold as duplex
from mirinter_core.system import SYSTEMS
from mirinter_core.tasks.evidence import Embedding
from mirinter_core.tasks.ground import Ground, ruled
from mirinter_core.tasks.pair_sample import sampled
from mirinter_core.tasks.score import score
from mirinter_core.tasks.slow_rule import SLOW_RULES, slow_rules
from mirinter_core.tasks.train import train_on
from tests.worlds import seed_world

GROUND = Ground.of(full(seed_world(12, 30).table))
SPLIT = next(iter(PROTOCOLS["denovo-mirna"].split(GROUND.table, 3, np.random.default_rng(0))))
RULES = slow_rules()


def here(name):
    if why := RULES[name].missing():
        pytest.skip(why)
    return RULES[name]


def test_rules_are_called_by_their_files_with_dashes():
    assert set(RULES) == {name.replace("_", "-") for name in SLOW_RULES.names()}
    assert {"boosting", "boosting-sites", "kmer-logistic", "structural-perturbation"} <= set(RULES)


@pytest.mark.parametrize("name", SLOW_RULES.names())
def test_every_file_says_what_its_rule_does(name):
    assert import_module(f"{SLOW_RULES.package}.{name}").__doc__


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_test_row_gets_a_score_unless_a_sample_is_stated(name):
    rule = here(name)
    scores = rule(GROUND, SPLIT)
    assert scores.shape == SPLIT.test.shape
    assert np.isfinite(scores).all() or rule.sample


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_second_time_gives_the_same_scores_whatever_the_test_labels(name):
    rule = here(name)
    label = GROUND.table.label.copy()
    label[SPLIT.test] = 1 - label[SPLIT.test]
    told = Ground.of(replace(GROUND.table, label=label))
    np.testing.assert_array_equal(rule(GROUND, SPLIT), rule(told, SPLIT))


def test_the_energy_rule_says_minus_the_energy_of_the_sampled_pairs():
    table, scores = GROUND.table, RULES["duplex-energy"](GROUND, SPLIT)
    assert sampled(GROUND).all()
    for place in (0, 50):
        row = SPLIT.test[place]
        query, partner = table.left[table.left_row[row]], table.right[table.right_row[row]]
        assert scores[place] == -duplex(query.letters, partner.letters).energy


def test_the_k_mer_rule_is_the_recipe_trained_and_scored_as_any_model():
    recipe = SYSTEMS.get("mirna_ncrna").recipes["kmer-logistic"]
    embedding = Embedding.open(recipe, "cpu", keep=False)
    model = train_on(GROUND.table.take(SPLIT.train), recipe, embedding, name="twin")
    expected = score(GROUND.table.take(SPLIT.test), model, embedding).score
    np.testing.assert_allclose(ruled(RULES["kmer-logistic"], GROUND, SPLIT), expected, atol=1e-6)
