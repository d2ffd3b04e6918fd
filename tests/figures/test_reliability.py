import numpy as np
import pytest

from mirinter_core.figures.reliability import reading, reliability
from mirinter_core.tasks.crossed import reliability as bins
from tests.reports import report

ONE = report("small")


def folds(honest=True, n=4_000):
    """Pairs listed with the chance their score says, in each of three folds alike or not."""
    rng = np.random.default_rng(0)
    made = []
    for i in range(3):
        score = rng.normal(-2, 2, n)
        shift = 0 if honest or i else 4
        made.append(((rng.random(n) < 1 / (1 + np.exp(-score - shift))).astype(np.int8), score))
    return made


def test_honest_scores_lie_on_the_line():
    found = [b for b in bins(folds()) if b["pairs"] > 300]
    assert len(found) > 4
    for b in found:
        assert b["listed"] == pytest.approx(b["promised"], abs=0.05)
    assert sum(b["pairs"] for b in bins(folds())) == 12_000


def test_a_fold_unlike_the_others_breaks_their_promises():
    off = [abs(b["listed"] - b["promised"]) for b in bins(folds(honest=False)) if b["pairs"] > 300]
    assert max(off) > 0.1


def test_folds_of_one_class_promise_nothing():
    assert bins([(np.zeros(5, np.int8), np.arange(5.0))] * 2) == []
    assert bins([]) == []


def test_the_figure_holds_every_bin_and_the_line():
    one = {**ONE, "reliability": bins(folds())}
    made = reliability([one, one])
    assert [len(t.x) for t in made.data] == [2, *[len(one["reliability"])] * 2]
    assert made.data[1].marker.symbol != made.data[2].marker.symbol  # never colour alone
    assert "were listed" in made.layout.meta["alt"]


def test_too_few_pairs_are_said_to_be_too_few():
    few = {**ONE, "reliability": [{"promised": 0.1, "listed": 0.0, "pairs": 3.0}]}
    assert reading(few).startswith("Too few pairs")
