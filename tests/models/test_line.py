"""A straight line for partners nobody knows: what scikit-learn fits, scored by torch."""

import numpy as np
import pytest
import torch
from sklearn.linear_model import LogisticRegression

from mirinter_core.models import line
from mirinter_core.models.book import Book
from mirinter_core.models.line import LONG, Line
from mirinter_core.models.recall import COLUMNS, column, hidden, of_partner
from mirinter_core.molecules.molecule import Molecule
from tests.books import told
from tests.worlds import letters

SITES = column("log 8mer")
GAPPY = column("query")


def pairs(n: int = 900) -> tuple[np.ndarray, np.ndarray]:
    """Evidence of long partners nobody knows; sites decide, and one column has gaps that tell."""
    rng = np.random.default_rng(0)
    evidence = rng.normal(size=(n, COLUMNS)).astype(np.float32)
    evidence[:, column("log length")] = np.log(rng.integers(LONG, 9000, n))
    evidence[:, of_partner()] = np.nan
    evidence[:, column("any gene with a site")] = rng.normal(0.13, 0.001, n).clip(0.129, 0.131)
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


def speaking(found: Line, evidence: np.ndarray) -> list[bool]:
    return found.speaks(torch.from_numpy(evidence)).tolist()


def test_it_scores_as_scikit_learn_does_on_columns_by_their_spread():
    evidence, label = pairs()
    shown = evidence.astype(np.float64)
    known = ~np.isnan(shown).all(axis=0)
    normal = np.zeros_like(shown)
    normal[:, known] = (shown[:, known] - np.nanmean(shown[:, known], axis=0)) / np.nanstd(
        shown[:, known], axis=0
    )
    gaps = np.isnan(shown)
    weighed = np.hstack(
        [np.nan_to_num(normal).clip(-4, 4)[:, known], gaps[:, known & gaps.any(axis=0)]]
    )
    theirs = LogisticRegression(C=0.01, tol=1e-8, max_iter=1000).fit(weighed, label)
    found = fitted(evidence, label)
    np.testing.assert_allclose(
        scored(found, evidence), theirs.decision_function(weighed), atol=1e-6
    )
    assert found.weight[SITES] > 0.2
    assert found.weight[COLUMNS + GAPPY] > 0  # a gap tells as well


def test_it_speaks_of_long_partners_alone_and_only_where_nothing_is_known_of_them():
    evidence, label = pairs()
    asked = np.repeat(evidence[:1], 4, axis=0)
    asked[1, column("log length")] = np.log(LONG - 1)
    asked[2, column("gene")] = 0.1
    asked[3, column("log length")] = np.nan
    assert speaking(fitted(evidence, label), asked) == [True, False, False, False]


@pytest.mark.parametrize("kind", ["sites", "footprint", "partner"])
def test_it_is_silent_where_a_kind_of_evidence_is_hidden_that_it_needs(kind):
    """So it never stands in for what a known partner's score would be without a kind."""
    evidence, label = pairs()
    found = fitted(evidence, label)
    assert all(speaking(found, evidence))
    assert not any(speaking(found, hidden(evidence, [kind])))


def test_the_querys_family_may_be_hidden():
    evidence, label = pairs()
    found = fitted(evidence, label)
    assert all(speaking(found, hidden(evidence, ["family", "pattern"])))


def test_it_is_silent_of_types_that_were_not_in_its_fit():
    evidence, label = pairs()
    rate = column("any gene with a site")
    found = fitted(evidence, label)
    asked = np.repeat(evidence[:1], 3, axis=0)
    asked[:, rate] = [0.1301, 0.88, np.nan]
    assert speaking(found, asked) == [True, False, False]


def test_of_a_type_nobody_has_seen_it_says_nothing():
    """Its columns of sites that are listed are 0 there, whether there is a site or not."""
    rng = np.random.default_rng(2)
    partners = [Molecule(f"c{i}", letters(rng, 900), "circRNA") for i in range(3)]
    query = Molecule("new", "U" + letters(rng, 21), "miRNA")
    found = told(Book.empty(), [query], partners).to_numpy(np.float32, copy=True)
    assert np.isnan(found[:, of_partner()]).all()
    assert not any(speaking(fitted(*pairs()), found))


def test_it_learns_of_the_pairs_alone_that_it_is_asked_about():
    evidence, label = pairs()
    others = evidence.copy()
    others[:, column("partner")] = 0.5
    both = np.concatenate([evidence, others]), np.concatenate([label, 1 - label])
    np.testing.assert_array_equal(
        scored(fitted(*both), evidence), scored(fitted(evidence, label), evidence)
    )


def test_it_stays_silent_where_there_are_too_few_pairs_to_learn_from():
    evidence, label = pairs(1500)
    listed, others = np.flatnonzero(label == 1), np.flatnonzero(label == 0)
    few = np.concatenate([listed[: line._FEWEST - 1], others])
    assert not fitted(evidence[few], label[few]).fitted
    enough = np.concatenate([listed[: line._FEWEST], others])
    assert fitted(evidence[enough], label[enough]).fitted
    assert not fitted(evidence[:0], label[:0]).fitted


def test_a_second_fit_leaves_nothing_of_the_first():
    evidence, label = pairs()
    found = fitted(evidence, label)
    found.fit(evidence[:30], label[:30])
    assert not found.fitted
    found.fit(evidence, label)
    np.testing.assert_array_equal(
        scored(found, evidence), scored(fitted(evidence, label), evidence)
    )


def test_what_is_never_known_or_always_the_same_counts_for_nothing():
    evidence, label = pairs()
    evidence[:, column("C")] = 0.25
    found = fitted(evidence, label)
    for gone in (of_partner(), np.arange(COLUMNS) == column("C")):
        assert not found.weight[:COLUMNS][gone].any()
        assert not found.weight[COLUMNS:][gone].any()
    blank = evidence.copy()
    blank[:, SITES] = np.nan
    blind = scored(found, blank)
    assert np.isfinite(blind).all()
    assert blind.std() < scored(found, evidence).std() / 2


def test_in_a_model_from_before_it_is_silent():
    net, old = torch.nn.ModuleDict({"line": Line()}), {}
    net.load_state_dict(old)
    assert not net["line"].fitted
    net["line"].fit(*pairs())
    kept = net.state_dict()
    again = torch.nn.ModuleDict({"line": Line()})
    again.load_state_dict(kept)
    assert again["line"].fitted
    assert old == {}


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
