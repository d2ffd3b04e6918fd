import numpy as np
import pandas as pd
import pytest

from mirinter_core.errors import RunError
from mirinter_core.tasks.compare import COLUMNS, compare


def _hits(ids, *, query="q", lengths=None):
    return pd.DataFrame(
        {
            "rank": np.arange(1, len(ids) + 1),
            "id1": list(ids),
            "name1": [f"N{i}" for i in ids],
            "rna_type": "lncRNA",
            "length1": lengths or [100] * len(ids),
            "id2": query,
            "score": np.linspace(3, -3, len(ids)),
        }
    )


def test_a_screen_compared_with_itself_has_no_shift_and_full_overlap():
    found = compare(_hits("abcdef"), _hits("abcdef"))
    assert found.overlap(3) == 3
    assert found.shared == 6
    assert found.correlation == pytest.approx(1)
    assert set(found.table["shift"]) == {0}
    assert found.new(3).empty
    assert found.lost(3).empty
    assert list(found.table.columns) == list(COLUMNS)


def test_a_partner_that_moves_up_has_a_positive_shift():
    table = compare(_hits("abcd"), _hits("dabc")).table.set_index("id1")
    assert table.loc["d", "shift"] == 3
    assert table.loc["a", "shift"] == -1
    assert table.loc["d", ["rank_first", "rank_second"]].tolist() == [4, 1]


def test_partners_enter_and_leave_the_top():
    found = compare(_hits("abcd"), _hits("dabc"))
    assert found.overlap(2) == 1
    assert found.new(2)["id1"].tolist() == ["d"]
    assert found.lost(2)["id1"].tolist() == ["b"]
    assert set(found.top(2)["id1"]) == {"a", "b", "d"}


def test_partners_of_one_catalogue_only_are_told_and_do_not_shift_the_others():
    found = compare(_hits("abc"), _hits("xyabc"))
    table = found.table.set_index("id1")
    assert found.shared == 3
    assert table.loc["x", "held_by"] == "second only"
    assert table.loc["x", "name1"] == "Nx"
    assert pd.isna(table.loc["x", "shift"])
    assert pd.isna(table.loc["x", "rank_first"])
    assert table.loc["a", "shift"] == 0
    assert found.new(2)["id1"].tolist() == ["x", "y"]
    assert found.lost(2)["id1"].tolist() == ["a", "b"]


def test_screens_without_a_common_partner_can_be_compared():
    found = compare(_hits("ab"), _hits("cd"))
    assert found.shared == found.overlap(10) == 0
    assert np.isnan(found.correlation)
    assert len(found.table) == 4


def test_one_id_with_two_lengths_is_counted():
    assert compare(_hits("ab"), _hits("ab", lengths=[100, 90])).other_letters == 1


@pytest.mark.parametrize("bad", [_hits(""), pd.concat([_hits("a"), _hits("a", query="r")])])
def test_each_side_must_be_of_one_query(bad):
    with pytest.raises(RunError, match="second screen gives"):
        compare(_hits("ab"), bad)
