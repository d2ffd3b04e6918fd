import json

import pytest

from mirinter_core.errors import DatasetError, ModelError
from mirinter_core.models import checkpoint


@pytest.fixture
def mine(do, world, recipe_file):
    do("train", world, "--recipe", recipe_file, "--name", "mine", "--quiet")
    return "mine"


def test_a_model_is_calibrated_by_its_recipe_s_held_out_pairs(do, mine, world, tmp_path):
    answer = do("calibrate", mine, world, "-o", tmp_path / "reports")
    assert answer.exit_code == 0
    assert "Model mine is calibrated." in answer.stderr
    assert "denovo-family" in answer.stdout
    found = checkpoint.load(mine).calibration
    assert found is not None
    assert all(curve.dataset == "world" for curve in found.curves.values())
    beside = checkpoint.own_folder(mine) / "reports"
    assert (beside / "world-denovo-family.json").is_file()
    assert not list(beside.glob("*.parquet"))  # scores of pairs are not the model's


def test_what_was_measured_is_not_measured_again_and_other_recipes_are_refused(
    do, mine, world, recipe_file, tmp_path
):
    do("calibrate", mine, world, "-o", tmp_path / "reports", "--quiet")
    file = tmp_path / "reports" / "world-denovo-family.json"
    made = file.stat().st_mtime_ns
    do("calibrate", mine, world, "-o", tmp_path / "reports", "--quiet")
    assert file.stat().st_mtime_ns == made
    other = json.loads(recipe_file.read_text()) | {"seed": 9}
    (tmp_path / "other.json").write_text(json.dumps(other))
    do("train", world, "--recipe", tmp_path / "other.json", "--name", "theirs", "--quiet")
    with pytest.raises(DatasetError, match="a report of another recipe"):
        do("calibrate", "theirs", world, "-o", tmp_path / "reports", "--quiet")


def test_shipped_models_stay_as_they_are(do, world, tmp_path):
    name = next(n for n in checkpoint.names())
    with pytest.raises(ModelError, match="shipped models stay"):
        do("calibrate", name, world, "-o", tmp_path)
