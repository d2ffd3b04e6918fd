import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve

from mirinter_core.tasks.metrics import PER_QUERY, POOLED, per_query, pooled, spread

# Few values, so that ties are the rule.
ROWS = st.lists(
    st.tuples(st.sampled_from([0, 1]), st.integers(0, 6), st.integers(0, 3)),
    min_size=1,
    max_size=80,
)


def columns(rows):
    label, score, query = (np.array(column) for column in zip(*rows, strict=True))
    return label.astype(np.int8), score / 4 - 0.5, query


@given(ROWS)
def test_pooled_figures_are_those_of_the_common_library(rows):
    label, score, _ = columns(rows)
    found = pooled(label, score)
    assert tuple(found) == POOLED
    if 0 < label.sum() < len(label):
        assert found["auroc"] == pytest.approx(roc_auc_score(label, score))
        assert found["auprc"] == pytest.approx(average_precision_score(label, score))
        rate, recall, _ = roc_curve(label, score, drop_intermediate=False)
        at = np.interp(0.01, rate + np.arange(len(rate)) * 1e-12, recall)
        assert found["recall_at_fpr_1"] == pytest.approx(at)
    else:
        assert np.isnan([found[key] for key in POOLED if key != "prevalence"]).all()


@given(ROWS, st.integers(0, 9))
def test_no_figure_depends_on_the_order_of_the_table(rows, seed):
    label, score, query = columns(rows)
    shuffled = np.random.default_rng(seed).permutation(len(label))
    for measure in (lambda r: pooled(label[r], score[r]), lambda r: per_query(*_at(r))):

        def _at(r):
            return label[r], score[r], query[r]

        first, second = measure(np.arange(len(label))), measure(shuffled)
        assert first == pytest.approx(second, nan_ok=True)


@given(ROWS)
def test_per_query_is_the_mean_of_each_query_measured_alone(rows):
    label, score, query = columns(rows)
    own = [query == q for q in np.unique(query)]
    own = [q for q in own if 0 < label[q].sum() < q.sum()]
    found = per_query(label, score, query)
    assert tuple(found) == PER_QUERY
    assert found["queries"] == len(own)
    if own:
        expected = [average_precision_score(label[q], score[q]) for q in own]
        assert found["auprc"] == pytest.approx(np.mean(expected))
        assert found["chance"] == pytest.approx(np.mean([label[q].mean() for q in own]))
        assert found["partners"] == pytest.approx(np.mean([q.sum() for q in own]))
        for k in (1, 5, 20):
            top = np.mean([_expected_at(k, label[q], score[q]) for q in own])
            assert found[f"precision_at_{k}"] == pytest.approx(top)


def _expected_at(k, label, score):
    k = min(k, len(score))
    last = np.sort(score)[-k]
    above, tied = score > last, score == last
    return (label[above].sum() + (k - above.sum()) * label[tied].mean()) / k


def test_a_perfect_and_a_constant_score_have_the_figures_they_must():
    label = np.array([1, 0, 0, 1, 0, 0], dtype=np.int8)
    query = np.array([7, 7, 7, 9, 9, 9])
    perfect = pooled(label, label.astype(float))
    assert perfect["auprc"] == perfect["auroc"] == perfect["recall_at_fpr_1"] == 1.0
    constant = pooled(label, np.zeros(6))
    assert constant["auroc"] == 0.5
    assert constant["auprc"] == constant["precision_at_100"] == pytest.approx(1 / 3)
    assert constant["lift"] == pytest.approx(1.0)
    assert constant["recall_at_fpr_1"] == pytest.approx(0.01)
    third = pytest.approx(1 / 3)
    assert per_query(label, label.astype(float), query) == {
        "auprc": 1.0,
        "precision_at_1": 1.0,
        "precision_at_5": third,
        "precision_at_20": third,
        "chance": third,
        "partners": 3.0,
        "queries": 2.0,
    }


def test_ties_are_broken_at_random_and_not_by_the_order_of_the_table():
    label = np.array([1] * 20 + [0] * 80, dtype=np.int8)
    query = np.zeros(100, dtype=np.intp)
    assert per_query(label, np.zeros(100), query)["precision_at_20"] == pytest.approx(0.2)
    best = np.zeros(100)
    best[[0, 99]] = 1.0  # one positive and one negative above 98 ties with 19 positives
    expected = (1 + 18 * 19 / 98) / 20
    assert per_query(label, best, query)["precision_at_20"] == pytest.approx(expected)


def test_a_query_without_positives_says_nothing():
    label = np.array([1, 0, 0, 0], dtype=np.int8)
    assert per_query(label, np.arange(4.0), np.array([0, 0, 1, 1]))["queries"] == 1
    assert np.isnan(pooled(np.zeros(3, np.int8), np.arange(3.0))["auprc"])
    nothing = np.zeros(0)
    assert np.isnan(pooled(nothing.astype(np.int8), nothing)["prevalence"])
    assert per_query(nothing.astype(np.int8), nothing, nothing.astype(int))["queries"] == 0


def test_a_score_that_is_no_number_is_refused():
    with pytest.raises(ValueError, match="finite"):
        pooled(np.array([0, 1], np.int8), np.array([0.0, np.nan]))


def test_folds_that_could_not_be_measured_are_left_out_of_the_mean():
    mean, sd = spread([{"a": 1.0}, {"a": float("nan")}, {"a": 3.0}])
    assert mean == {"a": 2.0}
    assert sd["a"] == pytest.approx(2**0.5)
