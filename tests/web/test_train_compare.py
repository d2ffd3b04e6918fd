import copy

import pytest

from mirinter_core.web.train_compare import verdict
from tests.measured import summary


def changed(by):
    """The report with every fold's AUPRC moved by as much, and a little more each time."""
    found = copy.deepcopy(dict(summary()))
    found["recipe"] = "quick"
    for i, fold in enumerate(found["folds"]):
        fold["auprc"] += by * (1 + i / 100)
    found["mean"]["auprc"] += by
    return found


@pytest.mark.parametrize(
    ("by", "told"), [(-0.2, "evidence is better"), (0.2, "mine is better"), (0.0, "not decided")]
)
def test_the_better_one_is_named_unless_the_folds_do_not_decide(by, told):
    said = verdict("mine", changed(by), summary(), "auprc")
    assert said.startswith("All pairs together: ")
    assert told in said


def test_reports_of_other_folds_are_not_tested():
    own = changed(0.1)
    own["recipe_json"] = {**own["recipe_json"], "seed": 99}
    assert "other folds" in verdict("mine", own, summary(), "auprc")
