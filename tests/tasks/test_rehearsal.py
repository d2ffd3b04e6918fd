from dataclasses import replace

import numpy as np
import pytest

from mirinter_core.datasets.dataset import RawPairs, checked
from mirinter_core.datasets.negatives import full
from mirinter_core.datasets.splits import PROTOCOLS, protocol
from mirinter_core.errors import DatasetError
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.tasks.evidence import recalled
from mirinter_core.tasks.rehearsal import NEGATIVES, PARTS, drawn, rehearse, remembered
from tests.books import COLUMNS
from tests.gene_worlds import gene_world
from tests.worlds import letters

TABLE = gene_world(12, 10)
EVERY = 10**6  # negatives per positive: more than there are


def rehearsed(name, table=TABLE, negatives=EVERY, seed=0):
    return rehearse(table, (name,), negatives=negatives, rng=np.random.default_rng(seed))


def parts(name, table=TABLE, seed=0):
    """The splits that a rehearsal of all pairs makes."""
    return list(protocol(name).split(table, PARTS, np.random.default_rng(seed)))


def keys(table):
    return list(
        zip(
            [table.left[i].id for i in table.left_row],
            [table.right[i].id for i in table.right_row],
            table.label.tolist(),
            strict=True,
        )
    )


def mirna_table(n=14):
    rng = np.random.default_rng(0)
    mirnas = [Molecule(f"m{i}", letters(rng, 22), "miRNA") for i in range(n)]
    pairs = [(f"m{a}", f"m{b}", 1) for a in range(n) for b in range(a) if (a + b) % 4 == 0]
    return full(checked(RawPairs("w", mirnas, mirnas, pairs, "", "")).table)


@pytest.mark.parametrize("name", [n for n in PROTOCOLS if n != "both-new"])
def test_every_pair_is_rehearsed_once_with_its_own_label(name):
    found = rehearsed(name)
    assert sorted(keys(found.table)) == sorted(keys(TABLE))


def test_of_both_new_a_part_is_rehearsed_as_cells_with_one_known_side_are_left_out():
    found = keys(rehearsed("both-new").table)
    assert 0 < len(found) < len(TABLE)
    assert set(found) <= set(keys(TABLE))
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("name", PROTOCOLS)
def test_pairs_are_described_by_training_as_if_the_hidden_rows_did_not_exist(name):
    """As a test pair will be: by what a model remembers that never saw the hidden molecules.

    What differs is where the average of the genes, of which some are hidden, is drawn from.
    """
    found = rehearsed(name)
    start = 0
    averaged = [
        i for i, c in enumerate(COLUMNS) if "own site," in c or "gene's site," in c or "any" in c
    ]
    for split in parts(name):
        test = split.test
        described = found.described[start : start + len(test)]
        start += len(test)
        twin = recalled(TABLE.take(test).compact(), remembered(TABLE.take(split.train).compact()))
        exact = [i for i in range(len(COLUMNS)) if i not in averaged]
        np.testing.assert_array_equal(described[:, exact], twin[:, exact])
        if name not in ("new-partner", "both-new"):
            np.testing.assert_array_equal(described, twin)
        assert np.nanmax(np.abs(described - twin)) < 0.02
    assert start == len(found.table)


@pytest.mark.parametrize("name", ["denovo-mirna", "denovo-family", "denovo-superfamily"])
def test_labels_of_what_is_hidden_leave_no_trace_in_its_description(name):
    found = rehearsed(name, negatives=EVERY)
    start = 0
    for split in parts(name):
        label = TABLE.label.copy()
        label[split.test] = 1 - label[split.test]
        again = rehearsed(name, replace(TABLE, label=label))
        own = slice(start, start + len(split.test))
        np.testing.assert_array_equal(found.described[own], again.described[own])
        assert (found.table.label[own] != again.table.label[own]).all()
        start += len(split.test)


def test_one_part_of_each_protocol_is_held_to_choose_the_epoch():
    names = ("pair", "denovo-family", "new-partner")
    found = rehearse(TABLE, names, negatives=EVERY, rng=np.random.default_rng(0))
    for i in range(len(names)):
        own = found.held[i * len(TABLE) : (i + 1) * len(TABLE)]
        assert 0.1 < own.mean() < 0.35


def test_of_the_unlisted_pairs_as_many_are_described_as_are_asked_for():
    found = rehearsed("pair", negatives=2)
    assert found.table.label.sum() == TABLE.label.sum()
    assert (found.table.label == 0).sum() == 2 * TABLE.label.sum()
    assert found.described.shape == (len(found.table), len(COLUMNS))


def test_what_the_bench_found_unbound_is_always_described():
    found_unbound = np.flatnonzero(TABLE.label == 0)[::40]
    source = TABLE.source.copy()
    source[found_unbound] = len(TABLE.sources)
    table = replace(TABLE, source=source, sources=(*TABLE.sources, "lab"), measured=("lab",))
    found = rehearsed("pair", table, negatives=1)
    assert found.table.is_measured().sum() == len(found_unbound)


def test_both_orders_of_a_pair_are_hidden_and_held_together():
    table = mirna_table()
    found = rehearsed("pair", table)
    assert len(found.table) == 2 * len(table)
    held = {}
    for (a, b, _), is_held in zip(keys(found.table), found.held.tolist(), strict=True):
        held.setdefault(frozenset((a, b)), []).append(is_held)
    assert all(len(two) == 2 and two[0] == two[1] for two in held.values())


def test_the_same_seed_draws_the_same_pairs_and_another_others():
    one, again, other = (rehearsed("pair", negatives=1, seed=s) for s in (3, 3, 4))
    np.testing.assert_array_equal(one.described, again.described)
    assert keys(one.table) == keys(again.table)
    assert keys(one.table) != keys(other.table)


def test_a_protocol_that_has_nothing_to_hide_is_passed_over():
    table = replace(TABLE, left=tuple(replace(m, type="snoRNA") for m in TABLE.left))
    found = rehearse(table, ("denovo-family", "pair"), negatives=1, rng=np.random.default_rng(0))
    assert len(found.table) == 2 * TABLE.label.sum()
    with pytest.raises(DatasetError, match="too few to be hidden in 5 parts"):
        rehearsed("denovo-family", table)


def test_one_pair_cannot_be_hidden_from_itself():
    with pytest.raises(DatasetError, match="1 pairs are too few to be hidden"):
        rehearsed("pair", TABLE.take(np.array([0])))


def test_a_protocol_nobody_knows_is_refused_and_never_passed_over():
    with pytest.raises(DatasetError, match="No protocol is called 'denovo'; there are denovo-fam"):
        rehearse(TABLE, ("pair", "denovo"), negatives=1, rng=np.random.default_rng(0))


def test_a_memory_has_a_book_for_each_type_of_partner():
    assert set(remembered(TABLE).books) == {"lncRNA"}
    table = mirna_table()
    book = remembered(table).books["miRNA"]
    assert book.known.sum() == 2 * len(table)
    assert (book.listed == book.listed.T).all()


@pytest.mark.parametrize(
    ("negatives", "positives", "each"),
    [(7, 10, 7), (1, 0, 1), (None, 100_000, NEGATIVES), (None, 2_000, 20), (None, 0, 40_000)],
)
def test_beside_few_positives_more_negatives_are_described(negatives, positives, each):
    assert drawn(negatives, positives) == each


def test_unless_told_a_small_table_is_described_whole():
    whole = rehearsed("pair", negatives=EVERY)
    assert keys(rehearsed("pair", negatives=None).table) == keys(whole.table)
