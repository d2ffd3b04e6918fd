import numpy as np
import pytest

from mirinter_core.datasets.dataset import RawPairs, checked
from mirinter_core.datasets.negatives import full
from mirinter_core.datasets.splits import PROTOCOLS, Split
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.tasks.ground import Ground
from mirinter_core.tasks.rehearsal import regime, rehearse
from tests.gene_worlds import gene_world
from tests.worlds import letters

GROUND = Ground.of(gene_world(20, 16))


def fold(name):
    return next(iter(PROTOCOLS[name].split(GROUND.table, 4, np.random.default_rng(1))))


@pytest.mark.parametrize("name", [n for n in PROTOCOLS if n != "denovo-superfamily"])
def test_a_fold_is_known_by_what_it_hides(name):
    # Twenty random seeds have hardly a near relative, so hidden families hide superfamilies too.
    found = regime(GROUND, fold(name))
    assert found == name or (name, found) == ("denovo-family", "denovo-superfamily")


@pytest.mark.parametrize("name", PROTOCOLS)
def test_rehearsed_pairs_are_hidden_as_the_test_pairs_are(name):
    split = fold(name)
    for part in rehearse(GROUND, split, name, np.random.default_rng(0)):
        assert set(part.train) | set(part.test) <= set(split.train)
        assert not set(part.train) & set(part.test)
        found = regime(GROUND, part)
        assert found == regime(GROUND, split)


@pytest.mark.parametrize("name", ["pair", "denovo-mirna", "denovo-family", "new-partner", "block"])
def test_every_training_row_is_rehearsed_once(name):
    split = fold(name)
    parts = rehearse(GROUND, split, name, np.random.default_rng(0))
    rows = np.concatenate([part.test for part in parts])
    np.testing.assert_array_equal(np.sort(rows), split.train)


def test_both_orders_of_a_pair_are_rehearsed_together():
    rng = np.random.default_rng(0)
    mirnas = [Molecule(f"m{i}", letters(rng, 22), "miRNA") for i in range(14)]
    pairs = [(f"m{i}", f"m{i + 1}", 1) for i in range(0, 14, 2)]
    ground = Ground.of(full(checked(RawPairs("w", mirnas, mirnas, pairs, "", "")).table))
    every = np.arange(len(ground.table))
    for part in rehearse(ground, Split(every, every[:0]), "pair", rng):
        assert not set(ground.pair[part.train]) & set(ground.pair[part.test])
        assert len(part.test) == 2 * len(np.unique(ground.pair[part.test]))


def test_molecules_without_families_are_no_new_families():
    rng = np.random.default_rng(0)
    queries = [Molecule(f"q{i}", letters(rng, 60), "snoRNA") for i in range(8)]
    partners = [Molecule(f"p{i}", letters(rng, 90), "lncRNA") for i in range(8)]
    pairs = [(f"q{i}", f"p{i}", 1) for i in range(8)]
    table = full(checked(RawPairs("w", queries, partners, pairs, "", "")).table)
    split = next(iter(PROTOCOLS["denovo-mirna"].split(table, 4, rng)))
    assert regime(Ground.of(table), split) == "denovo-mirna"
