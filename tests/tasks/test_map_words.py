import pytest

from mirinter_core.tasks import map_words
from mirinter_core.tasks.project import project
from tests.maps import pair_points, rna_points


@pytest.fixture(scope="module")
def facts():
    return project(pair_points(), "tsne").facts


def test_how_many_of_how_many_are_shown_and_how_they_were_drawn_is_said(facts):
    said = map_words.drawn_how(facts)
    assert "240 of 2,400 pairs" in said
    assert "stratified" in said
    assert map_words.drawn_how(project(rna_points(), "pca").facts) == "all 120 distinct RNAs"


def test_the_verdict_follows_purity_not_hope(facts):
    assert "Listed pairs stand apart:" in map_words.separation(facts)
    mixed = project(pair_points(600, shuffled=True), "pca").facts
    assert "do not stand apart" in map_words.separation(mixed)
    assert "RNAs of type lncRNA stand apart" in map_words.separation(
        project(rna_points(), "pca").facts
    )


def test_a_models_own_training_pairs_are_owned_up_to(facts):
    assert "All 60 listed pairs" in map_words.memory(facts)
    assert map_words.memory({**facts, "known": 0}) == ""
    assert "7 of the 60" in map_words.memory({**facts, "known": 7})


@pytest.mark.parametrize(
    ("value", "words"), [(0.99, "almost always"), (0.9, "Most"), (0.6, "not neighbours in truth")]
)
def test_low_trustworthiness_is_a_warning(facts, value, words):
    quality = {**facts["quality"], "trustworthiness": value}
    assert words in map_words.trust({**facts, "quality": quality})


def test_a_reduction_is_told(facts):
    assert "principal components" not in map_words.space(facts)
    assert "first 50 principal components" in map_words.space(project(rna_points(), "pca").facts)


def test_method_and_parameters_are_named(facts):
    assert map_words.method(facts) == "t-SNE, balanced (perplexity 30)"
