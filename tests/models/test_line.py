"""A straight line for partners nobody knows: what scikit-learn fits, scored by torch."""

import numpy as np
import pytest
import torch
from sklearn.linear_model import LogisticRegression

from mirinter_core.models import line
from mirinter_core.models.line import LONG, Line
from mirinter_core.models.recall import COLUMNS, column, of_partner

SITES = column("log 8mer")
GAPPY = column("query")


def pairs(n: int = 900) -> tuple[np.ndarray, np.ndarray]:
    """Evidence of long partners nobody knows; sites decide, and one column has gaps that tell."""
    rng = np.random.default_rng(0)
    evidence = rng.normal(size=(n, COLUMNS)).astype(np.float32)
    evidence[:, column("log length")] = np.log(rng.integers(LONG, 9000, n))
    evidence[:, of_partner()] = np.nan
    gap = rng.random(n) < 0.3
    evidence[gap, GAPPY] = np.nan
    label = (evidence[:, SITES] + gap + rng.normal(size=n) > 0.5).astype(np.int8)
    return evidence, label


def fitted(evidence: np.ndarray, label: np.ndarray, weight: np.ndarray | None = None) -> Line:
    found = Line()
    found.fit(evidence, label, weight)
    return found


def scored(found: Line, evidence: np.ndarray) -> np.ndarray:
    return found(torch.from_numpy(evidence).double()).numpy()


def test_it_scores_as_scikit_learn_does_on_columns_by_their_spread():
    evidence, label = pairs()
    shown = evidence.astype(np.float64)
    known = ~np.isnan(shown).all(axis=0)
    normal = np.zeros_like(shown)
    normal[:, known] = (shown[:, known] - np.nanmean(shown[:, known], axis=0)) / np.nanstd(
        shown[:, known], axis=0
    )
    told = np.hstack([np.nan_to_num(normal).clip(-4, 4), np.isnan(shown)])
    theirs = LogisticRegression(C=0.01, max_iter=300).fit(told, label)
    found = fitted(evidence, label)
    np.testing.assert_allclose(scored(found, evidence), theirs.decision_function(told), atol=1e-6)
    assert found.weight[SITES] > 0.2
    assert found.weight[COLUMNS + GAPPY] > 0  # a gap tells as well


def test_it_speaks_of_long_partners_alone_and_only_where_nothing_is_known_of_them():
    evidence, _ = pairs(4)
    evidence[1, column("log length")] = np.log(LONG - 1)
    evidence[2, column("gene")] = 0.1
    evidence[3, column("log length")] = np.nan  # hidden
    assert Line().speaks(torch.from_numpy(evidence)).tolist() == [True, False, False, False]


def test_it_learns_of_the_pairs_alone_that_it_is_asked_about():
    evidence, label = pairs()
    others = evidence.copy()
    others[:, column("partner")] = 0.5
    both = np.concatenate([evidence, others]), np.concatenate([label, 1 - label])
    np.testing.assert_array_equal(
        scored(fitted(*both), evidence), scored(fitted(evidence, label), evidence)
    )


def test_it_stays_silent_where_there_are_too_few_pairs_to_learn_from():
    evidence, label = pairs()
    listed, others = np.flatnonzero(label == 1), np.flatnonzero(label == 0)
    few = np.concatenate([listed[: line._FEWEST - 1], others])
    assert not fitted(evidence[few], label[few]).fitted
    enough = np.concatenate([listed[: line._FEWEST], others])
    assert fitted(evidence[enough], label[enough]).fitted
    assert not fitted(evidence[:0], label[:0]).fitted


def test_what_is_never_known_in_training_counts_for_nothing():
    evidence, label = pairs()
    found = fitted(evidence, label)
    unknown = of_partner()
    assert not found.weight[:COLUMNS][unknown].any()
    hidden = evidence.copy()
    hidden[:, SITES] = np.nan
    blind = scored(found, hidden)
    assert np.isfinite(blind).all()
    assert blind.std() < scored(found, evidence).std() / 2


def test_pairs_count_what_they_weigh():
    evidence, label = pairs()
    twice = np.concatenate([evidence, evidence[:300]]), np.concatenate([label, label[:300]])
    heavy = np.ones(len(label), np.float32)
    heavy[:300] = 2
    weighed = fitted(evidence, label, heavy)
    assert weighed.weight[SITES] != fitted(evidence, label).weight[SITES]
    # The spread of columns is taken over pairs as they are; the odds follow the weights.
    assert scored(weighed, evidence) == pytest.approx(scored(fitted(*twice), evidence), abs=0.05)


def test_a_pair_has_its_score_in_any_batch():
    evidence, label = pairs()
    found = fitted(evidence, label)
    alone = np.concatenate([scored(found, evidence[i : i + 1]) for i in range(40)])
    np.testing.assert_allclose(alone, scored(found, evidence)[:40], atol=1e-12)
