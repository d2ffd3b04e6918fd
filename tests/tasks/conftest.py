"""A tiny model of a small world, trained once for the whole room."""

from dataclasses import replace

import pytest

from mirinter_core.system import SYSTEMS
from mirinter_core.tasks.evidence import Embedding
from mirinter_core.tasks.train import train
from tests.gene_worlds import gene_world
from tests.worlds import seed_world


@pytest.fixture(scope="session")
def quick():
    """A recipe that trains in a second, and its encoders, without a store."""
    small = SYSTEMS.get("mirna_ncrna").recipes["small"]
    fit = replace(small.fit, epochs=8, batch_size=64, patience=8)
    options = {"width": 32, "match": 8}
    recipe = replace(small, fit=fit, threads=1, network_options=options)
    return recipe, Embedding.open(recipe, "cpu", keep=False)


@pytest.fixture(scope="session")
def brief(quick):
    """`quick` after a sixth of its steps, for what does not ask how well it has learnt."""
    recipe, embedding = quick
    recipe = replace(recipe, fit=replace(recipe.fit, epoch_steps=6))
    return recipe, replace(embedding, recipe=recipe)


@pytest.fixture(scope="session")
def quick_model(quick):
    recipe, embedding = quick
    return train(seed_world(20, 80).table, recipe, embedding, name="quick")


@pytest.fixture(scope="session")
def weighing():
    """The recipe that weighs evidence, made small, and its encoders, without a store."""
    evidence = SYSTEMS.get("mirna_ncrna").recipes["evidence"]
    fit = replace(evidence.fit, epochs=3, batch_size=256, patience=3)
    recipe = replace(evidence, fit=fit, threads=1, network_options={"width": 32, "trees": 20})
    return recipe, Embedding.open(recipe, "cpu", keep=False)


@pytest.fixture(scope="session")
def weighing_model(weighing):
    recipe, embedding = weighing
    return train(gene_world(16, 12), recipe, embedding, name="weighing")
