import json
from dataclasses import replace

import psutil
import pytest

from mirinter_core.runs.asked import RECIPE
from mirinter_core.runs.bundle import as_bytes
from mirinter_core.runs.command import command_of
from mirinter_core.runs.evaluated import reports_of
from mirinter_core.runs.execute import execute
from mirinter_core.runs.run import FOLDS, create
from mirinter_core.runs.start import resume, start
from mirinter_core.tasks import report
from mirinter_core.tasks.kept_folds import finished
from mirinter_core.tasks.methods import methods
from mirinter_core.tasks.recipes import preset
from tests.worlds import seed_world, write_folder

BASE = preset("small")
QUICK = replace(
    BASE,
    name="quick",
    fit=replace(BASE.fit, epochs=2, epoch_steps=10, batch_size=64),
    network_options={"width": 8, "match": 4},
    threads=1,
)
ASKED = {"protocol": "pair", "folds": 3, "negatives": "full", "device": "cpu", "recipe": RECIPE}


@pytest.fixture
def made(tmp_path):
    """Write down an evaluation of a small world."""
    write_folder(seed_world(), tmp_path / "world")

    def make(given=QUICK, **changes):
        asked = {"datasets": [str(tmp_path / "world")], **ASKED, **changes}
        inputs = {RECIPE: given.to_json()} if asked["recipe"] == RECIPE else {}
        return create("evaluate", asked, inputs=inputs)

    return make


def found(run):
    """What a run's only report says, but for when it was made."""
    (path,) = reports_of(run)
    summary = dict(report.load(path))
    return {**summary, "provenance": {**summary["provenance"], "made": ""}}


def test_a_finished_evaluation_leaves_a_report_and_where_it_comes_from(made, tmp_path):
    run = made(negatives=2, seed=5)
    assert execute(run).error == ""
    (path,) = reports_of(run)
    assert path.name == "world-pair.json"
    assert path.with_suffix(".parquet").exists()
    assert not (run.folder / FOLDS).exists()
    summary = found(run)
    line = (
        "python -m mirinter_core evaluate world --protocol pair --recipe recipe.json --folds 3 "
        "--negatives 2 --seed 5 --device cpu --output ."
    )
    assert summary["command"] == command_of(run, paths=False) == line
    assert summary["recipe_json"]["seed"] == 5
    facts = json.loads(run.path("provenance.json").read_text())
    assert facts["command"] == line
    assert facts["datasets"] == ["world"]
    assert facts["encoder"] == ["kmer"]
    text = methods(facts)
    assert "3-fold cross-validation under the protocol pair (held out: single pairs" in text
    for part in (json.dumps(facts), path.read_text(), text):
        assert str(tmp_path) not in part


def test_it_says_which_fold_and_epoch_it_is_at(made):
    told = []
    execute(made(), progress=lambda _, what: told.append(what))
    assert told  # at most four times a second
    assert all("fold" in what or "rule" in what for what in told if "epoch" in what)


def test_a_preset_and_a_rule_need_no_input(made):
    run = made(recipe="baselines", protocol="denovo-family")
    assert execute(run).error == ""
    assert found(run)["recipe"] == "baselines"
    assert json.loads(run.path("provenance.json").read_text())["encoder"] == []


def test_what_cannot_be_measured_is_the_runs_error(made):
    assert "No recipe is called 'x'" in execute(made(recipe="x")).error
    assert "too few for 900 folds" in execute(made(folds=900, protocol="denovo-mirna")).error
    gone = execute(made(datasets=["/no/such/place"]))
    assert gone.state == "failed"
    assert "/no/such/place" in gone.error


@pytest.mark.usefixtures("ended")
def test_killed_in_its_second_fold_it_goes_on_and_gives_the_same_report(made, until):
    slow = replace(QUICK, fit=replace(QUICK.fit, epochs=30, patience=30))
    run, whole = made(slow), made(slow)
    start(run)
    until(lambda: finished(run.folder / FOLDS))
    psutil.Process(run.state.pid).kill()
    until(lambda: run.state.state == "interrupted")
    first = run.folder / FOLDS / "fold0.parquet"
    before = first.stat().st_mtime_ns
    assert not reports_of(run)
    assert FOLDS.encode() + b"/" not in as_bytes(run)  # a bundle holds no half results
    resume(run)
    until(lambda: finished(run.folder / FOLDS) > 1)
    assert first.stat().st_mtime_ns == before
    until(lambda: run.state.state not in ("queued", "running"))
    assert run.state.error == ""
    execute(whole)
    assert found(run) == found(whole)


def test_an_evaluation_whose_results_are_all_there_is_not_done_again(made):
    run = made(recipe="baselines")
    execute(run)
    (path,) = reports_of(run)
    before = path.stat().st_mtime_ns
    state = json.loads((run.folder / "state.json").read_text())
    (run.folder / "state.json").write_text(json.dumps({**state, "state": "interrupted"}))
    assert execute(run).state == "done"
    assert path.stat().st_mtime_ns == before
