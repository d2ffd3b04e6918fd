import numpy as np
import pytest
import RNA
from hypothesis import given, settings
from hypothesis import strategies as st

from mirinter_core.pairing.accessibility import unpaired

HAIRPIN = "GGGGGGAAAACCCCCC"


def test_a_loop_is_open_and_a_stem_is_closed():
    assert unpaired(HAIRPIN, 7, 10) > 0.99
    assert unpaired(HAIRPIN, 1, 6) < 0.01


def test_letters_that_cannot_pair_are_always_open():
    assert unpaired("A" * 200, 90, 97) == pytest.approx(1.0)
    assert unpaired("N" * 30 + "R" * 30, 20, 40) == pytest.approx(1.0)


@pytest.mark.parametrize("length", [1, 2, 3, 4, 5, 6, 12])
def test_a_partner_too_short_to_fold_is_open(length):
    assert unpaired(("GAAAAC" * 2)[:length], 1, 1) > 0.9


@pytest.mark.parametrize("start", [1, 40, 79, 80, 81, 150, 286, 293])
def test_folding_around_the_site_gives_what_folding_the_whole_partner_gives(start):
    rng = np.random.default_rng(7)
    partner = "".join(rng.choice(list("ACGU"), 300))
    whole = RNA.pfl_fold_up(partner, 8, 80, 40)
    assert unpaired(partner, start, start + 7) == pytest.approx(whole[start + 7][8], abs=1e-6)


def test_a_stretch_longer_than_the_window_is_answered():
    assert 0 <= unpaired(HAIRPIN * 12, 10, 160) < 1e-6


@given(partner=st.text("ACGUGCN", min_size=1, max_size=80), data=st.data())
@settings(max_examples=50)
def test_a_probability_is_between_0_and_1_and_a_part_is_at_least_as_open(partner, data):
    start = data.draw(st.integers(1, len(partner)))
    end = data.draw(st.integers(start, min(start + 20, len(partner))))
    whole = unpaired(partner, start, end)
    assert 0 <= whole <= 1
    part = unpaired(partner, start, data.draw(st.integers(start, end)))
    assert part >= whole - 1e-6
