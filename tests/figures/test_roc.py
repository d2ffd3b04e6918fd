import numpy as np
import pytest

from mirinter_core.errors import DatasetError
from mirinter_core.figures.roc import reading, roc
from mirinter_core.tasks.curves import curves
from tests.reports import report

ONE, OTHER = report("small"), report("weak", tells=0.5)


def test_each_fold_is_thin_and_the_mean_thick():
    traces = roc([ONE]).data
    widths = [trace.line.width for trace in traces]
    assert widths == [1] * 5 + [3, 1.5]
    assert [t.showlegend for t in traces[:5]] == [False] * 5
    assert traces[5].name == f"small: AUROC {ONE['mean']['auroc']:.3f}"


def test_the_area_under_the_thick_line_is_the_figure_it_names():
    mean = roc([ONE]).data[5]
    assert np.trapezoid(mean.y, mean.x) == pytest.approx(ONE["mean"]["auroc"], abs=0.005)


def test_models_differ_in_colour_and_dashes():
    means = [trace for trace in roc([ONE, OTHER]).data if trace.line.width == 3]
    assert len({trace.line.color for trace in means}) == 2
    assert len({trace.line.dash for trace in means}) == 2


def test_the_sentence_says_what_the_area_means_and_names_the_best_rule():
    said = reading(ONE)
    assert f"{100 * ONE['mean']['auroc']:.0f} times in 100 (by chance 50)" in said
    assert "The best rule, which needs no model, is family-transcript" in said
    assert "A rule that needs no model does no worse: family-transcript" in reading(OTHER)


def test_what_could_not_be_measured_is_said_and_drawn_as_nothing():
    none = [(np.zeros(5, np.int8), np.arange(5.0))]
    empty = ONE | {"mean": {"auroc": None}, "curves": curves(none)}
    assert "nothing could be told apart" in roc([empty]).layout.meta["alt"]
    with pytest.raises(DatasetError, match="different data"):
        roc([ONE, OTHER | {"dataset": {"name": "y", "data_digest": "e" * 32}}])


def test_axes_and_subtitle_say_what_is_drawn():
    layout = roc([ONE], dark=True).layout
    assert layout.xaxis.title.text == "False positive rate"
    assert "n = 10,000 test pairs" in layout.title.subtitle.text
    assert "listed" in layout.meta["alt"]
