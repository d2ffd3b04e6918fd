import numpy as np
import pytest

from mirinter_core.tasks.calls import confusion, expected_listed
from tests.reports import read, scored_folds


def test_what_the_first_k_hold_is_expected_from_the_curve_and_the_prevalence():
    folds = scored_folds()
    found = read(folds)
    label, score = folds[0]
    share = label.mean()
    top = label[np.argsort(-score)[:200]].sum()
    expected = expected_listed(found, 200, partners=len(label), prevalence=share)
    assert expected[0] == pytest.approx(top, rel=0.03)
    rarer = expected_listed(found, 200, partners=len(label), prevalence=share / 10)
    assert rarer[0] < expected[0] / 2
    assert expected_listed(found, 999, partners=50, prevalence=0.1) == pytest.approx([5] * 3)


def test_precision_at_the_tests_own_prevalence_is_the_precision():
    cut = confusion(read(scored_folds()), 1.5).total
    own = (cut.tp + cut.fn) / (cut.tp + cut.fp + cut.fn + cut.tn)
    assert cut.precision_at(own) == pytest.approx(cut.precision)
    assert cut.precision_at(0.001) < cut.precision
    assert np.isnan(confusion(read(scored_folds()), 1e9).precision).all()
