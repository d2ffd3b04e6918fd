import math

import pytest

from mirinter_core.tasks.best_rule import APART
from mirinter_core.tasks.standings import (
    CERTAIN,
    CHANCE,
    LISTED,
    MODEL,
    RULE,
    SAMPLED,
    alike,
    bench_of,
    completed,
    contests,
    standings,
)
from tests.measured import summary
from tests.reports import report

GOOD, POOR = report("good", tells=3.0), report("poor", tells=0.5)


def test_models_rules_and_chance_stand_in_one_table_the_best_first():
    table = standings({"good": GOOD, "poor": POOR})
    assert table["kind"].iloc[-1] == CHANCE
    ranked = table[table["kind"] != CHANCE]
    assert ranked["auprc"].is_monotonic_decreasing
    assert set(ranked[ranked["kind"] == MODEL]["name"]) == {"good", "poor"}
    assert set(ranked[ranked["kind"] == RULE]["name"]) == set(GOOD["baselines"])
    assert table["auprc"].iloc[-1] == pytest.approx(GOOD["mean"]["prevalence"])
    assert table["auroc"].iloc[-1] == 0.5


def test_listed_at_the_top_counts_partners_not_shares():
    row = standings({"good": GOOD}).set_index("name").loc["good"]
    assert row[LISTED] == pytest.approx(20 * GOOD["mean"]["per_query_precision_at_20"])


def test_a_rule_that_is_a_recipe_too_has_one_row():
    rules = summary("baselines")
    names = standings({"family-transcript (rule)": rules})["name"].tolist()
    assert names.count("family-transcript") == 1
    assert "family-transcript (rule)" not in names


def test_rules_of_reports_that_were_not_chosen_stand_there_too():
    other = {**POOR, "baselines": {"boosting": POOR["baselines"]["degree"]}}
    assert "boosting" in standings({"good": GOOD}, [other])["name"].tolist()


def test_a_rule_on_a_sample_is_marked():
    rule = {**GOOD["baselines"]["degree"], "sample": 100}
    table = standings({"good": {**GOOD, "baselines": {"duplex-energy": rule}}})
    assert table.set_index("name").loc["duplex-energy", "kind"] == SAMPLED


def test_a_rule_on_a_sample_stands_below_what_was_measured_on_all_pairs():
    """A sample holds more listed pairs than the table, so its figures are higher."""
    rule = {**GOOD["baselines"]["degree"], "sample": 100}
    rule["mean"] = {**rule["mean"], "auprc": 0.999}
    table = standings(
        {
            "good": {
                **GOOD,
                "baselines": {"duplex-energy": rule, "degree": GOOD["baselines"]["degree"]},
            }
        }
    )
    assert table["name"].tolist()[:3] == ["good", "degree", "duplex-energy"]


def test_a_rule_of_other_folds_stands_beside_marked_and_is_not_tested():
    rules = {"boosting": POOR["baselines"]["degree"]}
    same = {**POOR, "baselines": rules}
    other = {**same, "recipe_json": {"seed": 1}}
    assert APART not in completed(GOOD, [other, same])["baselines"]["boosting"]
    found = completed(GOOD, [other])
    assert found["baselines"]["boosting"][APART] == "5 folds, seed 1, split alone"
    table, untested = contests("good", {"good": found})
    assert untested == ["boosting"]
    assert "boosting" not in {*table["higher"], *table["lower"]}


def test_rows_say_into_which_folds_their_pairs_were_dealt():
    joint = {**POOR, "provenance": {"trained_with": ["lncrnasnp2", "mine"]}}
    rules = {"boosting": POOR["baselines"]["degree"]}
    folds = standings({"good": GOOD, "poor": joint}, [{**joint, "baselines": rules}])
    folds = folds.set_index("name")["folds"]
    assert folds["good"] == folds["degree"] == "5 folds, seed 0, split alone"
    assert folds["poor"] == folds["boosting"]
    assert folds["poor"] == "5 folds, seed 0, split with lncrnasnp2 and mine"


def test_the_same_pairs_under_another_name_are_alike():
    named = {**POOR, "dataset": {**POOR["dataset"], "name": "mine"}}
    assert alike(GOOD, [POOR, named, {**POOR, "protocol": "pair"}]) == [POOR, named]


def test_reports_of_other_data_protocols_or_negatives_stand_on_other_benches():
    assert bench_of(GOOD) == bench_of(POOR)
    for changes in (
        {"protocol": "pair"},
        {"negatives": 20},
        {"dataset": {"name": "lncrnasnp2", "data_digest": "e"}},
    ):
        assert bench_of({**GOOD, **changes}) != bench_of(GOOD)


def test_each_contest_names_the_higher_first_and_every_rule_is_in_it():
    table, untested = contests("poor", {"good": GOOD, "poor": POOR})
    assert untested == []
    row = table[table["lower"] == "poor"].iloc[0]
    assert (row["higher"], row["verdict"], row["folds"]) == ("good", "higher", "5 of 5")
    assert (table["difference"] >= 0).all()
    assert len(table) == 1 + len(POOR["baselines"])


def test_a_contest_is_decided_for_both_directions_and_for_so_many_tests():
    table, _ = contests("poor", {"good": GOOD, "poor": POOR})
    both = 2 * table["p_corrected"]
    assert (table["p_adjusted"] >= both).all()
    assert table["p_adjusted"].min() == pytest.approx(both.min() * len(table))
    assert (table["verdict"] == "higher").equals(table["p_adjusted"] <= CERTAIN)


def test_equal_ones_are_undecided():
    table, _ = contests("a", {"a": GOOD, "b": GOOD})
    row = table[table["lower"] == "b"].iloc[0]
    assert row["verdict"] == "undecided"
    assert math.isnan(row["p_corrected"])


def test_reports_of_other_folds_are_not_tested_but_named():
    other = {**POOR, "recipe_json": {"seed": 7}}
    table, untested = contests("good", {"good": GOOD, "poor": other})
    assert untested == ["poor"]
    assert "poor" not in set(table["lower"])


def test_a_rule_on_a_sample_is_in_no_contest():
    rule = {**GOOD["baselines"]["degree"], "sample": 100}
    table, _ = contests("good", {"good": {**GOOD, "baselines": {"duplex-energy": rule}}})
    assert table.empty
