import numpy as np
import pytest

from mirinter_core.embedding.pooling import (
    POOLINGS,
    SEGMENTED,
    SEGMENTS,
    pooling_named,
    segments,
    width,
)
from mirinter_core.errors import PartError


def test_mean_and_max_are_over_letters():
    tokens = np.array([[1, 5], [3, 1]], np.float32)
    assert POOLINGS["mean"](tokens).tolist() == [2, 3]
    assert POOLINGS["max"](tokens).tolist() == [3, 5]
    assert POOLINGS["mean-max"](tokens).tolist() == [2, 3, 3, 5]


@pytest.mark.parametrize("name", POOLINGS)
def test_a_pooled_vector_is_as_long_as_it_says(name):
    vector = POOLINGS[name](np.ones((3, 7), np.float32))
    assert vector.dtype == np.float32
    assert vector.shape == (width(name, 7),)


def test_a_long_mean_keeps_its_digits():
    tokens = np.full((100_000, 1), 0.1, np.float32)
    assert POOLINGS["mean"](tokens)[0] == np.float32(0.1)


def test_an_unknown_pooling_is_refused_with_those_there_are():
    with pytest.raises(PartError, match="mean, max, mean-max"):
        pooling_named("median")


def test_segments_are_means_of_stretches_of_equal_length_however_long_the_rna():
    tokens = np.arange(2 * 100_000, dtype=np.float32).reshape(100_000, 2)
    held = segments(tokens).reshape(SEGMENTS, 2)
    assert held.dtype == np.float32
    np.testing.assert_allclose(held[0], tokens[: 100_000 // SEGMENTS].mean(axis=0))
    np.testing.assert_allclose(held.mean(axis=0), tokens.mean(axis=0, dtype=np.float64))
    assert width(SEGMENTED, 7) == SEGMENTS * 7


def test_of_a_short_rna_each_letter_is_a_segment_and_nothing_stands_behind():
    tokens = np.arange(44, dtype=np.float32).reshape(22, 2) + 1
    held = segments(tokens).reshape(SEGMENTS, 2)
    np.testing.assert_array_equal(held[:22], tokens)
    assert not held[22:].any()
