from mirinter_core.embedding.pooling import POOLINGS
from mirinter_core.recipe import RULE, VIEWS
from mirinter_core.tasks.recipe_words import (
    POOLING_WORDS,
    RECIPE_WORDS,
    VIEW_WORDS,
    sentence_of,
    title_of,
)
from mirinter_core.tasks.recipes import presets


def test_every_preset_that_trains_is_told_in_plain_words_and_no_other():
    assert set(RECIPE_WORDS) == {n for n, recipe in presets().items() if recipe.network != RULE}
    assert all(sentence_of(name).endswith(".") for name in RECIPE_WORDS)
    assert (title_of("of-another-version"), sentence_of("x")) == ("of-another-version", "")


def test_every_view_and_pooling_has_words():
    assert {"original", *VIEW_WORDS} == set(VIEWS)
    assert set(POOLING_WORDS) == set(POOLINGS)
