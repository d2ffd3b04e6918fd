from dataclasses import replace

import pytest

from mirinter_core.errors import RecipeError
from mirinter_core.models.network import NETWORKS, TOKENS, WANTS
from mirinter_core.recipe import VIEWS, Recipe
from mirinter_core.tasks.recipes import (
    POOLING_NETWORKS,
    Changes,
    changed,
    idle_settings,
    preset,
    presets,
)


def test_nothing_asked_changes_nothing():
    for name, recipe in presets().items():
        assert changed(recipe, Changes()) == recipe == preset(name)


def test_what_is_asked_is_changed_and_nothing_else():
    recipe = preset("small")
    asked = {"pooling": "max", "views": "order", "train_negatives": 3, "epochs": 2}
    asked |= {"epoch_steps": 9, "seed": 4, "threads": 1, "datasets": ["no setting"]}
    other = changed(recipe, Changes.among(asked))
    assert [side.pooling for side in other.sides] == ["max", "max"]
    assert other.views == ("original", "order")
    assert (other.negatives, other.seed, other.threads) == (3, 4, 1)
    assert (other.fit.epochs, other.fit.epoch_steps) == (2, 9)
    assert (other.fit.batch_size, other.network) == (recipe.fit.batch_size, recipe.network)
    assert changed(recipe, Changes(views="all")).views == VIEWS
    assert changed(recipe, Changes(views="original")).views == ("original",)


def test_how_pairs_are_shown_can_be_changed():
    asked = {"mutation": 0.1, "mixup": 0.2, "minutes": 3.0, "weights": {"bench": 2.0}}
    recipe = changed(replace(preset("small"), weights={"old": 0.5}), Changes.among(asked))
    assert (recipe.mutation, recipe.fit.mixup, recipe.fit.minutes) == (0.1, 0.2, 3.0)
    assert recipe.weights == {"old": 0.5, "bench": 2.0}


@pytest.mark.parametrize("change", [{"mutation": 0.1}, {"mixup": 0.1}, {"pooling": "max"}])
def test_what_looks_at_no_vectors_takes_no_settings_of_vectors(change):
    (name,) = change
    with pytest.raises(RecipeError, match=f"looks at no vectors: --{name} would change nothing"):
        changed(preset("evidence"), Changes(**change))
    assert changed(preset("evidence"), Changes(weights={"bench": 2.0})).weights
    assert "epochs" in idle_settings(preset("baselines"))


def test_kinds_of_evidence_can_be_left_out_where_there_are_any():
    without = changed(preset("evidence"), Changes(without=("footprint", "family")))
    whole = preset("evidence").network_options
    assert without.network_options == {**whole, "without": ["footprint", "family"]}
    assert Recipe.from_json(without.to_json()) == without
    for name in ("small", "mirinter-attention"):
        with pytest.raises(RecipeError, match="weighs no kinds of evidence: --without would chan"):
            changed(preset(name), Changes(without=("sites",)))


def test_a_network_that_pools_itself_takes_no_pooling_and_mixes_no_vectors():
    assert {n for n in NETWORKS.names() if WANTS.get(n) == TOKENS} == set(POOLING_NETWORKS)
    for change in ({"pooling": "max"}, {"mixup": 0.2}):
        (name,) = change
        with pytest.raises(RecipeError, match=f"pools by attention: --{name} would change nothing"):
            changed(preset("mirinter-attention"), Changes(**change))
    assert changed(preset("mirinter-attention"), Changes(mutation=0.1, views="all")).mutation


def test_a_recipe_that_trains_nothing_takes_no_settings_of_training():
    assert changed(preset("baselines"), Changes(seed=3, threads=1)).seed == 3
    with pytest.raises(RecipeError, match="trains nothing: --epoch-steps would change nothing"):
        changed(preset("baselines"), Changes(epoch_steps=3))


def test_what_cannot_be_is_refused():
    with pytest.raises(RecipeError, match="There are: evidence, small"):
        preset("smal")
    with pytest.raises(RecipeError, match="epochs"):
        changed(preset("small"), Changes(epochs=0))
