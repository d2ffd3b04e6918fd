import copy
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mirinter_core.tasks.verdict import LOSES, UNMEASURED, WINS
from mirinter_core.web.verdicts import verdict_of
from tests.finished import world
from tests.measured import beside_model, summary
from tests.page_words import said

APP = Path(__file__).parents[2] / "app.py"


def report(auprc):
    found = copy.deepcopy(dict(summary()))
    found["mean"] |= {"auprc": auprc, "per_query_auprc": auprc}
    return found


@pytest.mark.parametrize(("auprc", "state"), [(0.999, WINS), (0.001, LOSES), (None, UNMEASURED)])
def test_a_model_of_the_users_is_judged_by_the_reports_beside_it(own_home, auprc, state):
    if auprc is not None:
        beside_model(report(auprc), model="mine")
    assert verdict_of("mine").state == state


def test_screen_says_of_a_chosen_model_that_nobody_measured_it_or_a_rule_does_better(own_home):
    world()  # the user's own goes before the shipped one
    page = AppTest.from_file(APP, default_timeout=60).run()
    assert "Not measured.** Nobody measured this model" in said(page)
    beside_model(report(0.001))
    page.run()
    assert "A rule without a model does better.**" in said(page)
    assert "this model 0.001" in said(page)


def test_screen_says_nothing_against_the_shipped_model():
    page = AppTest.from_file(APP, default_timeout=60).run()
    assert not page.warning
