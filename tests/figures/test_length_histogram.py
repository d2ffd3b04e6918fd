import numpy as np
import pytest

from mirinter_core.figures.length_histogram import length_histogram


@pytest.mark.parametrize("lengths", [[], [22], [22] * 5, [1, 10, 100, 22_743]])
def test_every_molecule_is_in_one_bar(lengths):
    bars = length_histogram(lengths).data[0]
    assert sum(bars.y) == len(lengths)


def test_a_bar_says_which_lengths_it_holds():
    lengths = np.random.default_rng(0).integers(15, 30_000, 2000)
    bars = length_histogram(lengths, bins=12).data[0]
    for count, (first, last) in zip(bars.y, bars.customdata, strict=True):
        assert count == np.count_nonzero((lengths >= first) & (lengths <= last))


def test_the_reading_says_n_range_and_median_and_a_name_is_no_markup():
    figure = length_histogram([20, 30, 40], title="<b>x</b>")
    alt = figure.layout.meta["alt"]
    assert alt == "Lengths of the molecules: n = 3 molecules, 20 to 40 nt, median 30 nt."
    assert "<b>" not in figure.layout.title.text
