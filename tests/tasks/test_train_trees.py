"""What is learnt at once stands beside what is learnt step by step."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from mirinter_core.models import checkpoint
from mirinter_core.models.unfinished import Unfinished
from mirinter_core.system import SYSTEMS
from mirinter_core.tasks.evidence import Embedding
from mirinter_core.tasks.score import grid, score
from mirinter_core.tasks.train import HERE, Where, train
from tests.gene_worlds import gene_world

TABLE = gene_world(10, 8)
PRESET = SYSTEMS.get("mirna_ncrna").recipes["evidence"]


def recipe(trees):
    return replace(
        PRESET,
        threads=1,
        rehearsal=("pair",),
        rehearsed_negatives=4,
        network_options={"width": 8, "trees": trees},
        fit=replace(PRESET.fit, epochs=2, batch_size=64),
    )


@pytest.fixture(scope="module")
def embedding():
    return Embedding.open(recipe(20), "cpu", keep=False)


def trained(trees, embedding, where=HERE, **options):
    asked = recipe(trees)
    return train(TABLE, asked, replace(embedding, recipe=asked), name="own", where=where, **options)


def scores(model, embedding):
    pairs = grid(list(TABLE.left), list(TABLE.right))
    return score(pairs, model, embedding).score


def test_trees_grow_after_the_last_epoch_and_leave_the_layers_as_they_are(embedding):
    said = []
    model = trained(20, embedding, progress=lambda share, what: said.append((share, what)))
    bare = trained(0, embedding)
    assert model.network.trees.grown
    for name, weight in bare.network.state_dict().items():
        torch.testing.assert_close(model.network.state_dict()[name], weight, rtol=0, atol=0)
    assert [e.validation_auprc for e in model.history] == [
        e.validation_auprc for e in bare.history
    ]  # trees have seen those pairs, so they are not judged by them
    shares = [share for share, _ in said]
    assert shares == sorted(shares)
    assert "grown 20 of 20 trees" in said[-1][1]
    assert np.abs(scores(model, embedding) - scores(bare, embedding)).max() > 0.1


def test_a_training_without_trees_is_done_with_its_last_epoch(embedding):
    said = []
    trained(0, embedding, progress=lambda share, what: said.append((share, what)))
    assert said[-1] == (1.0, "trained")


def test_a_model_is_read_back_with_its_trees_and_scores_the_same(embedding, own_home):
    model = trained(20, embedding)
    checkpoint.save(model, "card")
    again = checkpoint.load("own")
    np.testing.assert_array_equal(scores(again, embedding), scores(model, embedding))


def test_cut_short_it_is_kept_without_trees_and_goes_on_to_the_same(embedding, tmp_path):
    def stop(done):
        if len(done) == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        trained(20, embedding, Where(keep_in=tmp_path, told=stop))
    kept = Unfinished(tmp_path).model("kept")
    assert not kept.network.trees.grown
    assert np.isfinite(scores(kept, embedding)).all()
    resumed = trained(20, embedding, Where(keep_in=tmp_path))
    whole = trained(20, embedding)
    np.testing.assert_array_equal(scores(resumed, embedding), scores(whole, embedding))
