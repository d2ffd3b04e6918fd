import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mirinter_core.tasks.calls import confusion
from tests.reports import read

ROWS = st.lists(st.tuples(st.sampled_from([0, 1]), st.integers(0, 9)), min_size=1, max_size=60)


@given(st.lists(ROWS, min_size=1, max_size=3), st.integers(-1, 11))
def test_counts_at_every_kept_threshold_are_exact(folds, asked):
    folds = [tuple(np.array(c) for c in zip(*rows, strict=True)) for rows in folds]
    found = read(folds)
    assert (np.diff(found.thresholds) < 0).all()
    cut = confusion(found, asked)
    assert cut.threshold >= asked
    for i, (label, score) in enumerate(folds):
        called = score >= cut.threshold
        expected = (
            (called & (label == 1)).sum(),
            (called & (label == 0)).sum(),
            (~called & (label == 1)).sum(),
            (~called & (label == 0)).sum(),
        )
        assert (cut.tp[i], cut.fp[i], cut.fn[i], cut.tn[i]) == expected
    edges, listed, unlisted = found.histogram()
    label, score = (np.concatenate(part) for part in zip(*folds, strict=True))
    assert listed.tolist() == np.histogram(score[label == 1], edges)[0].tolist()
    assert unlisted.tolist() == np.histogram(score[label == 0], edges)[0].tolist()
