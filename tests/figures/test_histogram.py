import json

import numpy as np
import pytest

from mirinter_core.figures.histogram import score_histogram

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
