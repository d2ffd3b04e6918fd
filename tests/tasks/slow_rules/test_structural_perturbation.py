from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from mirinter_core.datasets.dataset import RawPairs, checked
from mirinter_core.datasets.negatives import full
from mirinter_core.datasets.splits import PROTOCOLS, Split, shuffled
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.tasks.baselines import RULES
from mirinter_core.tasks.evaluate import Question, evaluate
from mirinter_core.tasks.ground import Ground
from mirinter_core.tasks.recipes import preset
from mirinter_core.tasks.slow_rules.structural_perturbation import (
    RULE,
    rebuilt,
    structural_consistency,
)
from tests.gene_worlds import gene_world
from tests.worlds import letters

GROUND = Ground.of(gene_world())


def folds(protocol):
    return list(PROTOCOLS[protocol].split(GROUND.table, 4, np.random.default_rng(0)))


def test_a_table_of_patterns_is_rebuilt_as_it_is_when_nothing_is_taken():
    cells = np.random.default_rng(0).integers(0, 2, (6, 9)).astype(float)
    np.testing.assert_allclose(rebuilt(cells, np.zeros((6, 9))), cells, atol=1e-12)


def test_the_correction_is_that_of_the_eigenvalues_of_the_whole_network():
    rng = np.random.default_rng(1)
    kept, taken = rng.random((4, 6)), rng.random((4, 6))
    network = np.block([[np.zeros((4, 4)), kept], [kept.T, np.zeros((6, 6))]])
    change = np.block([[np.zeros((4, 4)), taken], [taken.T, np.zeros((6, 6))]])
    value, vector = np.linalg.eigh(network)
    real = np.abs(value) > 1e-9
    corrected = value + np.einsum("ik,ij,jk->k", vector, change, vector)
    whole = (vector[:, real] * corrected[real]) @ vector[:, real].T
    np.testing.assert_allclose(rebuilt(kept, taken), whole[:4, 4:], atol=1e-12)


def test_gaps_in_a_table_of_genes_by_families_are_filled():
    for split in folds("pair"):
        assert roc_auc_score(GROUND.table.label[split.test], RULE(GROUND, split)) > 0.8


def test_shuffled_labels_leave_nothing_to_fill_gaps_from():
    label = shuffled(GROUND.table, np.random.default_rng(0))
    noise = Ground.of(replace(GROUND.table, label=label))
    found = [roc_auc_score(label[split.test], RULE(noise, split)) for split in folds("pair")]
    assert np.mean(found) == pytest.approx(0.5, abs=0.06)


@pytest.mark.parametrize("protocol", ["denovo-mirna", "new-partner"])
def test_what_has_no_training_pairs_gets_0_and_no_rounding(protocol):
    for split in folds(protocol):
        assert (RULE(GROUND, split) == 0).all()


def test_scores_repeat_and_do_not_depend_on_test_labels():
    split = folds("pair")[0]
    label = GROUND.table.label.copy()
    label[split.test] = 1 - label[split.test]
    told = Ground.of(replace(GROUND.table, label=label))
    np.testing.assert_array_equal(RULE(GROUND, split), RULE(told, split))


def test_a_regular_table_is_consistent_and_a_shuffled_one_is_not():
    label = shuffled(GROUND.table, np.random.default_rng(0))
    noise = Ground.of(replace(GROUND.table, label=label))
    assert structural_consistency(GROUND)[0] > 0.8
    assert structural_consistency(noise)[0] < 0.3


def test_the_two_orders_of_a_pair_are_taken_together_and_score_the_same():
    rng = np.random.default_rng(0)
    mirnas = [Molecule(f"m{i}", letters(rng, 22), "miRNA") for i in range(12)]
    pairs = [(f"m{i}", f"m{j}", 1) for i in range(6) for j in range(6, 12) if (i + j) % 2]
    ground = Ground.of(full(checked(RawPairs("w", mirnas, mirnas, pairs, "", "")).table))
    split = Split(np.arange(len(ground.table)), np.arange(len(ground.table)))
    scores = RULE(ground, split)
    by_pair = [scores[ground.pair == p] for p in np.unique(ground.pair)]
    assert all(len(both) == 2 for both in by_pair)
    np.testing.assert_allclose(*np.array(by_pair).T, atol=1e-9)


def test_its_recipe_measures_it_alone_beside_the_quick_rules_and_tells_of_the_data():
    (found,) = evaluate([gene_world()], preset("structural-perturbation"), Question("pair", 3))
    told = found.summary["baselines"]
    assert set(told) == {*RULES, "structural-perturbation"}
    assert found.summary["mean"] == told["structural-perturbation"]["mean"]
    mean, sd = told["structural-perturbation"]["of_data"]["structural consistency"]
    assert (mean, sd) == pytest.approx(structural_consistency(GROUND))
    assert "of_data" not in told["degree"]
