import json

import numpy as np
import pytest

from mirinter_core.figures.histogram import null_histogram, score_histogram

SCORES = np.random.default_rng(3).normal(size=2000)


def test_every_score_is_in_one_bar():
    figure = score_histogram(SCORES, [])
    assert sum(figure.data[0].y) == 2000


def test_axes_and_subtitle_say_what_is_counted():
    figure = score_histogram(SCORES, [("a", 1.0)], query="let-7a", score="Score (log odds)")
    assert figure.layout.xaxis.title.text == "Score (log odds)"
    assert figure.layout.yaxis.title.text == "Partners (log scale)"
    assert "n = 2,000 partners" in figure.layout.title.subtitle.text
    assert "let-7a, 1 partner marked" in figure.layout.title.subtitle.text
    assert "n = 2,000 partners" in figure.layout.meta["alt"]


def test_marked_partners_stand_at_their_scores_with_their_ids():
    marked = [(f"<b>{k}</b>", 3.0 - k) for k in range(8)]
    points = score_histogram(SCORES, marked).data[-1]
    assert list(points.x) == [value for _, value in marked]
    assert list(points.customdata) == [label for label, _ in marked]
    assert sum(bool(text) for text in points.text) == 3
    assert not any("<" in text for text in (*points.text, *points.hovertext))
    assert len(set(points.y[:4])) == 4  # no name is written over another


def test_the_figure_does_not_grow_with_the_catalogue():
    few, many = (len(score_histogram(np.resize(SCORES, n), []).to_json()) for n in (2000, 200_000))
    assert many < few + 500


def test_scores_that_are_missing_are_left_out_and_counted():
    figure = score_histogram([1.0, np.nan, 2.0, np.inf], [("a", np.nan), ("b", 2.0)])
    assert "n = 2 partners" in figure.layout.meta["alt"]
    assert "2 without a score left out" in figure.layout.meta["alt"]
    assert list(figure.data[-1].customdata) == ["b"]


@pytest.mark.parametrize("scores", [[], [1.0], [2.0] * 50, [np.nan]])
@pytest.mark.parametrize("dark", [False, True])
def test_few_or_equal_scores_still_make_a_figure(scores, dark):
    assert json.loads(score_histogram(scores, [], dark=dark).to_json())["layout"]["meta"]["alt"]


COUNTED = {"from": -2.0, "to": 2.0, "query": [5, 3, 0, 2], "decoys": [4.5, 4.0, 0.0, 1.5]}


def test_the_decoys_are_a_line_over_the_bars_of_the_query():
    figure = null_histogram(COUNTED, query="<b>mine</b>")
    bars, line = figure.data
    assert list(bars.y) == COUNTED["query"]
    assert list(bars.x) == [-1.5, -0.5, 0.5, 1.5]
    assert list(line.x) == [-2, -1, -1, 0, 0, 1, 1, 2]
    assert np.isnan(line.y[4])  # a logarithm has no 0
    assert line.y[-1] == 1.5
    assert line.line.dash  # colour never stands alone
    assert "<" not in bars.name


def test_a_rare_decoy_is_within_the_axis_and_the_alternative_text_names_both():
    rare = null_histogram(COUNTED | {"decoys": [9, 0.5, 0.03, 0.02]})
    assert rare.layout.yaxis.range[0] < np.log10(0.02) < rare.layout.yaxis.range[1]
    assert "decoys" in rare.layout.meta["alt"]
    assert "n = 10 partners" in rare.layout.meta["alt"]
