import numpy as np

from mirinter_core.datasets.negatives import full
from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.progress import silent
from mirinter_core.tasks.ground import Ground
from mirinter_core.tasks.kept_folds import KeptFolds
from mirinter_core.tasks.summary import scored_by
from tests.worlds import seed_world


def test_the_folds_of_a_slow_rule_are_computed_once(tmp_path):
    table = full(seed_world().table)
    splits = list(PROTOCOLS["pair"].split(table, 3, np.random.default_rng(0)))
    ground, done = Ground.of(table), []

    def slow(ground, split):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(len(split.test))
        scores = ground.table.right_row[split.test] + 0.1
        scores[0] = np.nan  # a pair that it did not measure
        return scores

    def work():
        return scored_by(slow, ground, splits, KeptFolds(tmp_path), silent)

    try:
        work()
    except KeyboardInterrupt:
        assert len(done) == 2
    done.clear()
    again = work()
    assert len(done) == 1  # the third fold
    for scores, split in zip(again, splits, strict=True):
        np.testing.assert_array_equal(scores[1:], table.right_row[split.test][1:] + 0.1)
        assert np.isnan(scores[0])
    work()
    assert len(done) == 1
