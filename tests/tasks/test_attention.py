"""A network that pools letters itself: what it is shown, and what its scores promise."""

import tracemalloc
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from mirinter_core.datasets.negatives import full
from mirinter_core.embedding import weights
from mirinter_core.embedding.pooling import SEGMENTS
from mirinter_core.embedding.store import EmbeddingStore
from mirinter_core.errors import CancelledError, RecipeError
from mirinter_core.models import checkpoint
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.recipe import VIEWS
from mirinter_core.tasks.card import card
from mirinter_core.tasks.evidence import Embedding, gather
from mirinter_core.tasks.recipes import preset
from mirinter_core.tasks.score import grid, score
from mirinter_core.tasks.train import Where, train
from tests.worlds import letters, seed_world

BASE = preset("mirinter-attention")
QUICK = replace(
    BASE,
    fit=replace(BASE.fit, epochs=2, epoch_steps=10, batch_size=64),
    network_options={"hidden": [16], "width": 8, "heads": 2},
    threads=1,
)
WORLD = seed_world()


def opened(recipe, **changes):
    return replace(Embedding.open(recipe, "cpu", keep=False), **changes)


@pytest.fixture(scope="module")
def model():
    return train(WORLD.table, QUICK, opened(QUICK), name="attention")


def test_a_molecule_is_shown_by_its_letters_once_however_many_pairs_it_stands_in():
    table = full(WORLD.table)
    examples = gather(table, opened(QUICK)).examples
    query, partner = examples.left_tokens["forward"], examples.right_tokens["forward"]
    assert query.values.shape == (len(table.left), SEGMENTS, 340)
    assert partner.values.shape == (len(table.right), SEGMENTS, 340)
    assert set(query.counts) == {22}
    assert set(partner.counts) == {SEGMENTS}
    assert query.values.dtype == np.float16
    assert examples.left["forward"].shape == (len(table.left), 0)
    assert examples.dims[:2] == (340, 340)
    first = query.values[0].astype(np.float64)
    one = ["ACGU".index(x) for x in table.left[0].letters]
    np.testing.assert_array_equal(first[:22, :4].argmax(axis=1), one)


def test_an_rna_of_100000_letters_takes_no_more_than_one_of_1000():
    rng = np.random.default_rng(0)
    query = [Molecule("q", letters(rng, 22), "miRNA")]
    held = []
    for n in (1_000, 100_000):
        table = grid(query, [Molecule("p", letters(rng, n), "lncRNA")])
        tracemalloc.start()
        examples = gather(table, opened(QUICK)).examples
        held.append(tracemalloc.get_traced_memory()[0])
        tracemalloc.stop()
        assert examples.right_tokens["forward"].counts.tolist() == [SEGMENTS]
    assert held[1] < 2 * held[0] + 200_000


def test_letters_without_an_encoder_s_weights_are_not_kept_on_disk(tmp_path):
    gather(WORLD.table, opened(QUICK, store=EmbeddingStore(tmp_path)))
    assert not list(tmp_path.iterdir())


def test_its_scores_speak_of_two_molecules_and_of_nothing_around_them(model):
    embedding = opened(QUICK)
    queries, partners = WORLD.table.left, WORLD.table.right
    whole = score(grid(queries, partners), model, embedding).score
    whole = whole.reshape(len(queries), len(partners))
    assert len(np.unique(whole)) > 300
    order = np.random.default_rng(0).permutation(len(partners))
    turned = score(grid(queries[3:5], [partners[i] for i in order]), model, embedding).score
    np.testing.assert_array_equal(turned.reshape(2, -1), whole[3:5][:, order])
    alone = score(grid(queries[2:3], partners[7:8]), model, embedding).score
    assert alone == whole[2, 7]


def test_two_of_one_type_may_be_swapped():
    mirnas = tuple(replace(m, type="miRNA") for m in WORLD.table.right)
    table = replace(WORLD.table, right=mirnas)
    recipe = replace(QUICK, views=VIEWS)
    embedding = opened(recipe)
    trained = train(table, recipe, embedding, name="x")
    one = score(grid(table.left, mirnas[:5]), trained, embedding)
    other = score(grid(mirnas[:5], table.left), trained, embedding)
    assert one.views.shape[0] == 4
    np.testing.assert_array_equal(one.score, other.score.reshape(5, -1).T.ravel())


def test_a_model_is_kept_and_read_and_its_card_tells_how_it_pools(model):
    checkpoint.save(model, card(model, [WORLD], ()))
    again = checkpoint.load("attention")
    table, embedding = grid(WORLD.table.left, WORLD.table.right), opened(QUICK)
    found = [score(table, m, embedding).score for m in (model, again)]
    np.testing.assert_array_equal(*found)
    assert "encoder kmer (pooled by the network) for the miRNA" in checkpoint.card("attention")
    hidden = again.hidden(gather(table, embedding, again.memory).examples)
    assert hidden.shape == (len(table), 16)


def test_cut_short_it_goes_on_to_the_same_weights(tmp_path):
    def stop(done, what):
        if what.startswith("epoch 2 "):
            raise CancelledError("stopped")

    asked = {"name": "x", "where": Where(keep_in=tmp_path)}
    with pytest.raises(CancelledError):
        train(WORLD.table, QUICK, opened(QUICK), progress=stop, **asked)
    again = train(WORLD.table, QUICK, opened(QUICK), **asked)
    whole = train(WORLD.table, QUICK, opened(QUICK), name="x")
    for one, other in zip(
        again.network.state_dict().values(), whole.network.state_dict().values(), strict=True
    ):
        assert one.equal(other)


def test_it_pools_the_letters_of_another_encoder_which_are_kept(small, small_checkpoint, tmp_path):
    partial(weights.add, "rna_fm", expected=small)(small_checkpoint)
    sides = tuple(replace(side, encoder="rna_fm") for side in QUICK.sides)
    recipe = replace(QUICK, sides=sides)
    store = EmbeddingStore(tmp_path / "vectors")
    embedding = opened(recipe, store=store)
    table = WORLD.table.take(np.arange(30)).compact()
    trained = train(table, recipe, embedding, name="x")
    assert trained.dims[:2] == (40, 40)
    (kind,) = store.kinds()
    assert kind.pooling == "segments"
    assert store.size(kind) == len(table.left) + len(table.right)
    once = score(table, trained, embedding).score
    np.testing.assert_array_equal(once, score(table, trained, embedding).score)


def test_two_encoders_are_refused_in_words(small, small_checkpoint):
    partial(weights.add, "rna_fm", expected=small)(small_checkpoint)
    left, right = QUICK.sides
    recipe = replace(QUICK, sides=(left, replace(right, encoder="rna_fm")))
    with pytest.raises(RecipeError, match="Name the same encoder on both sides"):
        gather(WORLD.table, opened(recipe))
