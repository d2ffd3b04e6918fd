import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mirinter_core.errors import DatasetError
from mirinter_core.tasks.paired import against_rule, compare, holm, over_folds

FIRST, SECOND = [0.50, 0.52, 0.47, 0.55, 0.51], [0.45, 0.50, 0.46, 0.48, 0.47]


def report(values, **changes):
    return {
        "dataset": {"name": "x", "data_digest": "d" * 32},
        "protocol": "pair",
        "negatives": "full",
        "recipe_json": {"seed": 0},
        "folds": [{"auprc": value} for value in values],
        "baselines": {"degree": {"folds": [{"auprc": value} for value in SECOND]}},
    } | changes


def test_the_test_is_students_paired_one_sided():
    found = compare(report(FIRST), report(SECOND), "auprc")
    expected = stats.ttest_rel(FIRST, SECOND, alternative="greater")
    assert found.t == pytest.approx(expected.statistic)
    assert found.p == pytest.approx(expected.pvalue)
    assert found.difference == pytest.approx(np.mean(FIRST) - np.mean(SECOND))
    assert (found.folds, found.higher, found.figure) == (5, 5, "auprc")
    assert against_rule(report(FIRST), "degree") == found


def test_shared_training_pairs_make_a_difference_less_certain():
    found = over_folds("auprc", FIRST, SECOND)
    gain = np.subtract(FIRST, SECOND)
    t = gain.mean() / math.sqrt((1 / 5 + 1 / 4) * gain.var(ddof=1))
    assert found.p_corrected == pytest.approx(stats.t.sf(t, 4))
    assert found.p_corrected > found.p


def test_the_worse_is_not_found_better():
    assert over_folds("auprc", SECOND, FIRST).p > 0.9


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"dataset": {"name": "x", "data_digest": "e" * 32}}, "data"),
        ({"protocol": "block"}, "protocol"),
        ({"negatives": 20}, "negatives"),
        ({"recipe_json": {"seed": 1}}, "seed"),
        ({"folds": [{"auprc": 0.1}] * 4}, "number of folds"),
    ],
)
def test_reports_of_other_folds_are_refused_with_the_reason(changes, named):
    with pytest.raises(DatasetError, match=named):
        compare(report(FIRST), report(FIRST, **changes), "auprc")


def test_a_rule_that_was_not_measured_is_named():
    with pytest.raises(DatasetError, match=r"no rule 'x'.*degree"):
        against_rule(report(FIRST), "x")


def test_folds_without_a_value_are_left_out_and_equal_ones_say_nothing():
    found = over_folds("auprc", [0.5, float("nan"), 0.6], [0.4, 0.2, 0.3])
    assert found.folds == 2
    same = over_folds("auprc", FIRST, FIRST)
    assert math.isnan(same.p)
    assert same.higher == 0
    assert over_folds("auprc", [1.0, 2.0], [0.5, 1.5]).p == 0
    assert math.isnan(compare(report([None] * 5), report(FIRST)).difference)


def test_folds_of_data_split_together_do_not_pair_with_those_of_one_set_alone():
    alone = report(FIRST)
    joint = {**report(SECOND), "provenance": {"trained_with": ["other", "world"]}}
    with pytest.raises(DatasetError, match="split together"):
        compare(alone, joint)
    compare(alone, {**report(SECOND), "provenance": {"trained_with": ["mine"]}})


@given(st.lists(st.floats(0, 1) | st.just(math.nan), max_size=12))
def test_adjusted_ps_keep_their_order_and_are_never_smaller(p):
    found = np.array(holm(p))
    told = ~np.isnan(p)
    assert (np.isnan(found) == ~told).all()
    own, adjusted = np.array(p)[told], found[told]
    assert (adjusted >= own).all()
    assert (adjusted <= 1).all()
    assert (np.diff(adjusted[np.argsort(own)]) >= 0).all()
    if len(own):
        assert adjusted.min() == pytest.approx(min(1.0, own.min() * len(own)))
