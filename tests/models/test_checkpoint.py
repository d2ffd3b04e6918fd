import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from mirinter_core.errors import MirinterError, ModelError, RecipeError, StorageError
from mirinter_core.models import checkpoint
from mirinter_core.models.examples import Examples
from mirinter_core.models.fit import Epoch
from mirinter_core.models.memory import Memory
from mirinter_core.models.trained import TrainedModel, fresh_network
from mirinter_core.recipe import Recipe, Side
from tests.books import told_rows, written
from tests.gene_worlds import gene_world

RECIPE = Recipe(
    name="r",
    sides=(Side(label="miRNA"), Side(label="partner")),
    network="ffnn",
    network_options={"hidden": [8]},
)
DIMS = (4, 4, 0)


def model(name: str = "m") -> TrainedModel:
    return TrainedModel(
        name=name,
        recipe=RECIPE,
        dims=DIMS,
        network=fresh_network(RECIPE, DIMS).eval(),
        memory=Memory(frozenset({"a" * 16}), frozenset(), frozenset()),
        encoders=("kmer@1", "kmer@1"),
        history=(Epoch(1, 0.5, 0.25),),
        provenance={"seed": 0},
    )


def examples(dim: int = 4) -> Examples:
    rng = np.random.default_rng(0)
    vectors = {"forward": rng.normal(size=(3, dim)).astype(np.float32)}
    rows = np.arange(3)
    return Examples(vectors, vectors, rows, rows, np.empty((3, 0), np.float32), np.ones(3, bool))


def test_a_model_comes_back_with_the_same_scores():
    checkpoint.save(model(), "# card\n")
    again = checkpoint.load("m")
    assert again.recipe == RECIPE
    assert again.memory == model().memory
    assert again.history == model().history
    np.testing.assert_array_equal(again.score(examples()), model().score(examples()))
    assert checkpoint.card("m") == "# card\n"
    assert "m" in checkpoint.names()


def gated(book, table):
    """A gate with random weights over a book, and what it is asked."""
    described = told_rows(book, table).to_numpy()
    recipe = replace(RECIPE, network="gate", network_options={}, pair_evidence=("recall",))
    dims = (4, 4, described.shape[1])
    held = replace(
        model("g"),
        recipe=recipe,
        dims=dims,
        network=fresh_network(recipe, dims).eval(),
        memory=replace(Memory.of(table), books={"lncRNA": book}),
    )
    vectors = {"forward": np.zeros((1, 4), np.float32)}
    rows = np.zeros(len(table), dtype=np.intp)
    return held, Examples(vectors, vectors, rows, rows, described, np.ones(1, bool))


def test_a_model_with_books_comes_back_with_them_and_with_the_same_scores():
    table = gene_world(6, 5)
    held, asked = gated(written(table), table)
    checkpoint.save(held, "")
    again = checkpoint.load("g")
    _, asked_again = gated(again.memory.books["lncRNA"], table)
    scores = held.score(asked)
    assert len(np.unique(scores)) > 50
    np.testing.assert_array_equal(again.score(asked_again), scores)


@pytest.mark.parametrize("change", ["missing", "damaged"])
def test_a_model_is_never_loaded_without_the_books_it_was_saved_with(change):
    table = gene_world(6, 5)
    books = checkpoint.save(gated(written(table), table)[0], "") / "books.npz"
    books.unlink() if change == "missing" else books.write_bytes(books.read_bytes()[:-100])
    with pytest.raises(ModelError, match="install the model again"):
        checkpoint.load("g")


def test_scoring_leaves_the_network_as_it_was():
    held = model()
    before = held.network.logit.weight.clone()
    held.score(examples())
    assert torch.equal(before, held.network.logit.weight)
    assert held.network.logit.weight.dtype == torch.float32


def test_vectors_of_another_length_are_refused():
    with pytest.raises(ModelError, match="takes vectors of"):
        model().score(examples(dim=5))


def test_a_missing_model_names_those_there_are():
    checkpoint.save(model(), "")
    with pytest.raises(ModelError, match=r"no model 'x'; there are: .*m"):
        checkpoint.load("x")


@pytest.mark.parametrize("file", ["weights.safetensors", "memory.parquet", "recipe.json"])
def test_a_missing_file_is_an_error_never_random_weights(file):
    (checkpoint.save(model(), "") / file).unlink()
    with pytest.raises(ModelError):
        checkpoint.load("m")


def test_weights_of_another_model_are_refused():
    folder = checkpoint.save(model(), "")
    other = replace(model("o"), network=fresh_network(replace(RECIPE, seed=9), DIMS))
    stranger = checkpoint.save(other, "") / "weights.safetensors"
    (folder / "weights.safetensors").write_bytes(stranger.read_bytes())
    with pytest.raises(ModelError, match="not the ones it was saved with"):
        checkpoint.load("m")


def test_weights_of_a_network_of_another_shape_are_said_to_be_of_another_version():
    held = model()
    wider = fresh_network(held.recipe, (DIMS[0] + 1, *DIMS[1:]))
    checkpoint.save(replace(held, network=wider), "")  # whole, and of another shape than it says
    with pytest.raises(ModelError, match=r"another version of mirinter.*Train it again"):
        checkpoint.load("m")


def test_a_truncated_weights_file_is_refused():
    weights = checkpoint.save(model(), "") / "weights.safetensors"
    weights.write_bytes(weights.read_bytes()[:-5])
    with pytest.raises(ModelError, match="SHA-256"):
        checkpoint.load("m")


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("recipe.json", {"format_version": 99}),
        ("provenance.json", {"format_version": 99}),
        ("recipe.json", {"surprise": 1}),
        ("provenance.json", {"dims": [9, 9, 9]}),
        ("provenance.json", {"history": [{"epoch": 1}]}),
    ],
)
def test_a_newer_or_damaged_file_is_refused(file, change):
    path = checkpoint.save(model(), "") / file
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises((ModelError, RecipeError, StorageError)) as caught:
        checkpoint.load("m")
    assert isinstance(caught.value, MirinterError)


def test_a_model_can_be_removed_and_a_shipped_one_cannot():
    folder = checkpoint.save(model(), "")
    checkpoint.remove("m")
    assert not folder.exists()
    with pytest.raises(ModelError, match="shipped models stay"):
        checkpoint.remove("evidence")
