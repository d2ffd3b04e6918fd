import json
import shutil
import time
from contextlib import nullcontext

import pandas as pd
import pytest

from mirinter_core.cli.terminal_output import Terminal
from mirinter_core.datasets.importer import open_dataset
from mirinter_core.datasets.saved import save
from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.errors import DatasetError, RecipeError, StorageError
from mirinter_core.recipe import Recipe
from mirinter_core.runs.command import command_of
from mirinter_core.runs.execute import execute
from mirinter_core.runs.run import create, load
from mirinter_core.runs.watch import progress
from mirinter_core.tasks.kept_folds import finished
from tests.worlds import seed_world, write_folder


@pytest.fixture
def asked(world, recipe_file):
    """The words that evaluate a recipe that trains in a second."""
    return ("evaluate", world, "--recipe", recipe_file, "--protocol", "pair", "--folds", 2)


def test_a_report_is_printed_and_written_with_its_command(do, world, recipe_file, tmp_path):
    path = tmp_path / "report.json"
    answer = do(
        *("evaluate", f"{world}/", "--recipe", recipe_file, "--protocol", "pair"),
        *("--folds", 2, "--negatives", "full", "--train-negatives", 3, "--seed", 3, "-o", path),
    )
    assert answer.exit_code == 0
    report = json.loads(path.read_text())
    assert report["command"] == (
        "python -m mirinter_core evaluate world --protocol pair --recipe quick.json --folds 2 "
        "--negatives full --train-negatives 3 --seed 3 --output ."
    )
    assert str(world.parent) not in path.read_text()
    assert len(report["folds"]) == 2
    assert report["recipe_json"]["negatives"] == 3
    lines = answer.stdout.splitlines()
    rows = {line.split("  ")[0]: line for line in lines[2:-1]}
    assert list(rows) == ["recipe quick", "95 % interval", *report["baselines"]]
    assert f"{report['mean']['auprc']:.3f} ± {report['sd']['auprc']:.3f}" in rows["recipe quick"]
    low, high = report["interval"]["auprc"]
    assert f"{low:.3f} to {high:.3f}" in rows["95 % interval"]
    assert lines[-1].startswith("All pairs together, the r")
    scores = pd.read_parquet(path.with_suffix(".parquet"))
    assert len(scores) == report["n_pairs"] == 480
    assert sorted(p.name for p in tmp_path.glob("report*")) == ["report.json", "report.parquet"]


def test_a_recipe_of_rules_says_which_rule_is_best(do, world):
    words = ("evaluate", world, "--recipe", "baselines", "--protocol", "block", "--folds", 3)
    answer = do(*words)
    assert answer.exit_code == 0
    assert "Nothing was trained" in answer.stdout.splitlines()[-1]
    with pytest.raises(RecipeError, match="trains nothing"):
        do(*words, "--epochs", 3)


def test_options_change_the_recipe_and_stand_in_the_command(do, asked, tmp_path):
    changes = ("--epochs", 1, "--epoch-steps", 4, "--views", "order", "--pooling", "max")
    do(*asked, *changes, "--importer", "folder", "-o", tmp_path)
    report = json.loads((tmp_path / "world-pair.json").read_text())
    recipe = Recipe.from_json(json.dumps({"format_version": 1, **report["recipe_json"]}))
    assert (recipe.fit.epochs, recipe.fit.epoch_steps) == (1, 4)
    assert recipe.views == ("original", "order")
    assert set(report["views"]) == {"all", "original", "order"}
    assert "--importer folder --protocol" in report["command"]
    assert "--pooling max --views order --epochs 1 --epoch-steps 4" in report["command"]


def test_work_that_was_cut_short_goes_on_with_the_next_fold(do, asked, tmp_path, monkeypatch):
    path, folds = tmp_path / "r.json", tmp_path / "r.json.folds"
    words = (*asked, "-o", path)

    def interrupt(_done, _what):
        if finished(folds):
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Terminal, "bar", lambda _self: nullcontext(interrupt))
        answer = do(*words)
    assert answer.exit_code == 130
    assert "1 of 2 folds are done: the same command goes on" in answer.stderr
    assert finished(folds) == 1
    assert not path.exists()
    answer = do(*words)
    assert "1 of 2 folds were done before" in answer.stderr
    assert not folds.exists()
    assert len(json.loads(path.read_text())["folds"]) == 2


def test_folds_of_another_evaluation_stay(do, asked, tmp_path):
    folds = tmp_path / "world-pair.json.folds"
    folds.mkdir()
    (folds / "evaluation.json").write_text('{"format_version": 1}')
    (folds / "fold0.parquet").touch()
    with pytest.raises(DatasetError, match="of another evaluation"):
        do(*asked, "-o", tmp_path)
    assert finished(folds) == 1


