import numpy as np
import pytest

from mirinter_core.datasets.dataset import RawPairs, checked, types_of
from mirinter_core.datasets.pairs import both_orders, join
from mirinter_core.errors import DatasetError
from mirinter_core.molecules.molecule import Molecule
from tests.worlds import seed_world

A, B, C = (
    Molecule(n, s, "miRNA") for n, s in (("a", "ACGU" * 2), ("b", "GGCC" * 2), ("c", "UUAA" * 2))
)
L = Molecule("l", "ACGUACGUAA", "lncRNA")


def raw(pairs, queries=(A, B, C), partners=(A, B, C, L), name="set"):
    return RawPairs(name, queries, partners, pairs, "here", "none")


def test_a_pair_listed_twice_or_the_other_way_round_counts_once():
    dataset = checked(raw([("a", "b", 1), ("a", "b", 1), ("b", "a", 1), ("a", "l", 1)]))
    assert len(dataset.table) == 2
    assert dataset.report == ("2 repeated rows, counted once: a with b; b with a.",)


def test_a_pair_with_both_labels_is_dropped_and_reported():
    dataset = checked(raw([("a", "l", 1), ("a", "l", 0), ("b", "l", 1)]))
    assert len(dataset.table) == 1
    assert "both labels" in dataset.report[0]


def test_ids_without_a_sequence_are_dropped_and_named():
    dataset = checked(raw([("a", "l", 1), ("ghost", "l", 1)]))
    assert len(dataset.table) == 1
    assert "ghost" in dataset.report[0]


def test_letter_identical_molecules_are_one():
    twin = Molecule("a-twin", A.letters, "miRNA")
    dataset = checked(raw([("a", "l", 1), ("a-twin", "l", 1)], queries=(A, twin)))
    assert len(dataset.table) == 1
    assert len(dataset.table.left) == 1


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ([("a", "l", 0)], "no positive pair"),
        ([("a", "l", 2)], r"must be 0 or 1; found \[2\]"),
        ([("x", "l", 1)], "no sequence for x"),
    ],
)
def test_pairs_that_teach_nothing_are_refused(pairs, said):
    with pytest.raises(DatasetError, match=said):
        checked(raw(pairs))


def test_only_pairs_of_one_type_are_learnt_in_both_orders():
    table = checked(raw([("a", "b", 1), ("a", "l", 1)])).table
    grown, of = both_orders(table)
    assert len(grown) == 3
    assert of.tolist().count(0) + of.tolist().count(1) == 3
    swapped = grown.left[grown.left_row[2]], grown.right[grown.right_row[2]]
    assert {m.letters for m in swapped} == {A.letters, B.letters}
    assert grown.keys()[2] == grown.keys()[of[2]]


def test_joining_makes_molecules_of_equal_letters_one_and_keeps_the_sources():
    one = checked(raw([("a", "l", 1)], name="one")).table
    two = checked(raw([("b", "l", 1), ("a", "b", 1)], name="two")).table
    joined = join([one, two])
    assert len(joined) == 3
    assert [m.id for m in joined.left] == ["a", "b", "c"]
    assert joined.sources == ("one", "two")
    assert joined.source.tolist() == [0, 1, 1]
    digests = {
        (joined.left[a].digest, joined.right[b].digest)
        for a, b in zip(joined.left_row, joined.right_row, strict=True)
    }
    assert digests == {(A.digest, L.digest), (B.digest, L.digest), (A.digest, B.digest)}


def test_two_data_sets_of_one_name_are_refused():
    one = checked(raw([("a", "l", 1)])).table
    with pytest.raises(DatasetError, match="same name"):
        join([one, one])


def test_the_digest_ignores_order_and_ids_but_not_labels():
    pairs = [("a", "l", 1), ("b", "l", 1), ("c", "l", 0)]
    table = checked(raw(pairs)).table
    renamed = Molecule("other", A.letters, "miRNA")
    again = checked(raw([("c", "l", 0), ("b", "l", 1), ("other", "l", 1)], queries=(C, B, renamed)))
    assert table.digest() == again.table.digest()
    swapped = checked(raw([("a", "b", 1), ("c", "l", 0)])).table.digest()
    assert swapped == checked(raw([("b", "a", 1), ("c", "l", 0)])).table.digest()
    flipped = checked(raw([("a", "l", 1), ("b", "l", 1), ("c", "l", 1)])).table
    assert table.digest() != flipped.digest()


def test_types_are_counted_over_positives():
    table = checked(raw([("a", "l", 1), ("b", "l", 1), ("a", "b", 1), ("c", "l", 0)])).table
    assert types_of(table) == {"miRNA-lncRNA": 2, "miRNA-miRNA": 1}
    assert np.issubdtype(table.label.dtype, np.int8)


def test_a_pair_that_two_data_sets_have_is_one_and_listed_if_either_lists_it():
    one = checked(raw([("a", "l", 0), ("b", "l", 1)], name="one")).table
    two = checked(raw([("a", "l", 1), ("b", "l", 1), ("c", "l", 1)], name="two")).table
    joined = join([one, two])
    assert len(joined) == len(np.unique(joined.keys())) == 3
    assert joined.label.tolist() == [1, 1, 1]
    assert sorted(joined.source.tolist()) == [0, 1, 1]


def test_a_compact_table_has_the_same_pairs_and_no_other_molecules():
    table = seed_world().table
    part = table.take(np.array([3, 0, 7]))
    small = part.compact()
    assert small.digest() == part.digest()
    assert {m.id for m in small.left} == {part.left[i].id for i in part.left_row}
    assert {m.id for m in small.right} == {part.right[i].id for i in part.right_row}
    ids = [(t.left[a].id, t.right[b].id) for t in (part, small) for a, b in pairs_of(t)]
    assert ids[:3] == ids[3:]


def pairs_of(table):
    return zip(table.left_row, table.right_row, strict=True)
