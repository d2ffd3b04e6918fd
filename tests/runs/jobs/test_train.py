import json
from dataclasses import replace

import psutil
import pytest

from mirinter_core.errors import CancelledError, ModelError, RunError
from mirinter_core.models import checkpoint
from mirinter_core.runs.asked import RECIPE
from mirinter_core.runs.bundle import as_bytes
from mirinter_core.runs.command import command_of
from mirinter_core.runs.course import course, reached
from mirinter_core.runs.execute import execute
from mirinter_core.runs.keep import keep
from mirinter_core.runs.run import TRAINING, create
from mirinter_core.runs.start import resume, start
from mirinter_core.tasks.methods import methods
from mirinter_core.tasks.recipes import preset
from tests.worlds import seed_world, write_folder

BASE = preset("small")
QUICK = replace(
    BASE,
    name="quick",
    fit=replace(BASE.fit, epochs=3, epoch_steps=10, batch_size=64),
    network_options={"width": 8, "match": 4},
    threads=1,
)


@pytest.fixture
def made(tmp_path):
    """Write down a training on a small world."""
    write_folder(seed_world(), tmp_path / "world")

    def make(given=QUICK, **changes):
        asked = {"datasets": [str(tmp_path / "world")], "recipe": RECIPE, "name": "mine"}
        text = given if isinstance(given, str) else given.to_json()
        return create("train", asked | {"device": "cpu"} | changes, inputs={RECIPE: text})

    return make


def weights(home, name):
    return (home / "models" / name / "weights.safetensors").read_bytes()


def test_a_training_leaves_a_model_its_course_and_where_it_comes_from(made, own_home, tmp_path):
    run = made(seed=5, train_negatives=2)
    assert course(run) == ()
    assert execute(run).error == ""
    epochs = course(run)
    assert [epoch["epoch"] for epoch in epochs] == [1, 2, 3]
    assert set(epochs[0]) == {"epoch", "loss", "validation_auprc", "seconds"}
    model = checkpoint.load("mine")
    assert [e.validation_auprc for e in model.history] == [e["validation_auprc"] for e in epochs]
    assert (model.recipe.seed, model.recipe.negatives) == (5, 2)
    result = json.loads(run.path("result.json").read_text())
    assert result["model"] == "mine"
    line = (
        "python -m mirinter_core train world --recipe recipe.json --name mine --negatives 2 "
        "--seed 5 --device cpu"
    )
    facts = json.loads(run.path("provenance.json").read_text())
    assert facts["command"] == model.provenance["command"] == command_of(run, paths=False) == line
    assert facts["model"] == "mine"
    assert facts["weights_sha256"] == model.provenance["weights_sha256"]
    assert "world" in checkpoint.card("mine")
    assert "The model mine was trained" in methods(facts)
    assert "listed and 160 unlisted pairs of world (seed 5, 1 CPU threads), for 3" in methods(facts)
    for text in (json.dumps(facts), (own_home / "models/mine/provenance.json").read_text()):
        assert str(tmp_path) not in text


def test_what_cannot_be_trained_is_the_runs_error(made):
    newer = json.dumps(json.loads(QUICK.to_json()) | {"format_version": 99})
    assert "format 99; this mirinter reads format 1" in execute(made(newer)).error
    assert "No recipe is called 'x'" in execute(made(recipe="x")).error
    assert "trains nothing" in execute(made(recipe="baselines")).error
    gone = execute(made(datasets=["/no/such/place"]))
    assert "There is no data set at /no/such/place" in gone.error
    assert "cannot be a name" in execute(made(name="../x")).error


def test_a_model_is_never_replaced_by_a_run(made, own_home):
    execute(made())
    before = weights(own_home, "mine")
    end = execute(made(seed=9))
    assert end.state == "failed"
    assert "There is a model 'mine'; remove it first or choose another name" in end.error
    assert weights(own_home, "mine") == before


