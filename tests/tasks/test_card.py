import pytest

from mirinter_core.tasks.card import card
from mirinter_core.tasks.evaluate import Question, evaluate
from tests.worlds import seed_world


@pytest.fixture(scope="module")
def measured(quick):
    recipe, embedding = quick
    world = seed_world(20, 60)
    return world, evaluate([world.table], recipe, Question("denovo-family", 2), embedding)[
        0
    ].summary


def test_a_card_names_data_figures_and_limits(quick_model, measured):
    world, summary = measured
    text = card(quick_model, [world], [summary])
    assert f"{summary['mean']['auprc']:.3f}" in text
    assert "miRNA-lncRNA" in text
    assert "not a probability" in text
    for rule in summary["baselines"]:
        assert f"| {rule} |" in text


@pytest.mark.parametrize("figure", ["auprc", "per_query_auprc"])
def test_a_model_that_loses_to_a_rule_says_so(quick_model, measured, figure):
    world, summary = measured
    rules = [rule["mean"] for rule in summary["baselines"].values()]
    best = {key: max(rule[key] for rule in rules) for key in ("auprc", "per_query_auprc")}
    winning = {**summary["mean"], **{key: value + 0.01 for key, value in best.items()}}
    losing = {**winning, figure: best[figure] - 0.01}
    assert "beats every baseline" in card(quick_model, [world], [{**summary, "mean": winning}])
    assert "Something simpler does better" in card(
        quick_model, [world], [{**summary, "mean": losing}]
    )


def test_a_model_without_reports_says_it_was_not_measured(quick_model):
    assert "Not measured yet" in card(quick_model, [seed_world()], [])


def test_another_recipe_stands_beside_the_model_as_one_more_baseline(quick_model, measured):
    world, summary = measured
    mean = dict.fromkeys(summary["mean"], 1.0)
    peer = {**summary, "recipe": "kmer-logistic", "mean": mean}
    text = card(quick_model, [world], [summary, peer])
    assert "| recipe kmer-logistic | 1.000" in text
    assert "`recipe kmer-logistic` 1.000" in text
    elsewhere = {**peer, "protocol": "pair"}
    assert "kmer-logistic" not in card(quick_model, [world], [summary, elsewhere])


def test_what_could_not_be_measured_is_a_dash_and_wins_nothing(quick_model, measured):
    world, summary = measured
    rule = {"mean": dict.fromkeys(summary["mean"]), "sd": dict.fromkeys(summary["sd"])}
    text = card(quick_model, [world], [{**summary, "baselines": {"degree": rule}}])
    assert "| degree | - ± - | - | - | - |" in text
    assert "beats every baseline" in text
