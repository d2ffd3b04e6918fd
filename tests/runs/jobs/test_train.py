import json
from dataclasses import replace

import pytest

from mirinter_core.models import checkpoint
from mirinter_core.runs.asked import RECIPE
from mirinter_core.runs.command import command_of
from mirinter_core.runs.course import course
from mirinter_core.runs.execute import execute
from mirinter_core.runs.run import create
from mirinter_core.tasks.methods import methods
from mirinter_core.tasks.recipes import preset
from tests.worlds import seed_world, write_folder

BASE = preset("small")
QUICK = replace(
    BASE,
    name="quick",
    fit=replace(BASE.fit, epochs=3, batch_size=64),
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
    assert methods(facts)
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
