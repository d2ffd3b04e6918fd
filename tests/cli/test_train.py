import signal
import time
from dataclasses import replace

import pytest

from mirinter_core.datasets.in_words import counted
from mirinter_core.errors import DatasetError, ModelError, RecipeError
from mirinter_core.models import checkpoint
from mirinter_core.recipe import Recipe
from mirinter_core.runs.course import reached
from mirinter_core.runs.run import all_runs, load


def test_a_model_is_trained_kept_and_can_screen(do, world, recipe_file):
    answer = do("train", world, "--recipe", recipe_file, "--seed", 5, "--name", "mine")
    assert answer.exit_code == 0
    assert answer.stdout == "Model mine is trained: screen with --model mine.\n"
    for word in ("world: 80 listed pairs", "Terms: ", "validation AUPRC"):
        assert word in answer.stderr
    model = checkpoint.load("mine")
    assert model.recipe.seed == 5
    assert model.recipe.threads == 1
    assert "world" in checkpoint.card("mine")
    hits = do(
        "screen", "-q", "-", "-c", "builtin", "-m", "mine", stdin=">q\nUGAGGUAGUAGGUUGUAUAGUU"
    )
    assert hits.exit_code == 0


def test_options_change_the_recipe(do, world, recipe_file):
    words = ("--pooling", "max", "--views", "order", "--negatives", 2, "--threads", 1, "--quiet")
    words += ("--mutation", 0.1, "--mixup", 0.2, "--minutes", 5, "--weights", "world=2")
    assert do("train", world, "--recipe", recipe_file, *words).stderr == ""
    recipe = checkpoint.load("quick-world").recipe  # recipe and data set, unless told
    assert [side.pooling for side in recipe.sides] == ["max", "max"]
    assert recipe.views == ("original", "order")
    assert recipe.negatives == 2
    assert (recipe.mutation, recipe.fit.mixup, recipe.fit.minutes) == (0.1, 0.2, 5.0)
    assert recipe.weights == {"world": 2.0}
    line = checkpoint.load("quick-world").provenance["command"]
    assert "--mutation 0.1 --mixup 0.2 --minutes 5.0 --weights world=2 --threads 1" in line


def test_equal_seeds_give_equal_weights(do, world, recipe_file):
    def weights(name, seed):
        do("train", world, "--recipe", recipe_file, "--seed", seed, "--name", name)
        return checkpoint.load(name).provenance["weights_sha256"]

    assert weights("one", 1) == weights("two", 1) != weights("three", 2)


def test_page_and_shell_give_the_same_weights(do, world, recipe_file, own_home):
    """A page writes the run that ``--detach`` writes, and a process of its own does the work."""
    words = ("train", world, "--recipe", recipe_file, "--seed", 4)
    assert do(*words, "--name", "shell").exit_code == 0
    run = load(do(*words, "--name", "page", "--detach").stdout.strip())
    deadline = time.monotonic() + 60
    while run.state.state not in ("done", "failed") and time.monotonic() < deadline:
        time.sleep(0.05)
    assert run.state.state == "done", run.state.error
    shell, page = (own_home / "models" / n / "weights.safetensors" for n in ("shell", "page"))
    assert shell.read_bytes() == page.read_bytes()
    assert run.request.title == "page: quick on world"


def test_what_fails_says_how_to_go_on(do, tmp_path, recipe_file):
    (tmp_path / "few").mkdir()
    (tmp_path / "few" / "a.fa").write_text(">m\nUGAGGUAGUAGGUUGUAUAGUU\n>p\nACGUACGUACGUACGU\n")
    (tmp_path / "few" / "pairs.tsv").write_text("mirna\tpartner\nm\tp\n")
    answer = do("train", tmp_path / "few", "--recipe", recipe_file)
    assert answer.exit_code == 1
    assert "Error: Every pair of the table is listed" in answer.stderr
    (run,) = all_runs()
    assert f"`runs resume {run.id}` goes on" in answer.stderr


