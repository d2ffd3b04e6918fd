"""The paper's preset, on a small RNA-FM with random weights: everything but the public weights."""

from dataclasses import replace

import numpy as np
import pytest

from mirinter_core.datasets.catalog import from_molecules
from mirinter_core.embedding import weights
from mirinter_core.errors import WeightsError
from mirinter_core.models import checkpoint
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.system import SYSTEMS
from mirinter_core.tasks.evaluate import Question, evaluate
from mirinter_core.tasks.evidence import Embedding
from mirinter_core.tasks.screen import screen
from mirinter_core.tasks.train import train
from tests.worlds import letters, seed_world

PAPER = SYSTEMS.get("mirna_ncrna").recipes["mirinter-trans"]
RECIPE = replace(
    PAPER,
    fit=replace(PAPER.fit, epochs=1, epoch_steps=10, batch_size=64),
    network_options={"hidden": [16, 16]},
    threads=1,
)


def test_without_weights_it_says_what_to_do():
    with pytest.raises(WeightsError, match="weights fetch rna_fm"):
        Embedding.open(RECIPE, "cpu")


def test_it_trains_saves_and_screens_transcripts_of_any_length(small_checkpoint, small):
    weights.add("rna_fm", small_checkpoint, expected=small)
    embedding = Embedding.open(RECIPE, "cpu")
    world = seed_world(8, 12)
    model = train(world.table, RECIPE, embedding, name="paper")
    width = 2 * small.embed_dim  # mean and max
    assert model.dims == (width, width, 0)
    assert model.encoders[0].startswith("rna_fm@")
    checkpoint.save(model, "")
    rng = np.random.default_rng(0)
    partners = [Molecule(f"p{n}", letters(rng, n)) for n in (100, 1022, 1023, 5000)]
    table = screen(
        [world.table.left[0]], from_molecules("c", partners), checkpoint.load("paper"), embedding
    ).table.set_index("id1")
    assert table["windows"].to_dict() == {"p100": 1, "p1022": 1, "p1023": 2, "p5000": 6}
    assert table["score"].notna().all()


def test_it_is_measured_as_any_recipe_once_its_weights_are_there(small_checkpoint, small):
    table = seed_world(8, 12).table
    question = Question("denovo-mirna", 2)
    with pytest.raises(WeightsError, match="weights fetch rna_fm"):
        evaluate([table], RECIPE, question)
    weights.add("rna_fm", small_checkpoint, expected=small)
    (report,) = evaluate([table], RECIPE, question)
    assert set(report.summary["views"]) == {"all", "original", "order", "reversed", "both"}
    assert report.summary["recipe_json"]["sides"][0]["encoder"] == "rna_fm"
    assert report.scores["score"].notna().all()
