import json

import numpy as np
import pytest

from mirinter_core.errors import DatasetError
from mirinter_core.tasks.kept_folds import KeptFolds, finished

OWN = {"data": "x", "folds": 5}
VIEWS = np.array([[0.25, np.nan, -1e-6], [1.0, 2.0, 3.0]])


def test_what_is_kept_comes_back_to_the_last_digit(tmp_path):
    kept = KeptFolds.open(tmp_path / "folds", OWN)
    assert kept.get("fold0", 3) is None
    kept.put("fold0", VIEWS)
    again = KeptFolds.open(tmp_path / "folds", OWN)
    np.testing.assert_array_equal(again.get("fold0", 3), VIEWS)
    assert finished(tmp_path / "folds") == 1


def test_no_folder_keeps_nothing():
    kept = KeptFolds.open(None, OWN)
    kept.put("fold0", VIEWS)
    assert kept.get("fold0", 3) is None
    assert kept.part("a").get("fold0", 3) is None


def test_parts_are_kept_apart_and_are_no_folds_of_a_model(tmp_path):
    kept = KeptFolds.open(tmp_path, OWN)
    kept.part("a").put("fold0", VIEWS)
    assert kept.part("a").get("fold0", 3) is not None
    assert kept.part("b").get("fold0", 3) is None
    assert finished(tmp_path) == 0
    assert finished(tmp_path / "nowhere") == 0


def test_a_damaged_fold_is_none(tmp_path):
    kept = KeptFolds.open(tmp_path, OWN)
    kept.put("fold0", VIEWS)
    whole = (tmp_path / "fold0.parquet").read_bytes()
    for broken in (whole[:-20], b"", whole[:40] + b"\0" * 40 + whole[80:]):
        (tmp_path / "fold0.parquet").write_bytes(broken)
        assert kept.get("fold0", 3) is None
    kept.put("fold0", VIEWS)
    assert kept.get("fold0", 4) is None


@pytest.mark.parametrize("changes", [{"folds": 4}, {"mirinter": "0.0.0"}])
def test_the_folder_of_another_evaluation_is_refused_and_stays(tmp_path, changes):
    KeptFolds.open(tmp_path, OWN).put("fold0", VIEWS)
    path = tmp_path / "evaluation.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))
    with pytest.raises(DatasetError, match="another evaluation"):
        KeptFolds.open(tmp_path, OWN)
    assert finished(tmp_path) == 1


def test_a_folder_of_something_else_is_refused_but_not_what_a_killed_writer_left(tmp_path):
    (tmp_path / ".part-1-evaluation.json").touch()
    KeptFolds.open(tmp_path, OWN)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").touch()
    with pytest.raises(DatasetError, match="something else"):
        KeptFolds.open(tmp_path / "mine", OWN)
