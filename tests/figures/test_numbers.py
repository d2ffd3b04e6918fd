import pandas as pd
import pytest

from mirinter_core.figures.benchmark_bars import benchmark_bars
from mirinter_core.figures.confusion import confusion
from mirinter_core.figures.histogram import score_histogram
from mirinter_core.figures.numbers import numbers, rounded
from mirinter_core.figures.roc import roc
from mirinter_core.figures.type_heatmap import type_heatmap
from tests.reports import report

ONE = report("small")


def test_every_point_of_a_curve_is_in_the_table():
    figure = roc([ONE])
    table = numbers(figure)
    assert list(table.columns) == ["series", "False positive rate", "Recall (true positive rate)"]
    assert len(table) == sum(len(trace.x) for trace in figure.data)
    assert set(table["series"]) == {trace.name for trace in figure.data}


def test_a_bar_is_told_by_where_it_ends():
    table = numbers(benchmark_bars([ONE], "auroc")).set_index("series")
    assert table.loc["small, mean of the folds", "AUROC"] == pytest.approx(ONE["mean"]["auroc"])


def test_what_only_keeps_bars_apart_on_the_page_is_no_number():
    table = numbers(benchmark_bars([ONE]))
    assert list(table.columns) == ["series", "AUPRC"]
    assert not table.duplicated().any()


def test_numbers_have_no_more_digits_than_mean_something():
    table = rounded(pd.DataFrame({"a": [0.123456789012, None], "b": [1234567, 2], "c": ["x", "y"]}))
    assert table["a"][0] == 0.123457
    assert table["b"].tolist() == [1234567, 2]


def test_a_cell_is_told_by_its_row_and_column():
    table = numbers(confusion(ONE, 1.0))
    assert len(table) == 4
    assert table["value"].sum() == pytest.approx(2)


def test_labels_of_two_lines_are_one_in_the_table():
    table = numbers(type_heatmap(ONE))
    assert "miRNA-lncRNA (n = 300)" in set(table["Pair type (listed)"])


def test_upright_bars_keep_their_counts():
    table = numbers(score_histogram([1.0, 2.0, 2.0], []))
    assert table["Partners (log scale)"].sum() == 3
