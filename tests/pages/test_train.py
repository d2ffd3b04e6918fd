import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mirinter_core.datasets import saved
from mirinter_core.errors import CancelledError
from mirinter_core.models import checkpoint
from mirinter_core.recipe import Recipe
from mirinter_core.runs.asked import RECIPE
from mirinter_core.runs.course import course
from mirinter_core.runs.execute import execute
from mirinter_core.runs.run import all_runs, create, load
from mirinter_core.tasks.recipes import preset
from mirinter_core.web import measurements, train_settings
from tests.page_words import said
from tests.worlds import seed_world, write_folder

APP = Path(__file__).parents[2] / "app.py"
BASE = preset("kmer-logistic")
QUICK = replace(
    BASE, name="quick", threads=1, fit=replace(BASE.fit, epochs=2, epoch_steps=5, batch_size=64)
)
RULE_OF_RUN = {"rule": "seed-sites", "auprc": 0.4}


@pytest.fixture(autouse=True)
def fresh():
    """No page remembers what lay in the folders of another test."""
    measurements.forget()


def opened(query=None, **state):
    page = AppTest.from_file(APP, default_timeout=90)
    page.switch_page("pages/train.py")
    for key, value in (query or {}).items():
        page.query_params[key] = value
    for key, value in state.items():
        page.session_state[key] = value
    page.run()
    assert not page.exception
    return page


def uploaded(*files):
    page = opened()
    page.file_uploader(key="dataset-files").set_value(
        [(name, data, "text/plain") for name, data in files]
    )
    page.run()
    assert not page.exception
    return page


def button(page, label):
    return next(b for b in page.button if b.label == label)


def recipe_shown(page):
    return Recipe.from_json(next(c.value for c in page.code if c.language == "json"))


@pytest.fixture
def mine():
    """A data set of 120 listed pairs."""
    return saved.save(seed_world(20, 60), "mine")


@pytest.fixture
def made(mine):
    """Write a training down, as the page does."""

    def make(recipe=QUICK, **changes):
        asked = {"datasets": ["mine"], "recipe": RECIPE, "name": "own", "device": "cpu"}
        asked |= {"measure": {"protocol": "pair", "folds": 2, "negatives": "full"}}
        asked |= {"beside": RULE_OF_RUN}
        return create("train", asked | changes, inputs={RECIPE: recipe.to_json()}, title="a title")

    return make


def test_without_pairs_it_asks_for_them_and_cannot_be_started():
    page = opened()
    assert page.file_uploader(key="dataset-files")
    assert "a lamp shows here" in said(page)
    assert button(page, "Start training").disabled


def test_with_a_data_set_everything_has_a_default_and_the_lamp_is_lit(mine):
    page = opened()
    assert "120 listed pairs** (120 miRNA-lncRNA) of 20 queries and 60 partners" not in said(page)
    assert "mine**: 120 listed pairs" in said(page)
    assert "Green: no copies are left" in said(page)
    assert "To beat: the rule" in said(page)
    assert "Training takes" in said(page)
    shown = recipe_shown(page)
    assert replace(shown, threads=None) == preset("evidence")
    assert shown.threads
    command = next(c.value for c in page.code if c.language == "bash")
    assert command == (
        "python -m mirinter_core train mine --recipe recipe.json --name evidence-mine"
    )
    assert not button(page, "Start training").disabled


@pytest.mark.parametrize(("told", "threads"), [("3", 3), ("3,1", 3), ("0", 2), ("all", 2), ("", 2)])
def test_threads_set_before_the_start_are_those_of_a_training(monkeypatch, told, threads):
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setenv("OMP_NUM_THREADS", told)
    assert train_settings.cores() == threads


