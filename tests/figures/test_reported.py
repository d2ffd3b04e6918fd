import pytest

from mirinter_core.errors import DatasetError
from mirinter_core.figures import reported
from mirinter_core.tasks.best_rule import APART
from tests.reports import report

ONE = report("small")


def test_a_report_is_named_by_recipe_and_variant_or_by_its_rule():
    assert reported.name_of(ONE) == "small"
    assert reported.name_of(ONE | {"variant": "max"}) == "small (max)"
    rule = {"recipe_json": {"network_options": {"rule": "degree"}}}
    assert reported.name_of(ONE | rule) == "degree (rule)"


def test_the_lines_below_a_title_tell_what_was_held_out_and_how_unlisted_pairs_were_drawn():
    lines = reported.asked(ONE | {"negatives": 20})
    assert "whole seed families held out" in lines[0]
    assert "20 unlisted drawn per listed pair, 5 folds" in lines[1]
    assert (
        reported.asked(ONE | {"protocol": "<i>own</i>"})[0] == "lncrnasnp2, &lt;i&gt;own&lt;/i&gt;"
    )


def test_where_no_rule_was_measured_the_sentence_says_so():
    unmeasured = ONE | {"baselines": {"x": {"mean": {"auprc": None}, "folds": []}}}
    assert reported.beside(unmeasured, "auprc") == "No rule was measured beside it."


def test_a_rule_of_other_folds_stands_beside_but_nothing_is_said_of_luck():
    own = ONE["baselines"]["degree"]
    assert "folds" in reported.beside(ONE | {"baselines": {"degree": own}}, "auprc")
    apart = ONE | {"baselines": {"degree": own | {APART: "4 folds"}}}
    assert reported.beside(apart, "auprc").startswith("The best rule, which needs no model, is")
    assert "in 5 of 5 folds" not in reported.beside(apart, "auprc")


def test_reports_of_other_test_tables_are_refused():
    with pytest.raises(DatasetError, match=r"different test negatives \(20, full\)"):
        reported.same_question([ONE, ONE | {"negatives": 20}])


def test_a_rules_own_report_is_not_compared_with_itself():
    own = ONE | {"recipe_json": {"network_options": {"rule": "family-transcript"}}}
    assert "degree" in reported.beside(own, "auprc")
    unknown = ONE | {"mean": {"auprc": None}}
    assert reported.beside(unknown, "auprc").startswith("The best rule, which needs no model, is")