@pytest.mark.parametrize("name", ["r.parquet", "/dev/null", "/proc/r.json", "file/r.json"])
def test_an_output_that_cannot_be_written_is_refused_before_any_work(do, asked, tmp_path, name):
    (tmp_path / "file").touch()
    words = ("evaluate", tmp_path / "no such data", *asked[2:], "-o", tmp_path / name)
    try:
        answer = do(*words)
    except StorageError as error:
        assert f"Could not write {tmp_path / name}" in str(error)  # noqa: PT017
    else:
        assert answer.exit_code == 2
        assert "cannot be a report" in answer.stderr


def test_a_run_in_the_background_gives_the_same_report(do, asked, world, tmp_path, monkeypatch):
    monkeypatch.chdir(world.parent)
    words = (asked[0], world.name, *asked[2:], "--seed", 2)
    run = load(do(*words, "--detach", "--quiet").stdout.strip())
    deadline = time.monotonic() + 60
    while not progress(run).is_over and time.monotonic() < deadline:
        time.sleep(0.1)
    assert run.state.state == "done", run.state.error
    assert run.request.arguments["datasets"] == [str(world)]
    do(*words, "-o", tmp_path)
    there, here = (
        json.loads((folder / "world-pair.json").read_text()) for folder in (run.folder, tmp_path)
    )
    for report in (there, here):
        del report["provenance"]
    assert there.pop("command").replace("recipe.json", "quick.json") == here.pop("command")
    assert there == here
    assert run.request.title == "quick on world, pair"
    bad = do(*asked, "--detach", "-o", tmp_path)
    assert bad.exit_code == 2
    assert "runs export" in bad.stderr


def test_a_saved_data_set_is_known_by_its_name(do, world, tmp_path):
    save(open_dataset(world), "mine")
    do("evaluate", "mine", "--recipe", "baselines", "--protocol", "pair", "-o", tmp_path)
    report = json.loads((tmp_path / "mine-pair.json").read_text())
    assert "evaluate mine --protocol" in report["command"]


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


def test_the_figures_do_not_depend_on_whether_they_are_written(do, asked, tmp_path):
    place = tmp_path / "reports"
    place.mkdir()
    assert do(*asked).stdout == do(*asked, "-o", place).stdout
    assert sorted(p.name for p in place.iterdir()) == ["world-pair.json", "world-pair.parquet"]


def test_help_asks_the_question_of_every_protocol(do):
    text = " ".join(do("evaluate", "--help").stdout.split())
    for name, protocol in PROTOCOLS.items():
        assert f"{name} (held out: {protocol.held}). {protocol.asks}" in text


def test_a_new_place_without_an_ending_is_a_folder(do, world, tmp_path):
    do("evaluate", world, "--recipe", "baselines", "--protocol", "pair", "-o", tmp_path / "again")
    assert (tmp_path / "again" / "world-pair.json").is_file()


def test_more_folds_than_the_listed_pairs_bear_are_warned_of(do, world):
    words = ("evaluate", world, "--recipe", "baselines", "--protocol", "pair")
    assert "Ask for fewer --folds" in do(*words, "--folds", 20).stderr
    assert "fewer --folds" not in do(*words, "--folds", 2).stderr


def test_a_model_is_measured_by_its_own_recipe_and_its_card_tells_it(do, world, recipe_file):
    do("train", world, "--recipe", recipe_file, "--name", "mine")
    words = ("evaluate", world, "--model", "mine", "--protocol", "pair", "--folds", 2)
    assert "Not measured yet" in do("models", "show", "mine").stdout
    answer = do(*words)
    assert "The report lies beside model mine" in answer.stderr
    assert "Not measured yet" not in do("models", "show", "mine").stdout
    refused = do(*words, "--epochs", 2)
    assert refused.exit_code == 2
    assert "leave --epochs away" in " ".join(refused.stderr.split())


def test_a_run_measures_a_model_as_the_shell_does(do, world, recipe_file, own_home):
    do("train", world, "--recipe", recipe_file, "--name", "mine")
    asked = {"datasets": [str(world)], "model": "mine", "protocol": "pair", "folds": 2}
    run = create("evaluate", {**asked, "negatives": "full", "device": "cpu"})
    assert execute(run).error == ""
    assert "--model mine" in command_of(run)
    kept = json.loads((own_home / "models/mine/reports/world-pair.json").read_text())
    assert kept["mean"]["auprc"] is not None
