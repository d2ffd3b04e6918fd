import numpy as np
import pytest

from mirinter_core.embedding.pooling import POOLINGS, pooling_named, width
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
