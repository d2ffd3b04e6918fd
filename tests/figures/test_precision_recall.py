import numpy as np
import pytest

from mirinter_core.figures.precision_recall import precision_recall, reading
from mirinter_core.tasks.curves import curves
from tests.reports import report

ONE, OTHER = report("small"), report("weak", tells=0.5)


def test_the_line_of_chance_lies_at_the_prevalence():
    chance = precision_recall([ONE]).data[-1]
    assert list(chance.y) == [ONE["mean"]["prevalence"]] * 2


def test_the_area_under_the_thick_line_is_about_the_figure_it_names():
    mean = precision_recall([ONE]).data[5]
    assert mean.line.width == 3
    assert np.trapezoid(mean.y, mean.x) == pytest.approx(ONE["mean"]["auprc"], abs=0.02)
    assert mean.name == f"small: AUPRC {ONE['mean']['auprc']:.3f}"


def test_the_sentence_compares_with_chance_and_names_the_rule_that_wins():
    assert "by chance it would be 4 in 100" in reading(ONE)
    assert "A rule that needs no model does no worse: family-transcript" in reading(OTHER)
    assert reading(OTHER) in precision_recall([ONE, OTHER]).layout.meta["alt"]


def test_what_could_not_be_measured_is_said_and_drawn_as_nothing():
    none = [(np.zeros(5, np.int8), np.arange(5.0))]
    empty = ONE | {"mean": {"auprc": None, "prevalence": 0.0}, "curves": curves(none)}
    assert "nothing could be told apart" in precision_recall([empty]).layout.meta["alt"]
