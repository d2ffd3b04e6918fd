import numpy as np
import pytest

from mirinter_core.figures.confusion import confusion, reading
from mirinter_core.tasks.calls import confusion as at
from mirinter_core.tasks.curves import Curves
from tests.reports import report

ONE = report("small")


def cut(threshold):
    return at(Curves.read(ONE["curves"]), threshold).total


def test_the_cells_hold_every_test_pair_once():
    counts = np.array(confusion(ONE, 1.0).data[0].customdata)
    assert counts.sum() == ONE["n_pairs"]
    assert counts[0].sum() == ONE["n_positive"]


def test_rows_are_normalised_to_what_a_pair_is():
    shares = np.array(confusion(ONE, 1.0).data[0].z)
    assert shares.sum(axis=1) == pytest.approx([1, 1])


def test_counts_or_shares_come_first_as_asked():
    first = confusion(ONE, 1.0).layout.annotations[0].text
    second = confusion(ONE, 1.0, normalised=True).layout.annotations[0].text
    assert "%" not in first.split("<br>")[0]
    assert "%" in second.split("<br>")[0]


def test_the_sentence_says_what_calls_are_worth_here_and_at_the_users_share():
    here = reading(cut(1.0))
    assert "listed ones" in here
    there = reading(cut(1.0), prevalence=0.001)
    assert there.startswith(here)
    assert "of which 0.1 % are listed it would be 1 in" in there


def test_thresholds_out_of_range_still_make_a_figure():
    assert "none is called listed" in confusion(ONE, 1e9).layout.meta["alt"]
    everything = np.array(confusion(ONE, -1e9, dark=True).data[0].customdata)
    assert everything[:, 1].sum() == 0


def test_the_subtitle_says_which_threshold_is_used():
    assert f"threshold {cut(1.0).threshold:.4g}" in confusion(ONE, 1.0).layout.title.subtitle.text


def test_a_table_without_listed_pairs_is_said_to_hold_none():
    made = {"thresholds": [1.0, 0.0], "listed": [[0, 0]], "unlisted": [[2, 5]]}
    empty = ONE | {"curves": made | {"n_listed": [0], "n_unlisted": [5]}}
    assert "No test pair is listed" in confusion(empty, 0.5).layout.meta["alt"]
