from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from mirinter_core.datasets.splits import PROTOCOLS, Split, shuffled
from mirinter_core.errors import DatasetError
from mirinter_core.tasks.boosted import GROWTHS, boosted
from mirinter_core.tasks.ground import Ground, ruled
from tests.gene_worlds import gene_world

GROUND = Ground.of(gene_world())
SMALL = GROWTHS[:1]


def auroc(ground, clues, protocol):
    found = []
    for split in PROTOCOLS[protocol].split(ground.table, 3, np.random.default_rng(0)):
        scores = ruled(boosted(clues, SMALL), ground, split)
        found.append(roc_auc_score(ground.table.label[split.test], scores))
    return np.mean(found)


def test_a_new_family_is_ranked_by_where_other_families_are_listed():
    assert auroc(GROUND, ("sites",), "denovo-family") < 0.95  # half the sites are not listed
    assert auroc(GROUND, ("sites", "footprint"), "denovo-family") > 0.97


@pytest.mark.parametrize("protocol", ["pair", "denovo-family", "new-partner"])
def test_shuffled_labels_are_not_learnt(protocol):
    table = GROUND.table
    noise = Ground.of(replace(table, label=shuffled(table, np.random.default_rng(1))))
    clues = ("sites", "degree", "copies", "site_rates", "footprint")
    assert auroc(noise, clues, protocol) == pytest.approx(0.5, abs=0.06)


def test_the_same_pairs_give_the_same_scores_and_test_labels_change_none():
    ground = Ground.of(gene_world(12, 12))
    split = next(iter(PROTOCOLS["denovo-mirna"].split(ground.table, 3, np.random.default_rng(0))))
    label = ground.table.label.copy()
    label[split.test] = 1 - label[split.test]
    rule = boosted(("sites", "copies"), GROWTHS[:2])
    first, again = rule(ground, split), rule(ground, split)
    np.testing.assert_array_equal(first, again)
    told = Ground.of(replace(ground.table, label=label))
    np.testing.assert_array_equal(first, rule(told, split))


def test_training_pairs_of_one_class_are_refused_in_words():
    unlisted = np.flatnonzero(GROUND.table.label == 0)
    with pytest.raises(DatasetError, match="one class only"):
        boosted(("sites",))(GROUND, Split(unlisted[100:], unlisted[:100]))
