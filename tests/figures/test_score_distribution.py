import numpy as np
import pytest

from mirinter_core.figures.score_distribution import reading, score_distribution
from mirinter_core.tasks.curves import curves
from tests.reports import report

ONE = report("small")


def test_every_test_pair_is_in_one_bar_of_its_kind():
    unlisted, listed = score_distribution(ONE).data
    assert sum(listed.y) == ONE["n_positive"]
    assert sum(unlisted.y) == ONE["n_pairs"] - ONE["n_positive"]
    assert listed.marker.pattern.shape != unlisted.marker.pattern.shape


def test_counts_are_on_a_log_scale_that_shows_a_bar_of_one():
    axis = score_distribution(ONE).layout.yaxis
    assert axis.type == "log"
    assert axis.range[0] < 0
    assert "log scale" in axis.title.text


def test_a_threshold_is_drawn_where_asked():
    assert score_distribution(ONE, threshold=1.25).layout.shapes[0].x0 == 1.25
    assert not score_distribution(ONE).layout.shapes


def test_the_sentence_tells_how_many_pairs_of_such_a_score_are_listed():
    said = reading(ONE)
    assert said.startswith("Half of the listed pairs score")
    assert "unlisted pairs for each listed one" in said
    assert said in score_distribution(ONE, dark=True).layout.meta["alt"]


@pytest.mark.parametrize(
    ("label", "score", "said"),
    [
        ([0, 1] * 50, [0.0] * 100, "nothing tells them apart"),
        ([0] * 5, [1.0, 2.0, 3.0, 4.0, 5.0], "no pairs of both kinds"),
    ],
)
def test_scores_that_tell_nothing_are_said_to(label, score, said):
    made = curves([(np.array(label, np.int8), np.array(score))])
    assert said in score_distribution(ONE | {"curves": made}).layout.meta["alt"]
