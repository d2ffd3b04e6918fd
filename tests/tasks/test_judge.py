from dataclasses import replace

import pytest

from mirinter_core.errors import ModelError
from mirinter_core.models import checkpoint
from mirinter_core.tasks.evaluate import Question, evaluate
from mirinter_core.tasks.judge import judge, recipe_of_own
from mirinter_core.tasks.reports import beside
from tests.finished import world
from tests.worlds import seed_world


@pytest.fixture
def mine(own_home):
    """A model of the user's that nobody measured."""
    world()
    return "evidence"  # its name: one of the user's goes before the shipped one


def report(mine, **changes):
    recipe = replace(recipe_of_own(mine, ["seed-world"]), **changes)
    return evaluate([seed_world().table], recipe, Question("pair", 2))


def test_what_was_measured_lies_beside_the_model_and_in_its_card(mine, own_home):
    assert [r for r in beside(mine) if r["dataset"]["name"] == "seed-world"] == []
    judge(mine, report(mine), [seed_world()])
    assert (own_home / "models" / mine / "reports" / "seed-world-pair.json").is_file()
    card = checkpoint.card(mine)
    assert "Not measured yet" not in card
    assert "### seed-world, `pair`" in card
    lost = beside(mine)[0]["mean"]["auprc"] < beside(mine)[0]["baselines"]["degree"]["auprc"]
    assert ("Something simpler does better here" in card) or not lost


def test_a_model_measured_on_other_pairs_is_refused(mine):
    with pytest.raises(ModelError, match=r"was trained on seed-world, not on other"):
        recipe_of_own(mine, ["other"])
    with pytest.raises(ModelError, match="no model 'nobody' of yours"):
        recipe_of_own("nobody", ["seed-world"])


def test_a_model_that_went_meanwhile_is_told(mine):
    found = report(mine)
    checkpoint.remove(mine)
    with pytest.raises(ModelError, match="of yours"):
        judge(mine, found, [seed_world()])
