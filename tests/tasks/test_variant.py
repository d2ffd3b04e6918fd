from dataclasses import replace

import pytest

from mirinter_core.recipe import VIEWS, Fit, Windows
from mirinter_core.tasks.recipes import Changes, changed, preset, presets
from mirinter_core.tasks.variant import variant


@pytest.mark.parametrize("name", presets())
def test_a_preset_is_no_variant_whatever_its_seed_and_threads(name):
    assert variant(replace(preset(name), seed=7, threads=1)) == ""


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"pooling": "max"}, "max pooling"),
        ({"views": "original"}, "no views"),
        ({"views": "order"}, "views order"),
        ({"train_negatives": 5}, "negatives 5"),
        ({"epoch_steps": 50, "epochs": 8}, "400 steps"),
        ({"epoch_steps": 50, "epochs": 8, "minutes": 3.0}, "another budget"),
        ({"mutation": 0.1, "mixup": 0.2}, "mutation 0.1, mixup 0.2"),
        ({"mixup": 0.2, "epochs": 3}, "mixup 0.2, another budget"),
        ({"weights": {"bench": 2.0}}, "weights bench=2"),
        ({"pooling": "mean", "views": "original"}, "mean pooling, no views"),
    ],
)
def test_what_was_changed_is_named(changes, said):
    recipe = changed(preset("mirinter-trans-kmer"), Changes(**changes))
    assert recipe.views == VIEWS or "view" in said
    assert variant(recipe) == said


def test_kinds_of_evidence_that_are_left_out_are_named():
    without = changed(preset("evidence"), Changes(without=("sites", "family")))
    assert variant(without) == "without sites and family"


def test_what_a_recipe_does_not_use_makes_no_variant():
    assert variant(replace(preset("mirinter-trans"), rehearsed_negatives=4)) == ""
    assert variant(replace(preset("evidence"), rehearsed_negatives=4)) == (
        "another rehearsed negatives"
    )


def test_sides_changed_alike_are_named_once_and_apart_twice():
    recipe = preset("small")
    left, right = (replace(side, encoder="rna_fm") for side in recipe.sides)
    assert variant(replace(recipe, sides=(left, right))) == "rna_fm encoder"
    right = replace(right, encoder="other")
    assert variant(replace(recipe, sides=(left, right))) == "rna_fm encoder, other encoder"


def test_every_change_of_a_model_is_a_variant():
    recipe = preset("small")
    sides = tuple(replace(side, windows=Windows(size=500)) for side in recipe.sides)
    for other in (
        replace(recipe, sides=sides),
        replace(recipe, network="ffnn"),
        replace(recipe, network_options={"width": 3}),
        replace(recipe, pair_evidence=()),
        replace(recipe, fit=Fit()),
    ):
        assert variant(other)
    assert variant(replace(recipe, sides=sides)) == "windows 500-128"


def test_a_recipe_that_is_no_preset_has_no_variants():
    assert variant(replace(preset("small"), name="mine", views=VIEWS)) == ""
    assert variant(replace(preset("small"), system="of_the_future")) == ""


def test_trees_left_out_are_named_as_a_kind_of_evidence_left_out_is():
    recipe = preset("evidence")
    for gone, said in (
        (("trees",), "without trees"),
        (("footprint", "trees"), "without footprint and trees"),
        (("footprint",), "without footprint"),
    ):
        left = changed(recipe, Changes(without=gone))
        assert variant(left) == said
        assert left.network_options["trees"] == (0 if "trees" in gone else 200)
