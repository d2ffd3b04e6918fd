import copy

from mirinter_core.tasks.reports import beside
from mirinter_core.tasks.verdict import LOSES, UNMEASURED, WINS, verdict
from tests.measured import summary


def changed(auprc, per_query=0.99):
    found = copy.deepcopy(dict(summary()))
    found["mean"] |= {"auprc": auprc, "per_query_auprc": per_query}
    return found


def test_without_a_report_or_a_figure_it_was_not_measured():
    assert verdict([]).state == UNMEASURED
    assert verdict([changed(None, None)]).state == UNMEASURED
    assert "Nobody measured this model" in verdict([]).sentence


def test_a_model_that_is_above_every_rule_wins():
    found = verdict([changed(0.999, 0.999)])
    assert (found.state, found.measured) == (WINS, 1)
    assert found.sentence.startswith(
        "Better than every quick rule that needs no model, in 1 report."
    )


def test_one_figure_below_a_rule_is_a_loss_and_the_worst_is_told_first():
    found = verdict([changed(0.5, 0.01), changed(0.999, 0.999)])
    assert found.state == LOSES
    assert found.losses[0].figure == "per_query_auprc"
    assert "within each query's ranking" in found.sentence
    assert "this model 0.010" in found.sentence
    assert found.losses[0].rule in found.sentence


def test_as_good_as_a_rule_is_no_better():
    report = changed(0.999, 0.999)
    best = max(rule["mean"]["auprc"] for rule in report["baselines"].values())
    assert verdict([changed(best, 0.999)]).state == LOSES


def test_the_shipped_model_beats_every_rule_it_was_measured_beside():
    assert verdict(beside("evidence")).state == WINS
