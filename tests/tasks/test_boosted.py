from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from mirinter_core.datasets.splits import PROTOCOLS, Split, shuffled
from mirinter_core.errors import DatasetError
from mirinter_core.models.recall import KINDS
from mirinter_core.tasks.boosted import boosted
from mirinter_core.tasks.ground import Ground, ruled
from tests.gene_worlds import gene_world
from tests.worlds import seed_world

GROUND = Ground.of(gene_world(20, 16))
ASKED = ("pair", "denovo-family", "new-partner")


def auroc(ground, kinds, protocol):
    found = []
    for split in PROTOCOLS[protocol].split(ground.table, 2, np.random.default_rng(0)):
        scores = ruled(boosted(kinds, (protocol,)), ground, split)
        found.append(roc_auc_score(ground.table.label[split.test], scores))
    return np.mean(found)


def test_a_new_family_is_ranked_by_where_other_families_are_listed():
    assert auroc(GROUND, ("sites",), "denovo-family") < 0.95  # half the sites are not listed
    assert auroc(GROUND, ("sites", "footprint"), "denovo-family") > 0.97


def test_what_is_known_of_kin_ranks_a_new_sibling():
    assert auroc(GROUND, ("family",), "denovo-mirna") > 0.9  # of some, no sibling is left


@pytest.mark.parametrize("protocol", ASKED)
def test_shuffled_labels_are_not_learnt(protocol):
    table = GROUND.table
    noise = Ground.of(replace(table, label=shuffled(table, np.random.default_rng(1))))
    assert auroc(noise, tuple(KINDS), protocol) == pytest.approx(0.5, abs=0.1)


def test_the_same_pairs_give_the_same_scores_and_test_labels_change_none():
    ground = Ground.of(gene_world(10, 8))
    split = next(iter(PROTOCOLS["denovo-mirna"].split(ground.table, 3, np.random.default_rng(0))))
    label = ground.table.label.copy()
    label[split.test] = 1 - label[split.test]
    rule = boosted(tuple(KINDS), ("pair",))
    first, again = rule(ground, split), rule(ground, split)
    np.testing.assert_array_equal(first, again)
    told = Ground.of(replace(ground.table, label=label))
    np.testing.assert_array_equal(first, rule(told, split))


def test_what_nothing_is_known_of_is_left_out():
    """Twelve random seeds have no near relatives: those columns are empty for every pair."""
    table = seed_world().table
    label = (np.arange(len(table)) % 2).astype(np.int8)
    ground = Ground.of(replace(table, label=label))
    split = next(iter(PROTOCOLS["pair"].split(ground.table, 3, np.random.default_rng(0))))
    assert np.isfinite(boosted(tuple(KINDS), ("pair",))(ground, split)).all()


def test_training_pairs_of_one_class_are_refused_in_words():
    unlisted = np.flatnonzero(GROUND.table.label == 0)
    with pytest.raises(DatasetError, match="one class only"):
        boosted(("sites",), ("pair",))(GROUND, Split(unlisted[100:], unlisted[:100]))
