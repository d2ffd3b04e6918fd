from dataclasses import replace

import numpy as np
import pytest

from mirinter_core.datasets.splits import PROTOCOLS, Split
from mirinter_core.tasks.clue import CLUES, UNKNOWN, describer, share
from mirinter_core.tasks.ground import Ground
from tests.gene_worlds import gene_world


@pytest.fixture(scope="module")
def ground():
    return Ground.of(gene_world(12, 12))


def fold(ground, protocol):
    return next(iter(PROTOCOLS[protocol].split(ground.table, 5, np.random.default_rng(0))))


def relabelled(ground, rows):
    label = ground.table.label.copy()
    label[rows] = 1 - label[rows]
    return Ground.of(replace(ground.table, label=label))


@pytest.mark.parametrize("clue", CLUES.names())
def test_every_clue_describes_every_test_row_by_finite_numbers(clue, ground):
    split = fold(ground, "denovo-family")
    for name, column in CLUES.get(clue)(ground)(split).items():
        assert column.shape == split.test.shape, name
        assert np.isfinite(column).all(), name


@pytest.mark.parametrize("protocol", ["pair", "denovo-family", "new-partner"])
@pytest.mark.parametrize("clue", CLUES.names())
def test_the_labels_of_test_rows_change_no_clue(clue, protocol, ground):
    split = fold(ground, protocol)
    asked = describer([clue], ground)(split)
    told = describer([clue], relabelled(ground, split.test))(split)
    assert asked.names == told.names
    np.testing.assert_array_equal(asked.matrix, told.matrix)


@pytest.mark.parametrize("clue", ["copies", "degree", "footprint", "site_rates"])
def test_clues_of_what_is_listed_do_look_at_the_training_labels(clue, ground):
    split = fold(ground, "pair")
    asked = describer([clue], ground)(split).matrix
    assert (asked != describer([clue], relabelled(ground, split.train))(split).matrix).any()


@pytest.mark.parametrize("clue", ["gene_sites", "seed_letters", "sites"])
def test_clues_of_letters_look_at_no_label_at_all(clue, ground):
    split = fold(ground, "pair")
    other = relabelled(ground, np.arange(len(ground.table)))
    np.testing.assert_array_equal(
        describer([clue], ground)(split).matrix, describer([clue], other)(split).matrix
    )


@pytest.mark.parametrize("clue", CLUES.names())
def test_what_is_said_of_a_row_does_not_depend_on_the_rows_beside_it(clue, ground):
    split = fold(ground, "denovo-mirna")
    describe = describer([clue], ground)
    alone = describe(Split(split.train, split.test[7:8])).matrix
    np.testing.assert_allclose(alone[0], describe(split).matrix[7])


def test_a_hidden_family_leaves_its_siblings_unknown(ground):
    described = describer(["copies"], ground)
    column = {
        name: described(fold(ground, name)).matrix[
            :, described(fold(ground, name)).names.index("copies: siblings")
        ]
        for name in ("denovo-family", "pair")
    }
    assert (column["denovo-family"] == UNKNOWN).all()
    assert (column["pair"] >= 0).mean() > 0.5


def test_a_share_of_nothing_is_unknown_and_not_zero():
    assert share(np.array([0.0, 0.0, 1.0]), np.array([0.0, 2.0, 2.0])).tolist() == [-1.0, 0.0, 0.5]
