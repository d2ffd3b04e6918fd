import math

from mirinter_core.tasks.best_rule import best_rule, ranked_rules, rules_of
from tests.reports import RULES, report

ONE = report("small")
OWN = ONE["baselines"]


def test_rules_stand_best_first_and_the_unmeasured_are_left_out():
    found = ranked_rules(OWN, "auprc")
    assert next(iter(found)) == "family-transcript"
    assert set(found) == set(RULES)
    assert list(found.values()) == sorted(found.values(), reverse=True)
    brier = list(ranked_rules(OWN, "brier").values())
    assert brier == sorted(brier)
    assert ranked_rules({"x": {"mean": {"auprc": None}}}, "auprc") == {}


def test_a_rule_measured_on_a_sample_stands_only_where_the_listed_share_does_not_matter():
    sampled = {**OWN, "duplex": OWN["degree"] | {"sample": 7500}}
    assert "duplex" in ranked_rules(sampled, "auroc")
    assert "duplex" not in ranked_rules(sampled, "auprc")


def test_rules_of_several_reports_are_all_there_the_first_reports_own_first():
    other = {"baselines": {"boosting": OWN["degree"], "degree": OWN["family-copy"]}}
    rules = rules_of([ONE, other])
    assert set(rules) == {*RULES, "boosting"}
    assert rules["degree"] is OWN["degree"]


def test_the_best_rule_has_a_name_only_if_there_is_one():
    assert best_rule(OWN, "auprc") == (
        "family-transcript",
        OWN["family-transcript"]["mean"]["auprc"],
    )
    name, value = best_rule({}, "auprc")
    assert name == ""
    assert math.isnan(value)
