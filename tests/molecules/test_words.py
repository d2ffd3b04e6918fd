import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirinter_core.molecules.words import alike, encode, words
from tests.worlds import letters


@given(st.text("ACGUN", max_size=40), st.integers(1, 12))
def test_words_are_numbered_as_base_4_numbers(text, k):
    found = words(encode(text), k)
    assert len(found) == max(len(text) - k + 1, 0)
    for i, code in enumerate(found.tolist()):
        word = text[i : i + k]
        broken = "N" in word
        assert code == (4**k if broken else int("".join(str("ACGU".index(c)) for c in word), 4))


def test_alike_is_the_share_of_the_shorter_ones_words():
    rng = np.random.default_rng(0)
    whole = letters(rng, 200)
    half = whole[:60] + letters(rng, 200)
    found = alike([whole, whole[50:120], half, letters(rng, 300)]).toarray()
    assert found[0, 1] == 1.0  # all of the fragment's words
    assert found[0, 2] == 0  # 49 of 189 words: too few
    assert not found[3].any()
    assert not found.diagonal().any()
    np.testing.assert_array_equal(found, found.T)


def test_a_third_of_the_words_is_enough_and_a_fifth_is_not():
    rng = np.random.default_rng(1)
    whole = letters(rng, 111)  # 100 words
    for shared, near in ((44, True), (31, False)):
        other = whole[:shared] + letters(rng, 111 - shared)
        assert bool(alike([whole, other])[0, 1]) is near


def test_ambiguous_and_short_sequences_are_alike_to_nothing():
    assert alike(["N" * 50, "N" * 50, "ACGU", "ACGU", ""]).nnz == 0
    assert alike([]).shape == (0, 0)


@pytest.mark.parametrize("least", [0.1, 0.6])
def test_the_least_share_can_be_chosen(least):
    rng = np.random.default_rng(2)
    whole = letters(rng, 111)
    other = whole[:50] + letters(rng, 61)
    assert bool(alike([whole, other], least=least).nnz) is (least < 0.3)