def test_a_training_shows_the_threads_that_were_set_before_the_start(mine, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert recipe_shown(opened()).threads == 3


def test_what_changes_nothing_for_a_network_is_not_offered(mine):
    labels = {box.label for box in opened().selectbox}
    assert not {"Encoder", "Pooling: how letters become one vector"} & labels
    page = opened(**{"train-base": "small"})
    assert {"Encoder", "Pooling: how letters become one vector"} <= {
        box.label for box in page.selectbox
    }


def test_what_is_changed_stands_in_the_recipe(mine):
    page = opened(**{"train-base": "small"})
    page.selectbox(key="train-pooling-small").set_value("mean-max")
    page.slider(key="train-mutation-small").set_value(5)
    page.slider(key="train-mixup-small").set_value(0.2)
    page.slider(key="train-positive-small").set_value(50)
    page.number_input(key="train-epochs-small").set_value(3)
    page.number_input(key="train-minutes-small").set_value(7.0)
    page.number_input(key="train-seed-small").set_value(9)
    page.selectbox(key="train-negatives-small").select_index(1)
    page.run()
    assert not page.exception
    shown = recipe_shown(page)
    assert {side.pooling for side in shown.sides} == {"mean-max"}
    assert (shown.mutation, shown.fit.mixup, shown.fit.positive_share) == (0.05, 0.2, 0.5)
    assert (shown.fit.epochs, shown.fit.minutes, shown.seed, shown.negatives) == (3, 7.0, 9, 5)


def test_several_data_sets_can_be_weighed(mine):
    saved.save(seed_world(12, 40, seed=5), "bench")
    page = opened(**{"train-data": ["bench", "mine"]})
    page.number_input(key="train-weight-evidence-bench").set_value(5.0).run()
    assert recipe_shown(page).weights == {"bench": 5.0}
    page.multiselect(key="train-data").set_value(["mine"]).run()
    assert recipe_shown(page).weights == {}


def test_a_recipe_that_is_brought_fills_everything_in(mine):
    page = opened()
    given = replace(QUICK, views=("original", "reversed"), negatives=3, seed=4)
    page.file_uploader(key="train-recipe-file").set_value(
        ("r.json", given.to_json().encode(), "application/json")
    )
    page.run()
    page.run()
    assert not page.exception
    assert recipe_shown(page) == given
    assert page.radio(key="train-base").value == "brought"
    page.radio(key="train-base").set_value("small").run()
    assert recipe_shown(page).name == "small"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"hello", "This is not a recipe"),
        (b"[1]", "This is not a recipe"),
        (
            json.dumps(json.loads(QUICK.to_json()) | {"format_version": 99}).encode(),
            "This recipe has format 99; this mirinter reads format 1",
        ),
        (json.dumps(json.loads(QUICK.to_json()) | {"x": 1}).encode(), "not understood"),
        (preset("baselines").to_json().encode(), "trains nothing"),
    ],
)
def test_a_wrong_recipe_file_is_told_and_changes_nothing(mine, text, message):
    page = opened()
    before = recipe_shown(page)
    page.file_uploader(key="train-recipe-file").set_value(("r.json", text, "application/json"))
    page.run()
    assert message in said(page)
    assert recipe_shown(page) == before


def test_pairs_that_are_uploaded_are_checked_added_and_chosen(tmp_path):
    write_folder(seed_world(20, 60), tmp_path / "world")
    page = uploaded(*((p.name, p.read_bytes()) for p in sorted((tmp_path / "world").iterdir())))
    assert "120 listed pairs" in said(page)
    button(page, "Add these pairs").click().run()
    assert not page.exception
    assert "Added data set pairs." in said(page)
    assert page.multiselect(key="train-data").value == ["pairs"]
    assert "Green: no copies are left" in said(page)


FASTA = "".join(f">m{i}\n{'ACGUACGUGG' * 2}{'ACGU'[i % 4] * 2}\n" for i in range(4)).encode()
PARTNERS = b">a\nACGUUGCAACGGUUAACCGGUUAA\n>b\nGGCCAAUUGGCCAAUUGCGCAUAU\n"


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("mirna\tlncrna\tlabel\nm0\ta\t2\n", "pairs.tsv, line 2: label"),
        ("mirna\tlncrna\tlabel\nm0\ta\t0\nm1\tb\t0\n", "no positive pair is left"),
        ("mirna\tlncrna\nx\ty\nz\tw\n", "no positive pair is left"),
        ("", "pairs.tsv"),
    ],
)
def test_pairs_that_cannot_be_used_say_why_and_add_nothing(table, message):
    sent = [("pairs.tsv", table.encode()), ("m.fa", FASTA), ("l.fa", PARTNERS)]
    assert message in said(uploaded(*sent))
    assert saved.names() == []


