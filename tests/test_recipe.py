import json
from dataclasses import replace

import pytest

from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.errors import PartError, RecipeError
from mirinter_core.recipe import Recipe, Side
from mirinter_core.system import SYSTEMS

RECIPES = [r for name in SYSTEMS.names() for r in SYSTEMS.get(name).recipes.values()]


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda r: r.name)
def test_a_recipe_comes_back_from_json(recipe):
    assert Recipe.from_json(recipe.to_json()) == replace(
        recipe, network_options=json.loads(json.dumps(dict(recipe.network_options)))
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format_version": 99}, "format 99; this mirinter reads format 1"),
        ({"surprise": 1}, "surprise"),
        ({"sides": []}, "not complete"),
        ({"views": ["original", "sideways"]}, "sideways"),
        ({"views": ["order"]}, "must include 'original'"),
        ({"negatives": 0}, "'negatives' is 0"),
        ({"negatives": "many"}, "'negatives' is 'many'"),
        ({"mutation": 1}, "'mutation' is 1; it is a share of letters"),
        ({"weights": {"mine": 0}}, "The weight of 'mine' is 0"),
    ],
)
def test_a_recipe_that_is_not_understood_is_refused(change, said):
    text = json.dumps(json.loads(RECIPES[0].to_json()) | change)
    with pytest.raises(RecipeError, match=said):
        Recipe.from_json(text)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("epochs", 0),
        ("batch_size", -1),
        ("validation_share", 0),
        ("positive_share", 1),
        ("mixup", -1),
        ("minutes", 0),
    ],
)
def test_a_fit_that_cannot_be_is_refused(name, value):
    raw = json.loads(RECIPES[0].to_json())
    raw["fit"][name] = value
    with pytest.raises(RecipeError, match=f"'{name}' is {value}"):
        Recipe.from_json(json.dumps(raw))


@pytest.mark.parametrize("text", ["", "[]", "{", "null", '{"format_version": 1}'])
def test_text_that_is_no_recipe_is_refused(text):
    with pytest.raises(RecipeError):
        Recipe.from_json(text)


def test_the_papers_preset_is_the_papers():
    paper = SYSTEMS.get("mirna_ncrna").recipes["mirinter-trans"]
    assert {s.encoder for s in paper.sides} == {"rna_fm"}
    assert paper.views == ("original", "order", "reversed", "both")
    assert (paper.fit.batch_size, paper.fit.positive_share) == (512, 0.3)
    assert (paper.fit.learning_rate, paper.fit.patience) == (5e-4, 10)
    assert (paper.fit.epochs, paper.fit.warmup_epochs) == (50, 4)
    assert paper.negatives == "full"


def test_a_part_that_no_file_provides_is_refused_with_a_hint():
    with pytest.raises(PartError, match="Did you mean 'mirna_ncrna'"):
        SYSTEMS.get("mirna_ncrnas")


def test_a_side_says_where_it_is_cut():
    assert Side(label="miRNA").windows.name == "1022-128"


def test_what_is_rehearsed_is_written_and_read():
    evidence = SYSTEMS.get("mirna_ncrna").recipes["evidence"]
    recipe = replace(evidence, rehearsal=("pair", "denovo-family"), rehearsed_negatives=7)
    raw = json.loads(recipe.to_json())
    assert (raw["rehearsal"], raw["rehearsed_negatives"]) == (["pair", "denovo-family"], 7)
    again = Recipe.from_json(recipe.to_json())
    assert again.rehearsal == ("pair", "denovo-family")
    assert again == recipe


def test_a_recipe_from_before_rehearsals_is_still_read():
    small = SYSTEMS.get("mirna_ncrna").recipes["small"]
    raw = json.loads(small.to_json())
    del raw["rehearsal"], raw["rehearsed_negatives"]
    assert Recipe.from_json(json.dumps(raw)) == small
    assert small.rehearsal == ()


def test_how_pairs_are_shown_is_written_and_read_and_older_recipes_show_them_as_they_are():
    small = SYSTEMS.get("mirna_ncrna").recipes["small"]
    fit = replace(small.fit, mixup=0.2, minutes=1.5)
    recipe = replace(small, mutation=0.05, weights={"bench": 3.0}, fit=fit)
    assert Recipe.from_json(recipe.to_json()) == recipe
    raw = json.loads(small.to_json())
    del raw["mutation"], raw["weights"], raw["fit"]["mixup"], raw["fit"]["minutes"]
    assert Recipe.from_json(json.dumps(raw)) == small


def test_the_evidence_preset_rehearses_every_protocol_there_is():
    assert set(SYSTEMS.get("mirna_ncrna").recipes["evidence"].rehearsal) == set(PROTOCOLS)
