import json
import shutil

import pandas as pd
import pytest

from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.errors import DatasetError
from tests.worlds import seed_world, write_folder


def test_a_report_is_printed_and_written_with_its_command(do, world, recipe_file, tmp_path):
    path = tmp_path / "report.json"
    answer = do(
        *("evaluate", f"{world}/", "--recipe", recipe_file, "--protocol", "pair"),
        *("--folds", 2, "--negatives", "full", "--seed", 3, "-o", path),
    )
    assert answer.exit_code == 0
    report = json.loads(path.read_text())
    assert report["command"] == (
        "python -m mirinter_core evaluate world --protocol pair --recipe quick.json --folds 2 "
        "--negatives full --seed 3"
    )
    assert str(world.parent) not in path.read_text()
    assert len(report["folds"]) == 2
    rows = {line.split("  ")[0]: line for line in answer.stdout.splitlines()[2:]}
    assert list(rows) == ["recipe quick", *report["baselines"]]
    assert f"{report['mean']['auprc']:.3f} ± {report['sd']['auprc']:.3f}" in rows["recipe quick"]
    scores = pd.read_parquet(path.with_suffix(".parquet"))
    assert len(scores) == report["n_pairs"] == 480


def test_several_data_sets_give_a_report_each(do, world, recipe_file, tmp_path):
    other = tmp_path / "other"
    write_folder(seed_world(seed=1), other)
    words = ("evaluate", world, other, "--recipe", recipe_file, "--protocol", "denovo-mirna")
    bad = do(*words, "-o", tmp_path / "r.json")
    assert bad.exit_code == 2
    assert "name a folder" in bad.stderr
    answer = do(*words, "--folds", 2, "--negatives", 1, "-o", tmp_path / "reports", "--quiet")
    assert answer.exit_code == 0
    files = sorted(p.name for p in (tmp_path / "reports").glob("*.json"))
    assert files == ["other-denovo-mirna.json", "world-denovo-mirna.json"]
    assert answer.stdout.count("recipe quick") == 2


def test_a_data_set_that_holds_nothing_of_its_own_is_refused(do, world, recipe_file, tmp_path):
    shutil.copytree(world, tmp_path / "twin")
    words = ("evaluate", world, tmp_path / "twin", "--recipe", recipe_file, "--protocol", "pair")
    with pytest.raises(DatasetError, match="All pairs of twin stand in another of the data sets"):
        do(*words)


def test_an_unknown_protocol_is_bad_usage_and_names_those_there_are(do, world):
    answer = do("evaluate", world, "--protocol", "random")
    assert answer.exit_code == 2
    assert all(name in answer.stderr for name in PROTOCOLS)
    assert do("evaluate", world).exit_code == 2
    assert do("evaluate", world, "--protocol", "pair", "--folds", 1).exit_code == 2


def test_the_figures_do_not_depend_on_whether_they_are_written(do, world, recipe_file, tmp_path):
    words = ("evaluate", world, "--recipe", recipe_file, "--protocol", "pair", "--folds", 2)
    assert do(*words).stdout == do(*words, "-o", tmp_path).stdout
    assert (tmp_path / "world-pair.json").exists()
    with pytest.raises(FileNotFoundError):
        (tmp_path / "report.json").read_text()
