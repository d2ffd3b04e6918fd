import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import brier_score_loss, f1_score, matthews_corrcoef

from mirinter_core.tasks.crossed import CROSSED, crossed

FOLDS = st.lists(
    st.lists(st.tuples(st.sampled_from([0, 1]), st.integers(0, 8)), min_size=1, max_size=30),
    min_size=2,
    max_size=4,
)


def arrays(folds):
    return [
        (np.array([y for y, _ in rows], np.int8), np.array([s / 8 for _, s in rows]))
        for rows in folds
    ]


@given(FOLDS)
def test_threshold_and_calibration_are_those_of_the_other_folds(rows):
    folds = arrays(rows)
    for i, found in enumerate(crossed(folds)):
        assert tuple(found) == CROSSED
        others = [fold for j, fold in enumerate(folds) if j != i]
        label, score = (np.concatenate(part) for part in zip(*others, strict=True))
        if len(set(label)) < 2:
            assert np.isnan(list(found.values())).all()
            continue
        reached = {t: matthews_corrcoef(label, score >= t) for t in np.unique(score)}
        assert reached[found["threshold"]] == pytest.approx(max(reached.values()))
        fitted = IsotonicRegression(out_of_bounds="clip").fit(score, label)
        own, given_score = folds[i]
        brier = brier_score_loss(own, fitted.predict(given_score), pos_label=1)
        assert found["brier"] == pytest.approx(brier, abs=1e-9)
        if len(set(own)) == 2:
            called = given_score >= found["threshold"]
            assert found["mcc"] == pytest.approx(matthews_corrcoef(own, called))
            assert found["f1"] == pytest.approx(f1_score(own, called, zero_division=0))


def test_a_folds_own_labels_move_neither_its_threshold_nor_its_calibration():
    rng = np.random.default_rng(0)
    folds = [((rng.random(60) < 0.3).astype(np.int8), rng.random(60)) for _ in range(3)]
    before = crossed(folds)[0]
    after = crossed([(1 - folds[0][0], folds[0][1]), *folds[1:]])[0]
    assert before["threshold"] == after["threshold"]
    assert before["brier"] != after["brier"]


def test_one_fold_has_no_others_to_be_fitted_on():
    assert np.isnan(
        list(crossed([(np.array([0, 1], np.int8), np.array([0.1, 0.2]))])[0].values())
    ).all()
    assert crossed([]) == []
