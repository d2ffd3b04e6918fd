import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirinter_core.errors import RecipeError
from mirinter_core.molecules.views import reversed_letters, reverses, swaps
from mirinter_core.recipe import VIEWS


def test_the_four_views_are_the_four_ways_to_swap_and_reverse():
    ways = {view: (swaps(view), reverses(view)) for view in VIEWS}
    assert ways["original"] == (False, False)
    assert ways["both"] == (True, True)
    assert len(set(ways.values())) == 4


@given(st.text("ACGU", max_size=30))
def test_reversing_twice_gives_the_letters_back(letters):
    assert reversed_letters(reversed_letters(letters)) == letters
    assert reversed_letters(letters)[:1] == letters[-1:]


@pytest.mark.parametrize("asked", [swaps, reverses])
def test_an_unknown_view_is_refused(asked):
    with pytest.raises(RecipeError, match="mirrored"):
        asked("mirrored")
