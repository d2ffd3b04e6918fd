import numpy as np
import torch

from mirinter_core.models.blend import Blend
from mirinter_core.models.examples import Batch, Side


def blend(n=200, strength=0.4):
    return Blend.draw(n, strength, np.random.default_rng(0), torch.zeros(1))


def test_a_pair_stays_more_itself_than_the_other():
    drawn = blend()
    assert ((drawn.share >= 0.5) & (drawn.share <= 1)).all()
    assert drawn.share.dtype == torch.float32
    assert sorted(drawn.other.tolist()) == list(range(200))
    assert blend(strength=100.0).share.mean() < blend(strength=0.1).share.mean()


def test_vectors_evidence_and_labels_are_mixed_by_one_share():
    drawn, row = blend(), torch.arange(200.0)
    left, right = Side.of_pairs(row[:, None]), Side.of_pairs(row[:, None] * 2)
    mixed, label = drawn.batch(Batch(left, right, row[:, None] * 3, row > 100)), drawn(row)
    seen_of_pairs = (mixed.left.by_pair, 1), (mixed.right.by_pair, 2), (mixed.evidence, 3)
    for seen, times in seen_of_pairs:
        torch.testing.assert_close(seen[:, 0], label * times)
    np.testing.assert_array_equal(mixed.known, (row > 100) & (row[drawn.other] > 100))
