import time
from dataclasses import replace

import pytest

from mirinter_core.errors import WeightsError
from mirinter_core.system import SYSTEMS
from mirinter_core.tasks import lamp_words
from mirinter_core.tasks.evaluate import Question
from mirinter_core.tasks.evidence import Embedding
from mirinter_core.tasks.lamp import lamp
from mirinter_core.tasks.recipes import preset
from mirinter_core.tasks.train import train
from mirinter_core.tasks.training_cost import training_cost
from tests.worlds import seed_world

RECIPES = [r for r in SYSTEMS.get("mirna_ncrna").recipes.values() if r.network != "rule"]
WEIGHTLESS = [r for r in RECIPES if all(side.encoder == "kmer" for side in r.sides)]


@pytest.mark.parametrize("recipe", WEIGHTLESS, ids=lambda r: r.name)
def test_every_recipe_that_trains_has_a_cost(recipe):
    cost = training_cost(seed_world().table, replace(recipe, threads=1))
    assert 0 < cost.epoch < 600
    assert cost.training > cost.reading
    assert cost.measuring(5, 100) > cost.training


def test_a_cost_is_near_what_it_takes():
    recipe = preset("small")
    fit = replace(recipe.fit, epochs=2, epoch_steps=30, patience=9)
    recipe, table = replace(recipe, fit=fit, threads=1), seed_world(20, 60).table
    cost = training_cost(table, recipe)
    embedding = Embedding.open(recipe, "cpu", keep=False)
    began = time.perf_counter()
    train(table, recipe, embedding, name="x")
    took = time.perf_counter() - began
    assert took / 8 < cost.training < took * 8  # other work may run beside a test


def test_a_budget_of_minutes_bounds_it():
    cost = training_cost(seed_world().table, replace(preset("kmer-logistic"), threads=1))
    slow = replace(cost, epoch=100.0, epochs=50)
    assert slow.training > 5000
    assert replace(slow, minutes=2.0).training < 300


def test_more_epochs_take_longer_and_words_say_how_it_is_known():
    table, recipe = seed_world().table, replace(preset("kmer-logistic"), threads=1)
    cost = training_cost(table, recipe)
    assert replace(cost, epochs=60).training > cost.training
    said = lamp_words.how_long(cost, lamp([table], Question("pair", 3)))
    assert "tried here just now" in said
    assert "under 10 s" in said


def test_without_weights_it_says_so():
    with pytest.raises(WeightsError):
        training_cost(seed_world().table, preset("mirinter-trans"))
