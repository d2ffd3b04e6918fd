import numpy as np
import pytest

from mirinter_core.tasks.calls import confusion, expected_listed
from mirinter_core.tasks.course import mean_precision_recall, mean_roc, precision_recall, roc
from mirinter_core.tasks.curves import Curves, curves
from mirinter_core.tasks.metrics import pooled
from tests.reports import read, scored_folds


@pytest.mark.parametrize("scales", [(1.0, 1.0, 1.0), (0.01, 1.0, 100.0)])
def test_a_few_hundred_thresholds_keep_the_course_of_each_fold(scales):
    folds = scored_folds(scales=scales)
    kept = curves(folds)
    assert len(kept["thresholds"]) <= 300
    found = Curves.read(kept)
    for (label, score), (rate, recall), (r, p) in zip(
        folds, roc(found), precision_recall(found), strict=True
    ):
        exact = pooled(label, score)
        assert np.trapezoid(recall, rate) == pytest.approx(exact["auroc"], abs=0.001)
        assert np.trapezoid(p, r) == pytest.approx(exact["auprc"], abs=0.01)
        assert np.interp(0.01, rate, recall) == pytest.approx(exact["recall_at_fpr_1"], abs=0.01)
        order = np.argsort(-score)
        for k in (10, 100):  # precision where recall is low
            true = label[order[:k]].mean()
            low = np.interp(label[order[:k]].sum() / label.sum(), r, p)
            assert low == pytest.approx(true, abs=0.1)


def test_a_rule_of_few_values_is_kept_whole():
    rng = np.random.default_rng(0)
    label = (rng.random(5000) < 0.1).astype(np.int8)
    score = rng.integers(0, 4, 5000) + label
    rate, recall = roc(read([(label, score)]))[0]
    assert np.trapezoid(recall, rate) == pytest.approx(pooled(label, score)["auroc"])


def test_curves_run_from_corner_to_corner_and_their_means_between_them():
    found = read(scored_folds())
    for rate, recall in roc(found):
        assert (rate[0], recall[0], rate[-1], recall[-1]) == (0, 0, 1, 1)
        assert (np.diff(rate) >= 0).all()
    grid, recall = mean_roc(found)
    assert np.trapezoid(recall, grid) == pytest.approx(
        np.mean([np.trapezoid(y, x) for x, y in roc(found)]), abs=0.002
    )
    grid, precision = mean_precision_recall(found)
    assert np.trapezoid(precision, grid) == pytest.approx(
        np.mean([np.trapezoid(p, r) for r, p in precision_recall(found)]), abs=0.01
    )
    assert precision[-1] == pytest.approx(0.036, abs=0.01)


def test_a_constant_score_draws_the_lines_of_chance():
    label = np.array([1, 0, 0, 0] * 10, np.int8)
    found = read([(label, np.zeros(40))])
    grid, recall = mean_roc(found)
    assert recall == pytest.approx(grid)
    assert mean_precision_recall(found)[1] == pytest.approx(np.full(201, 0.25))
    edges, listed, unlisted = found.histogram()
    assert (listed.sum(), unlisted.sum(), len(edges)) == (10, 30, 2)


def test_folds_of_one_class_have_no_curve_but_are_counted():
    found = read([(np.zeros(3, np.int8), np.arange(3.0)), (np.array([0, 1]), np.array([0.5, 2.0]))])
    assert len(roc(found)) == 1
    assert confusion(found, -9).total.fp == 4
    nothing = read([])
    assert np.isnan(mean_roc(nothing)[1]).all()
    assert np.isnan(mean_precision_recall(nothing)[1]).all()
    assert nothing.histogram()[1].sum() == 0
    assert len(expected_listed(nothing, 5, partners=10, prevalence=0.1)) == 0
