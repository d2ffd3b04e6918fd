from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirinter_core.embedding.encoders.kmer import build
from mirinter_core.embedding.pooling import mean
from mirinter_core.molecules.alphabet import IUPAC

COLUMNS = ["".join(word) for k in (1, 2, 3, 4) for word in product("ACGU", repeat=k)]


def frequencies(letters):
    """Count by hand, an ambiguous word as all that it may be."""
    counts = dict.fromkeys(COLUMNS, 0.0)
    for k in (1, 2, 3, 4):
        words = [letters[i : i + k] for i in range(len(letters) - k + 1)]
        for word in words:
            readings = list(product(*(IUPAC[letter] for letter in word)))
            for reading in readings:
                counts["".join(reading)] += 1 / len(readings) / len(words)
    return np.array(list(counts.values()))


@given(st.text("".join(IUPAC), min_size=1, max_size=40))
def test_the_mean_over_letters_is_the_frequency_of_each_word(letters):
    (tokens,) = build().encode([letters])
    assert mean(tokens) == pytest.approx(frequencies(letters), abs=1e-6)


def test_every_ambiguous_letter_is_spread_over_what_it_may_be():
    for letter, may_be in IUPAC.items():
        pooled = mean(build().encode([letter])[0])[:4]
        assert pooled.sum() == pytest.approx(1)
        assert {c for c, share in zip("ACGU", pooled, strict=True) if share} == set(may_be)


def test_the_columns_of_each_word_length_sum_to_one():
    pooled = mean(build().encode(["ACGUNACGRYUU"])[0])
    assert [pooled[a:b].sum() for a, b in ((0, 4), (4, 20), (20, 84), (84, 340))] == pytest.approx(
        [1] * 4
    )
