import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirinter_core.models.company import Company
from mirinter_core.models.recall import KINDS
from tests.books import told, told_rows, written
from tests.gene_worlds import gene_world

TABLE = gene_world(10, 8)
BOOK = written(TABLE)
NAMES = list(KINDS["pattern"])


def cells(seed, shape=(7, 9)):
    """A table mostly known, some of that listed, and rows that are kin in pairs."""
    rng = np.random.default_rng(seed)
    known = rng.random(shape) < 0.7
    listed = known & (rng.random(shape) < 0.4)
    return listed, known, np.arange(shape[0]) // 2


def company(listed, known, kin):
    return Company(listed.astype(np.float32), known.astype(np.float32), kin)


def by_hand(listed, known, kin, row, column):
    """The share of one cell, by loops, as if the cell itself were not known."""
    listed = listed.copy()
    listed[row, column] = False
    of_listed = of_known = 0.0
    for other in range(len(listed)):
        if kin[other] == kin[row]:
            continue
        both = (listed[row] & listed[other]).sum()
        size = np.sqrt((listed[row].sum() + 1) * (listed[other].sum() + 1))
        alike = (both / size) ** 3
        of_listed += alike * listed[other, column]
        of_known += alike * known[other, column]
    return of_listed / (of_known + 0.1) if of_known else np.nan


@settings(max_examples=20)
@given(st.integers(0, 1000))
def test_shares_are_those_counted_by_hand_without_the_pairs_own_cell(seed):
    table = cells(seed)
    row, column = (n.ravel() for n in np.indices(table[0].shape))
    got = company(*table).told(row, column)
    expected = [by_hand(*table, *cell) for cell in zip(row, column, strict=True)]
    np.testing.assert_allclose(got, expected, rtol=1e-4)


def test_company_shares_listed_partners_and_kin_is_none():
    listed = np.array([[1, 1, 1, 0], [1, 1, 1, 1], [0, 0, 0, 1], [1, 1, 1, 0]], dtype=bool)
    known, nobody = np.ones_like(listed), np.arange(4)
    alike = company(listed, known, nobody).told(np.array([0]), np.array([3]))[0]
    assert 0.3 < alike < 0.6  # of the two that share three partners one has the fourth
    kin = np.array([0, 0, 1, 2])
    assert company(listed, known, kin).told(np.array([0]), np.array([3]))[0] == 0


def test_what_the_table_does_not_hold_keeps_no_company():
    table = company(*cells(0))
    assert np.isnan(table.told(np.array([-1, 0]), np.array([0, -1]))).all()
    nothing = company(*np.zeros((2, 0, 0), bool), np.zeros(0, int))
    assert np.isnan(nothing.told(np.array([-1]), np.array([-1]))).all()


def test_many_rows_are_looked_at_in_parts(monkeypatch):
    table = cells(3)
    row, column = (n.ravel() for n in np.indices(table[0].shape))
    whole = company(*table).told(row, column)
    monkeypatch.setattr("mirinter_core.models.company._ROWS", 3)
    np.testing.assert_allclose(company(*table).told(row, column), whole, rtol=1e-6)


def test_a_pair_is_told_its_company_on_both_sides_and_a_new_query_none():
    shown = told_rows(BOOK, TABLE)[NAMES]
    assert shown.notna().any().all()
    new = TABLE.left[0].__class__("new", "UGGCACUACGUACGUACGUAC", "miRNA")
    assert told(BOOK, [new], TABLE.right)[NAMES].isna().all(axis=None)


@pytest.mark.parametrize("name", NAMES)
def test_a_query_whose_cells_are_hidden_is_described_as_a_new_one(name):
    """Rehearsed and met alike: else a model would learn what it never sees again."""
    rows = np.flatnonzero(TABLE.left_row != 0)
    hidden = told_rows(written(TABLE, rows), TABLE, np.flatnonzero(TABLE.left_row == 0))
    assert hidden[name].isna().all()
    rows = np.flatnonzero(TABLE.right_row != 0)
    hidden = told_rows(written(TABLE, rows), TABLE, np.flatnonzero(TABLE.right_row == 0))
    assert hidden[name].isna().all()
