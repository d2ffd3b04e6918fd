import numpy as np

from mirinter_core.datasets.dataset import RawPairs, checked
from mirinter_core.datasets.negatives import full
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.tasks.ground import Ground
from mirinter_core.tasks.pair_sample import LISTED, LONGEST, UNLISTED, sampled
from tests.worlds import letters, seed_world


def test_a_small_table_is_measured_whole():
    assert sampled(Ground.of(full(seed_world().table))).all()


def test_a_large_table_gives_the_stated_numbers_and_the_same_rows_each_time():
    ground = Ground.of(full(seed_world(60, 900).table))
    chosen = sampled(ground)
    label = ground.table.label[chosen]
    assert (label.sum(), (label == 0).sum()) == (LISTED, UNLISTED)
    np.testing.assert_array_equal(chosen, sampled(ground))


def test_partners_longer_than_the_limit_are_not_in_it():
    rng = np.random.default_rng(0)
    partners = [Molecule(f"l{i}", letters(rng, LONGEST + i), "lncRNA") for i in range(3)]
    queries = [Molecule(f"m{i}", letters(rng, 22), "miRNA") for i in range(3)]
    pairs = [(f"m{i}", f"l{i}", 1) for i in range(3)]
    ground = Ground.of(full(checked(RawPairs("w", queries, partners, pairs, "", "")).table))
    assert {ground.table.right_row[i] for i in np.flatnonzero(sampled(ground))} == {0}


def test_a_pair_of_two_mirnas_is_in_it_in_both_orders():
    rng = np.random.default_rng(0)
    mirnas = [Molecule(f"m{i}", letters(rng, 22), "miRNA") for i in range(100)]
    pairs = [(f"m{i}", f"m{i + 1}", 1) for i in range(99)]
    ground = Ground.of(full(checked(RawPairs("w", mirnas, mirnas, pairs, "", "")).table))
    chosen = sampled(ground)
    assert 0 < chosen.sum() <= len(chosen)
    assert set(np.bincount(ground.pair[chosen]).tolist()) <= {0, 2}
