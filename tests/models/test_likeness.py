import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirinter_core.models.likeness import Likeness
from mirinter_core.molecules.molecule import Molecule
from tests.worlds import letters


def partners(*texts):
    return [Molecule(f"p{i}", text, "lncRNA") for i, text in enumerate(texts)]


def nearest(known, text):
    return Likeness.of(partners(*known)).nearest(Molecule("new", text))


@pytest.mark.parametrize("n", [60, 390, 450, 3000])
def test_an_isoform_is_known_by_what_it_shares_whatever_its_length(n):
    rng = np.random.default_rng(n)
    known = [letters(rng, n) for _ in range(5)]
    isoform = letters(rng, n // 2) + known[3][n // 4 :]
    assert nearest(known, isoform) == 3


@pytest.mark.parametrize("n", [60, 450, 3000])
def test_a_stranger_is_like_nothing(n):
    rng = np.random.default_rng(n)
    known = [letters(rng, n) for _ in range(5)]
    assert nearest(known, letters(rng, n)) == -1
    assert nearest(known, known[0][: n // 10] + letters(rng, n)) == -1


@pytest.mark.parametrize("size", [150, 3000])
def test_a_piece_of_a_long_transcript_is_its_own(size):
    rng = np.random.default_rng(1)
    known = [letters(rng, 8000) for _ in range(3)]
    assert nearest(known, known[2][1000 : 1000 + size]) == 2


def test_the_one_that_shares_most_is_named():
    rng = np.random.default_rng(0)
    new = letters(rng, 300)
    assert nearest([new[:150] + letters(rng, 150), new[:250] + letters(rng, 50)], new) == 1


@pytest.mark.parametrize("text", ["", "ACGUACGUACG", "N" * 50, "ACGUACGUAC" + "N" * 30])
def test_what_has_no_word_of_12_letters_is_like_nothing(text):
    assert nearest([letters(np.random.default_rng(0), 100), text], text) == -1


def test_where_nothing_is_known_nothing_is_near():
    assert nearest([], "ACGU" * 30) == -1


def test_an_ambiguous_letter_hides_its_own_words_only():
    text = letters(np.random.default_rng(3), 300)
    assert nearest([text], text[:150] + "N" + text[151:]) == 0


@given(st.permutations(range(6)), st.integers(0, 5))
def test_the_order_of_those_known_does_not_matter(order, asked):
    rng = np.random.default_rng(7)
    known = [letters(rng, 500) for _ in range(6)]
    assert order[nearest([known[i] for i in order], known[asked][30:] + "ACGU")] == asked