@pytest.mark.usefixtures("ended")
@pytest.mark.parametrize("network", ["two_tower", "gate"])
def test_killed_in_an_epoch_it_goes_on_and_gives_the_same_weights(made, until, own_home, network):
    given = replace(QUICK, fit=replace(QUICK.fit, epochs=40, patience=40))
    if network == "gate":  # what was described is described again, the same
        gate = replace(preset("evidence"), threads=1, rehearsal=("pair", "denovo-mirna"))
        fit = replace(gate.fit, epochs=40, patience=40, batch_size=64)
        given = replace(gate, network_options={"width": 8, "trees": 20}, fit=fit)
    run, whole = made(given), made(given, name="whole")
    start(run)
    until(lambda: reached(run) >= 2)
    psutil.Process(run.state.pid).kill()
    until(lambda: run.state.state == "interrupted")
    done = reached(run)
    assert 2 <= done < 40
    assert TRAINING.encode() + b"/" not in as_bytes(run)  # a bundle holds no half results
    resume(run)
    until(lambda: run.state.state not in ("queued", "running"))
    assert run.state.error == ""
    assert execute(whole).error == ""
    assert weights(own_home, "mine") == weights(own_home, "whole")
    assert [e["loss"] for e in course(run)] == [e["loss"] for e in course(whole)]
    assert not (run.folder / TRAINING).exists()
    assert reached(run) == 0


def cut(run, after=2):
    """Do a run until so many epochs are done."""

    def stop(done, what):
        if reached(run) >= after:
            raise CancelledError("stopped")

    assert execute(run, progress=stop).state == "cancelled"


@pytest.fixture
def patient(monkeypatch):
    """Every report of a run is heard, not four a second."""
    monkeypatch.setattr("mirinter_core.runs.execute._WRITE_EVERY", 0.0)


@pytest.mark.usefixtures("patient")
def test_what_was_reached_is_kept_as_a_model_whose_card_says_so(made, tmp_path):
    run = made()
    cut(run)
    for file in (tmp_path / "world").iterdir():  # the data are gone, too
        file.unlink()
    assert keep(run) == "mine-epoch2"
    model = checkpoint.load("mine-epoch2")
    assert len(model.history) == 2
    text = checkpoint.card("mine-epoch2")
    assert "**Its training was cut short after epoch 2 of 3**" in text
    assert "- **world**: folder world" in text
    with pytest.raises(ModelError, match="There is a model 'mine-epoch2'"):
        keep(run)
    end = execute(run)
    assert "is not a data set of a known form" in end.error
    assert reached(run) == 2  # nothing is lost
    assert keep(run, "mine") == "mine"
    write_folder(seed_world(), tmp_path / "world")
    assert "There is a model 'mine'; remove it first" in execute(run).error
    checkpoint.remove("mine")
    assert execute(run).error == ""
    assert "cut short" not in checkpoint.card("mine")
    with pytest.raises(RunError, match="nothing to keep"):
        keep(run)


@pytest.mark.usefixtures("patient")
def test_data_that_changed_meanwhile_are_not_trained_on(made, tmp_path):
    run = made()
    cut(run)
    write_folder(seed_world(seed=3), tmp_path / "world")
    assert "This training cannot go on: its data changed since it began" in execute(run).error
    assert keep(run, "kept") == "kept"


def test_what_has_reached_nothing_cannot_be_kept(made):
    run = made(datasets=["/no/such/place"])
    with pytest.raises(ModelError, match="No epoch of this training is done"):
        keep(run)
    with pytest.raises(RunError, match="is no training that was cut short"):
        keep(create("count", {}))


def test_a_run_whose_model_is_made_does_not_train_again(made, own_home):
    run = made()
    execute(run)
    before = (own_home / "models/mine/weights.safetensors").stat().st_mtime_ns
    for cut in ("provenance.json", "result.json"):
        run.path(cut).unlink()
        state = json.loads((run.folder / "state.json").read_text())
        (run.folder / "state.json").write_text(json.dumps(state | {"state": "interrupted"}))
        assert execute(run).error == ""
        assert (own_home / "models/mine/weights.safetensors").stat().st_mtime_ns == before
