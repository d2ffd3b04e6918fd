import numpy as np
import pytest

from mirinter_core.figures import theme
from mirinter_core.figures.embedding_map import embedding_map
from mirinter_core.figures.map_groups import OTHER, colours, told_apart
from mirinter_core.figures.numbers import numbers
from mirinter_core.tasks.place import placed
from mirinter_core.tasks.project import project
from tests.maps import pair_points, rna_points

MARKUP = "<b>x</b>"


@pytest.fixture(scope="module")
def pairs():
    return project(pair_points(), "pca")


@pytest.fixture(scope="module")
def rnas():
    return project(rna_points(), "tsne")


def kinds(figure):
    return [trace.type for trace in figure.data]


def test_unlisted_pairs_are_lines_and_listed_ones_points_as_in_the_paper(pairs):
    made = embedding_map(pairs)
    assert kinds(made) == ["contour", "scattergl"]
    assert len(made.data[1].x) == 60
    assert made.data[1].marker.color == theme.VERMILION


def test_the_lines_hold_the_shares_they_say(pairs):
    lines = embedding_map(pairs).data[0]
    share = np.asarray(lines.z)
    assert (lines.contours.start, lines.contours.end) == (0.1, 0.9)
    assert share.min() == 0.0
    assert share.max() == 1.0


def test_unlisted_pairs_become_points_when_asked(pairs):
    made = embedding_map(pairs, as_points=True)
    assert kinds(made) == ["scattergl", "scattergl"]
    assert sum(len(trace.x) for trace in made.data) == len(pairs)
    assert "unlisted" in made.data[0].name  # below the others


def test_points_are_capped_and_the_title_says_so(pairs):
    made = embedding_map(pairs, most=20)
    assert len(made.data[1].x) == 20
    assert "20 of 60 listed pairs drawn, stratified" in made.layout.title.subtitle.text
    assert "all 60 listed pairs drawn" in embedding_map(pairs).layout.title.subtitle.text


def test_each_points_row_in_the_table_goes_with_it(pairs):
    points = embedding_map(pairs, as_points=True).data[1]
    rows = [card[0] for card in points.customdata]
    assert np.allclose(points.x, pairs.table["x"].iloc[rows])
    assert pairs.table["id1"].iloc[rows[0]] in points.customdata[0][1]


def test_every_column_offered_can_be_drawn_light_and_dark(pairs, rnas):
    for made in (pairs, rnas):
        for colour in colours(made.table):
            for dark in (False, True):
                drawn = embedding_map(made, colour, dark=dark, as_points=True)
                assert sum(len(trace.x) for trace in drawn.data) == len(made)


def test_a_column_with_one_value_is_not_offered(pairs, rnas):
    assert "type" not in colours(pairs.table)
    assert "species" not in colours(pairs.table)
    assert colours(rnas.table)[0] == "type"


def test_of_many_groups_the_commonest_have_colours_and_the_rest_is_one(pairs):
    table = pairs.table.assign(family=[f"F{min(i % 20, 12)}" for i in range(len(pairs))])
    names = told_apart(table, "family")
    assert names.nunique() == len(theme.COLOURS) + 1
    assert (names == OTHER).any()
    assert "F12" in set(names)  # the commonest


def test_groups_are_told_by_symbol_as_well_as_by_colour(rnas):
    looks = {(t.marker.color, t.marker.symbol) for t in embedding_map(rnas, "type").data}
    assert len({symbol for _, symbol in looks}) == 2


def test_a_query_is_a_star_on_top(pairs):
    points = pair_points()
    found = placed(points.table.head(2).drop(columns="label"), points.vectors[:2], pairs)
    star = embedding_map(pairs, placed=found).data[-1]
    assert star.marker.symbol == "star"
    assert [card[0] for card in star.customdata] == [-1, -1]


def test_what_users_named_is_not_read_as_markup(pairs):
    from dataclasses import replace

    odd = replace(pairs, table=pairs.table.assign(id1=MARKUP, family=MARKUP))
    drawn = embedding_map(odd, "label").to_json()
    assert MARKUP not in drawn
    assert "\\u003cb\\u003ex" not in drawn


def test_the_numbers_of_the_map_can_be_taken_along(pairs):
    table = numbers(embedding_map(pairs))
    assert set(table["series"]) == {"unlisted (180), density", "listed (60)"}
    assert "value" in table


def test_axes_without_a_unit_have_no_numbers(pairs, rnas):
    assert embedding_map(rnas).layout.xaxis.tickvals == ()
    assert embedding_map(pairs).layout.xaxis.tickvals is None


def test_the_alternative_text_says_what_is_seen(pairs):
    alt = embedding_map(pairs).layout.meta["alt"]
    assert alt.startswith("PCA of planted pairs")
    assert "Listed pairs stand apart" in alt
