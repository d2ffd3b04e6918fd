"""Boosted trees as arrays: what scikit-learn grows, scored by torch."""

import numpy as np
import pytest
import torch

from mirinter_core.models import trees
from mirinter_core.models.trees import Trees

COLUMNS = 5


def pairs(n: int = 600) -> tuple[np.ndarray, np.ndarray]:
    """Evidence with gaps, of which the first two columns tell together, and a gap tells too."""
    rng = np.random.default_rng(0)
    evidence = rng.normal(size=(n, COLUMNS)).astype(np.float32)
    gap = rng.random(evidence.shape) < 0.2
    label = (evidence[:, 0] * evidence[:, 1] > 0) | gap[:, 2]
    evidence[gap] = np.nan
    return evidence, label.astype(np.int8)


def grown(count: int = 30, **options: object) -> Trees:
    found = Trees(count, COLUMNS)
    found.grow(*pairs(), seed=0, **options)
    return found


def scored(found: Trees, evidence: np.ndarray) -> np.ndarray:
    return found(torch.from_numpy(evidence).double()).numpy()


@pytest.mark.parametrize("count", [1, 30, 130])  # 130: in two goes
def test_they_score_as_scikit_learn_does_gaps_too(count):
    evidence, label = pairs()
    theirs = trees._grown(evidence, label, None, (count, 0, 1), lambda *_: None)
    np.testing.assert_allclose(
        scored(grown(count), evidence), theirs.decision_function(evidence), atol=1e-9
    )


def test_a_column_of_which_nothing_is_known_is_left_out_and_the_others_keep_their_place():
    evidence, label = pairs()
    wider = np.insert(evidence, 1, np.nan, axis=1)
    found = Trees(30, COLUMNS + 1)
    found.grow(wider, label, seed=0)
    np.testing.assert_array_equal(scored(found, wider), scored(grown(), evidence))


def test_they_learn_what_two_columns_say_together():
    evidence, label = pairs()
    scores = scored(grown(), evidence)
    assert scores[label == 1].min() > scores[label == 0].mean()
    assert (scores[label == 1].mean() - scores[label == 0].mean()) > 1


def test_the_threads_do_not_matter_and_the_seed_does():
    one, two = grown(threads=1), grown(threads=2)
    other = Trees(30, COLUMNS)
    other.grow(*pairs(), seed=1)
    evidence, _ = pairs()
    np.testing.assert_array_equal(scored(one, evidence), scored(two, evidence))
    assert np.abs(scored(one, evidence) - scored(other, evidence)).max() > 0.01


def test_a_pair_of_weight_two_counts_as_two():
    evidence, label = pairs()
    weight = np.where(label == 1, 2.0, 1.0).astype(np.float32)
    found = Trees(30, COLUMNS)
    found.grow(evidence, label, seed=0, weight=weight)
    assert scored(found, evidence).mean() > scored(grown(), evidence).mean() + 0.2


def test_before_they_are_grown_there_are_none():
    found = Trees(30, COLUMNS)
    assert not found.grown
    assert grown().grown
    np.testing.assert_array_equal(scored(found, pairs()[0]), 0.0)


def test_they_are_the_same_when_their_arrays_are_read_back():
    found, evidence = grown(), pairs()[0]
    again = Trees(30, COLUMNS)
    again.load_state_dict(found.state_dict())
    np.testing.assert_array_equal(scored(again, evidence), scored(found, evidence))


def test_a_pair_alone_scores_as_among_others():
    found, evidence = grown(), pairs(2500)[0]  # more than are scored at once
    together = scored(found, evidence)
    alone = [scored(found, evidence[i : i + 1])[0] for i in range(0, 2500, 50)]
    np.testing.assert_allclose(together[::50], alone, atol=1e-12)
    assert len(scored(found, evidence[:0])) == 0


def test_growing_says_how_far_it_is():
    said: list[float] = []
    grown(130, progress=lambda share, _: said.append(share))
    assert said == sorted(said)
    assert len(said) == 2
    assert said[-1] == 1.0
