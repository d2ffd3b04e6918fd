import numpy as np

from mirinter_core.datasets.negatives import full
from mirinter_core.tasks.copies import copies_of, with_copies
from tests.worlds import seed_world


def test_only_molecules_of_the_training_rows_are_copied_and_labels_go_along():
    table = full(seed_world().table)
    rows = np.flatnonzero((table.left_row < 6) & (table.right_row % 2 == 0))
    grown = with_copies(table, rows, 0.1, 7)
    n = len(table)
    assert len(grown) == n + len(rows)
    assert len(grown.left) == len(table.left) + 6
    np.testing.assert_array_equal(grown.label[n:], table.label[rows])
    np.testing.assert_array_equal(grown.left_row[:n], table.left_row)
    for new, old in zip(range(n, len(grown)), rows.tolist(), strict=True):
        for side, row in ((grown.left, grown.left_row), (grown.right, grown.right_row)):
            copy, original = side[row[new]], side[row[old]]
            assert copy.id == original.id
            assert len(copy) == len(original)
    partner = grown.right[grown.right_row[n]]
    assert partner.letters != table.right[table.right_row[rows[0]]].letters
    assert partner.digest in copies_of(table, grown)
    assert not copies_of(table, grown) & {m.digest for m in (*table.left, *table.right)}


def test_copies_do_not_depend_on_the_rows_around_them():
    table = full(seed_world().table)
    few, all_ = with_copies(table, np.arange(5), 0.1, 7), with_copies(table, np.arange(50), 0.1, 7)
    for name in ("left", "right"):
        sides = (
            [getattr(t, name)[i].letters for i in getattr(t, f"{name}_row")[len(table) :][:5]]
            for t in (few, all_)
        )
        assert next(sides) == next(sides)
