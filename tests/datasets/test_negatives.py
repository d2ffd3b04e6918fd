import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirinter_core.datasets.dataset import RawPairs, checked
from mirinter_core.datasets.importer import open_dataset
from mirinter_core.datasets.negatives import corrupted, full, with_negatives
from mirinter_core.errors import DatasetError
from mirinter_core.molecules.molecule import Molecule


def world(pairs, types=("miRNA", "lncRNA")):
    """Molecules are numbers; the two sides share letters only if they share a type."""
    shift = 0 if types[0] == types[1] else 100
    digits = {48: "A", 49: "C"}
    left = [Molecule(f"q{i}", f"{i:08b}".translate(digits), types[0]) for i in range(8)]
    right = [Molecule(f"p{i}", f"{i + shift:08b}".translate(digits), types[1]) for i in range(8)]
    rows = [(f"q{a}", f"p{b}", 1) for a, b in pairs]
    return checked(RawPairs("w", left, right, rows, "", "")).table


cells = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), min_size=2, max_size=20)


@given(cells)
def test_full_lists_every_cell_once(pairs):
    table = world(pairs)
    grown = full(table)
    rows, columns = len(set(table.left_row)), len(set(table.right_row))
    assert len(grown) == rows * columns
    assert grown.label.sum() == table.label.sum()
    assert len(np.unique(grown.keys())) == len(grown)


@given(cells)
def test_among_one_type_no_pair_is_negative_the_other_way_round(pairs):
    pairs = [(a, b) for a, b in pairs if a != b]
    if not pairs:
        return
    grown = full(world(pairs, types=("miRNA", "miRNA")))
    keys = grown.keys()
    assert len(np.unique(keys)) == len(grown)
    listed = {frozenset(p) for p in pairs}
    assert grown.label.sum() == len(listed)
    negative = np.flatnonzero(grown.label == 0)
    letters = [
        (grown.left[a].letters, grown.right[b].letters)
        for a, b in zip(grown.left_row[negative], grown.right_row[negative], strict=True)
    ]
    assert all(a != b for a, b in letters)


@settings(max_examples=40)
@given(cells, st.integers(1, 5), st.integers(0, 2**31))
def test_drawn_negatives_are_never_listed_and_never_repeat(pairs, n, seed):
    table = world(pairs)
    grown = corrupted(table, n, np.random.default_rng(seed))
    assert grown.label[: len(table)].all()
    assert not grown.label[len(table) :].any()
    assert len(np.unique(grown.keys())) == len(grown)
    assert len(grown) <= len(table) * (n + 1)


def test_the_same_seed_draws_the_same():
    table = world([(0, 0), (1, 1), (2, 2), (3, 3)])
    a, b = (corrupted(table, 2, np.random.default_rng(3)) for _ in range(2))
    assert a.left_row.tolist() == b.left_row.tolist()
    assert a.right_row.tolist() == b.right_row.tolist()


def test_a_table_with_every_cell_listed_has_no_negatives():
    table = world([(a, b) for a in range(2) for b in range(2)])
    with pytest.raises(DatasetError, match="Every pair of the table is listed"):
        with_negatives(table, "full", np.random.default_rng(0))


def test_the_full_table_of_lncrnasnp2_is_the_one_described(data):
    grown = full(open_dataset(data / "lncrnasnp2").table)
    assert len(grown) == 1663 * 258
    assert int(grown.label.sum()) == 15_264


@pytest.mark.parametrize(("folder", "positives"), [("rnakg", 2062), ("mirnet", 1446)])
def test_the_other_data_sets_open_with_their_pairs(data, folder, positives):
    table = open_dataset(data / folder).table
    assert int(table.label.sum()) == positives
    assert set(full(table).sources) == set(table.sources)
