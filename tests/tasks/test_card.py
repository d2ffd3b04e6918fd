from dataclasses import replace

import pytest

from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.tasks.card import card
from mirinter_core.tasks.evaluate import Question, evaluate
from tests.worlds import seed_world


@pytest.fixture(scope="module")
def measured(quick):
    world = seed_world(20, 60)
    (found,) = evaluate([world.table], quick[0], Question("denovo-family", 2))
    return world, found.summary


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
    peer = {**summary, "recipe": "kmer-logistic", "variant": "", "mean": mean}
    text = card(quick_model, [world], [summary, peer])
    assert "| recipe kmer-logistic | 1.000" in text
    assert "`recipe kmer-logistic` 1.000" in text
    other = card(quick_model, [world], [summary, {**peer, "variant": "no views"}])
    assert "| recipe kmer-logistic (no views) | 1.000" in other
    elsewhere = {**peer, "protocol": "pair"}
    assert "kmer-logistic" not in card(quick_model, [world], [summary, elsewhere])


def test_the_recipe_trained_on_other_data_stands_beside_and_is_not_called_simpler(
    quick_model, measured
):
    world, summary = measured
    data = [world.name]
    model = replace(quick_model, provenance={**quick_model.provenance, "datasets": data})
    mean = dict.fromkeys(summary["mean"], 1.0)
    joint = {**summary, "mean": mean, "provenance": {"trained_with": [*data, "other"]}}
    text = card(model, [world], [summary, joint])
    name = f"trained on {world.name} and other) (in other folds)"
    assert f"{name} | 1.000" in text
    assert text.count("**this model**") == 1
    assert "trained on" not in text.partition("| data set |")[0]
    assert "Not measured yet" in card(model, [world], [joint])


def test_what_could_not_be_measured_is_a_dash_and_wins_nothing(quick_model, measured):
    world, summary = measured
    rule = {"mean": dict.fromkeys(summary["mean"]), "sd": dict.fromkeys(summary["sd"])}
    text = card(quick_model, [world], [{**summary, "baselines": {"degree": rule}}])
    assert "| degree | - ± - | - | - | - |" in text
    assert "beats every baseline" in text


def test_the_hardest_question_comes_first_in_the_words_of_the_protocols(quick_model, measured):
    world, summary = measured
    reports = [{**summary, "protocol": name} for name in ("pair", "strange", "denovo-family")]
    text = card(quick_model, [world], reports)
    places = [text.index(f"### seed-world, `{p}`") for p in ("denovo-family", "pair", "strange")]
    assert places == sorted(places)
    assert PROTOCOLS["denovo-family"].asks in text
    low, high = summary["interval"]["auprc"]
    assert f"({low:.3f} to {high:.3f})" in text


def test_a_rule_on_a_sample_is_shown_and_wins_nothing(quick_model, measured):
    world, summary = measured
    best = dict.fromkeys(summary["mean"], 1.0)
    rule = {"mean": best, "sd": best, "sample": 7_500, "folds": summary["folds"]}
    text = card(quick_model, [world], [{**summary, "baselines": {"duplex-energy": rule}}])
    assert "| duplex-energy (on 7,500 pairs) | 1.000" in text
    assert "beats every baseline" in text


def test_rules_measured_apart_stand_in_the_models_table(quick_model, measured):
    world, summary = measured
    apart = {
        **summary,
        "recipe": "baselines-slow",
        "recipe_json": {"seed": 0, "network_options": {"rule": "boosting"}},
        "baselines": {"boosting": summary["baselines"]["degree"]},
    }
    text = card(quick_model, [world], [summary, apart])
    assert "| boosting |" in text
    assert "recipe baselines-slow" not in text


def test_a_row_says_of_which_pair_types_it_speaks(quick_model, measured):
    world, summary = measured
    text = card(quick_model, [world], [summary])
    assert "| seed-world | miRNA-lncRNA | whole seed families (`denovo-family`) |" in text
    assert "| seed-world | not told |" in card(quick_model, [world], [{**summary, "by_type": {}}])


def test_a_rule_of_other_folds_stands_in_the_table_marked(quick_model, measured):
    world, summary = measured
    rule = dict.fromkeys(summary["mean"], 1.0)
    rules = {"boosting": {"folds": summary["folds"], "mean": rule, "sd": rule}}
    apart = {**summary, "recipe_json": {"seed": 9}, "recipe": "another", "baselines": rules}
    text = card(quick_model, [world], [summary, apart])
    assert "| boosting (in other folds) | 1.000" in text
    assert "`boosting` 1.000" in text


def test_a_card_names_the_options_of_a_network(quick_model):
    recipe = replace(quick_model.recipe, network="gate", network_options={"trees": 200})
    assert "network `gate` (trees 200);" in card(replace(quick_model, recipe=recipe), [], [])
    plain = replace(quick_model.recipe, network_options={})
    assert f"network `{plain.network}`;" in card(replace(quick_model, recipe=plain), [], [])