def test_stopped_by_hand_it_says_how_to_go_on_and_what_to_keep(
    do, start, world, recipe_file, tmp_path
):
    recipe = Recipe.from_json(recipe_file.read_text())
    slow = replace(recipe, fit=replace(recipe.fit, epochs=5000, patience=5000))
    (tmp_path / "slow.json").write_text(slow.to_json())
    process = start("train", world, "--recipe", tmp_path / "slow.json", "--name", "mine")
    deadline = time.monotonic() + 60
    while not (all_runs() and reached(all_runs()[0])) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    (run,) = all_runs()
    assert f"`runs resume {run.id}` goes on" in stderr
    assert run.state.state == "cancelled"
    answer = do("runs", "keep", run.id, "--name", "early")
    assert answer.stdout == "Model early is kept: screen with --model early.\n"
    # An epoch is kept before it is told of: the signal may come between.
    assert len(checkpoint.load("early").history) - reached(run) in (0, 1)


def test_cancelled_it_says_what_is_kept(do, world, recipe_file, tmp_path):
    recipe = Recipe.from_json(recipe_file.read_text())
    slow = replace(recipe, fit=replace(recipe.fit, epochs=5000, patience=5000))
    (tmp_path / "slow.json").write_text(slow.to_json())
    words = ("train", world, "--recipe", tmp_path / "slow.json", "--detach")
    run = load(do(*words).stdout.strip())
    deadline = time.monotonic() + 60
    while not reached(run) and time.monotonic() < deadline:
        time.sleep(0.05)
    answer = do("runs", "cancel", run.id)
    assert answer.stdout == f"Run {run.id} is cancelled.\n"
    kept = counted(reached(run), "epoch")
    assert f"Kept so far: {kept}. `runs resume {run.id}` goes on" in answer.stderr


def test_a_model_is_never_replaced_unasked(do, tiny, world, recipe_file):
    with pytest.raises(ModelError, match="remove it first or choose another name with --name"):
        do("train", world, "--recipe", recipe_file, "--name", tiny)
    with pytest.raises(ModelError, match="cannot be a name"):
        do("train", world, "--recipe", recipe_file, "--name", "../x")


def test_what_was_dropped_on_entry_is_told(do, world, recipe_file, tmp_path):
    for file in world.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    with (tmp_path / "pairs.tsv").open("a") as file:
        file.write("mir-0\tnowhere\t1\n")
    answer = do("train", tmp_path, "--recipe", recipe_file, "--name", "x", "--quiet")
    assert "1 pair dropped: no sequence for nowhere" in answer.stderr


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("--recipe", "smal"), "small"),
        (("--views", "both"), "original"),
        (("--negatives", "0"), "full"),
        (("--negatives", "many"), "full"),
        (("--pooling", "avg"), "mean-max"),
        (("--weights", "world"), "DATASET=NUMBER"),
        (("--weights", "=2"), "DATASET=NUMBER"),
        (("--mutation", "2"), "0.99"),
        (("--without", "sites", "--without", "foot"), "footprint"),
    ],
)
def test_unknown_values_are_bad_usage_and_name_the_choices(do, world, words, hint):
    answer = do("train", world, *words)
    assert answer.exit_code == 2
    assert hint in answer.stderr


def test_what_is_no_data_set_or_no_recipe_is_refused(do, world, tmp_path):
    with pytest.raises(DatasetError, match="no data set at"):
        do("train", tmp_path / "nowhere")
    (tmp_path / "r.json").write_text("{}")
    with pytest.raises(RecipeError):
        do("train", world, "--recipe", tmp_path / "r.json")


def test_a_recipe_that_trains_nothing_is_refused(do, world):
    with pytest.raises(RecipeError, match="trains nothing: it is a rule"):
        do("train", world, "--recipe", "baselines")


def test_a_budget_can_be_asked_for(do, world, recipe_file):
    words = ("--epochs", 1, "--epoch-steps", 3, "--importer", "folder", "--name", "short")
    assert do("train", world, "--recipe", recipe_file, *words).exit_code == 0
    model = checkpoint.load("short")
    assert len(model.history) == 1
    assert model.recipe.fit.epoch_steps == 3