def test_ten_pairs_are_told_to_be_too_few_for_the_question():
    saved.save(seed_world(5, 5), "tiny")
    page = opened()
    assert "Red: figures from this split would mislead" in said(page)
    page.selectbox(key="train-protocol").set_value("both-new")
    page.number_input(key="train-folds-True").set_value(10)
    page.run()
    assert "too few for 10 folds" in said(page)


def test_a_name_that_is_taken_is_told_before_and_refused_after(mine, made):
    execute(made())
    page = opened()
    box = next(b for b in page.text_input if b.label == "Name of the model")
    box.set_value("own").run()
    assert "There is a model 'own' already. Choose another name: none is replaced" in said(page)
    button(page, "Start training").click().run()
    assert "There is a model 'own' already. Choose another name." in said(page)
    assert len(all_runs()) == 1


def test_a_data_set_removed_after_it_was_chosen_is_told(mine):
    page = opened()
    saved.save(seed_world(seed=3), "other")
    saved.remove("mine")
    page.run()
    assert not page.exception
    assert "Data set mine is not here any more" in said(page)
    assert button(page, "Start training").disabled


def test_an_address_of_nothing_or_of_something_else_is_told(mine):
    other = create("evaluate", {"datasets": ["mine"]})
    assert f"Run {other.id} is no training" in said(opened({"run": other.id}))
    assert "No run is called" in said(opened({"run": "20200101-000000000-abcdef"}))


def test_a_training_is_begun_followed_and_shown_under_its_address(mine):
    page = opened(**{"train-base": "kmer-logistic"})
    page.number_input(key="train-epochs-kmer-logistic").set_value(2).run()
    button(page, "Start training").click().run()
    assert not page.exception
    (run,) = all_runs()
    asked = run.request.arguments
    assert asked["measure"] == {"protocol": "denovo-family", "folds": 5, "negatives": "full"}
    assert asked["beside"]["rule"]
    assert page.query_params["run"] == run.id
    deadline = time.monotonic() + 90
    while run.is_live and time.monotonic() < deadline:
        time.sleep(0.2)
    page = opened({"run": run.id})
    assert "Model kmer-logistic-mine is trained" in page.subheader[0].value.replace("\\", "")
    assert "Nobody measured this model" in said(page)
    assert "The best epoch is" in said(page)


def test_a_trained_model_is_measured_and_its_verdict_is_told(mine, made):
    run = made()
    assert execute(run).error == ""
    page = opened({"run": run.id})
    assert button(page, "Measure it")
    asked = {"datasets": ["mine"], "model": "own", "protocol": "pair", "folds": 2}
    assert execute(create("evaluate", {**asked, "negatives": "full", "device": "cpu"})).error == ""
    page = opened({"run": run.id})
    assert "which needs no model" in said(page)
    assert "Nobody measured" not in said(page)
    assert button(page, "Compare with the default model")
    assert "Not measured yet" not in checkpoint.card("own")


def test_a_training_that_failed_says_why_and_can_be_tried_again(mine, made):
    run = made(datasets=["gone"])
    execute(run)
    page = opened({"run": run.id})
    assert "There is no data set at gone" in said(page)
    assert button(page, "Try again")


def test_a_training_that_was_cancelled_can_be_resumed_or_kept_as_far_as_it_came(mine, made):
    def stop(done, what):
        if course(run):
            raise CancelledError("stop")

    fit = replace(QUICK.fit, epochs=500, epoch_steps=200, patience=500)
    run = made(replace(QUICK, fit=fit))
    assert execute(run, progress=stop).state == "cancelled"
    page = opened({"run": run.id})
    assert button(page, "Resume")
    assert "The best epoch is" in said(page)
    button(page, "Keep what was reached as a model").click().run()
    assert not page.exception
    kept = f"own-epoch{len(course(run))}"
    assert f"Model {kept} is kept." in said(page)
    assert kept in checkpoint.names()


def test_a_model_that_was_removed_leaves_its_course(mine, made):
    run = made()
    execute(run)
    checkpoint.remove("own")
    page = opened({"run": run.id})
    assert "Model own was removed since" in said(page)
    assert "The best epoch is" in said(page)
    assert load(run.id)
