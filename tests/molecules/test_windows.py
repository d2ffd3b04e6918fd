from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirinter_core.errors import RecipeError
from mirinter_core.molecules.windows import Window, cut
from mirinter_core.recipe import Windows


@st.composite
def cuts(draw):
    size = draw(st.integers(1, 60))
    scheme = Windows(size=size, overlap=draw(st.integers(0, size - 1)))
    limit = draw(st.integers(scheme.overlap + 1, 80))
    return draw(st.integers(1, 400)), scheme, limit


@given(cuts())
def test_own_parts_tile_the_sequence_and_lie_in_their_windows(case):
    length, _, _ = case
    windows = cut(*case)
    assert windows[0].own_start == 0
    assert windows[-1].own_end == length
    assert all(a.own_end == b.own_start for a, b in pairwise(windows))
    for w in windows:
        assert 0 <= w.start <= w.own_start < w.own_end <= w.end <= length


@given(cuts())
def test_no_window_is_above_the_limit_and_neighbours_share_the_overlap(case):
    _, scheme, limit = case
    windows = cut(*case)
    assert max(w.end - w.start for w in windows) <= min(limit, scheme.size)
    assert all(a.end - b.start >= scheme.overlap for a, b in pairwise(windows))


@given(cuts())
def test_a_letter_belongs_to_the_window_in_which_it_is_furthest_from_an_edge(case):
    windows = cut(*case)
    for own in windows:
        for place in range(own.own_start, own.own_end):
            depth = {
                w: min(place - w.start, w.end - 1 - place)
                for w in windows
                if w.start <= place < w.end
            }
            assert depth[own] == max(depth.values())


@given(cuts())
def test_there_are_as_few_windows_as_the_limit_allows(case):
    length, scheme, limit = case
    size = min(scheme.size, limit)
    fewer = len(cut(*case)) - 1
    assert fewer == 0 or fewer * size - (fewer - 1) * scheme.overlap < length


@given(st.integers(1, 100_000), st.integers(1, 2000))
def test_an_encoder_without_a_limit_sees_the_whole_sequence(length, size):
    assert cut(length, Windows(size=size, overlap=0), None) == (Window(0, length, 0, length),)


@pytest.mark.parametrize(("length", "count"), [(1, 1), (1022, 1), (1023, 2), (1916, 2), (1917, 3)])
def test_rna_fm_windows_begin_above_1022_letters(length, count):
    assert len(cut(length, Windows(), 1022)) == count


def test_one_letter_too_many_does_not_cost_twice():
    assert sum(w.end - w.start for w in cut(1023, Windows(), 1022)) <= 1023 + 128 + 1


def test_an_overlap_as_long_as_the_window_is_refused():
    with pytest.raises(RecipeError, match="overlap by 128"):
        cut(200, Windows(size=1022, overlap=128), 100)
    assert len(cut(100, Windows(size=1022, overlap=128), 100)) == 1


def test_nothing_has_no_windows():
    assert cut(0, Windows(), 1022) == ()
