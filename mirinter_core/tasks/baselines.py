"""Rules that need no model: what every figure has to stand beside.

Each looks at the training rows only, and scores the test rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mirinter_core.datasets.pairs import PairTable, both_orders
from mirinter_core.datasets.splits import Split
from mirinter_core.molecules.family import seed
from mirinter_core.pairing.sites import seed_score
from mirinter_core.tasks.evidence import site_counts

Scores = NDArray[np.float64]

_TIE = 0.001  # breaks ties of a rule by degree without overruling it


@dataclass(frozen=True)
class Ground:
    """The pairs of all folds as rules see them, and what is the same for every fold.

    Parameters
    ----------
    table : PairTable
        Pairs of one type stand in it in both orders, as the model sees them: who of two
        microRNAs is called the query must not matter to a rule either.
    pair : (n,) int array
        The pair of each row, as a row of the table that was split.
    """

    table: PairTable
    pair: NDArray[np.intp]

    @classmethod
    def of(cls, table: PairTable) -> Ground:
        """Prepare the pairs of a table."""
        return cls(*both_orders(table))

    @cached_property
    def sites(self) -> Scores:
        """Seed-site score of each pair: see `mirinter_core.pairing.sites.seed_score`."""
        return seed_score(site_counts(self.table))

    @cached_property
    def family(self) -> NDArray[np.intp]:
        """Number of each query's seed family (letters 2-8); equal letters, equal number."""
        seeds = np.array([seed(m.letters) or m.digest for m in self.table.left])
        return np.unique(seeds, return_inverse=True)[1].astype(np.intp)


Rule = Callable[[Ground, Split], Scores]


def ruled(name: str, ground: Ground, split: Split) -> Scores:
    """Score a split's test pairs by a rule; a pair in both orders gets the mean.

    Parameters
    ----------
    split : Split
        Rows of the table that `ground` was made of.
    """
    train, test = (np.flatnonzero(np.isin(ground.pair, part)) for part in (split.train, split.test))
    scores = RULES[name](ground, Split(train, test))
    place = np.searchsorted(split.test, ground.pair[test])
    mean: Scores = np.bincount(place, weights=scores) / np.bincount(place)
    return mean


def degree(ground: Ground, split: Split) -> Scores:
    """Say how often partner and query are listed in training: no sequence is looked at.

    log(rate + 0.001) of the partner plus that of the query; a rate is positives over known cells.
    """
    table = ground.table
    return _log_rate(table.right_row, len(table.right), table, split) + _log_rate(
        table.left_row, len(table.left), table, split
    )


def seed_sites(ground: Ground, split: Split) -> Scores:
    """Say how many seed sites the partner has; nothing is learnt."""
    return ground.sites[split.test]


def seed_degree(ground: Ground, split: Split) -> Scores:
    """Add twice the degree to the seed sites."""
    return seed_sites(ground, split) + 2 * degree(ground, split)


def family_copy(ground: Ground, split: Split) -> Scores:
    """Count the query's seed siblings that are listed with the partner in training."""
    table = ground.table
    family, n_right = ground.family, len(table.right)
    train = split.train[table.label[split.train] == 1]
    listed = np.bincount(
        family[table.left_row[train]] * n_right + table.right_row[train],
        minlength=(family.max() + 1) * n_right,
    )
    own = np.bincount(
        table.left_row[train] * n_right + table.right_row[train],
        minlength=len(table.left) * n_right,
    )
    a, b = table.left_row[split.test], table.right_row[split.test]
    siblings = listed[family[a] * n_right + b] - own[a * n_right + b]
    return siblings.astype(np.float64)


def family_degree(ground: Ground, split: Split) -> Scores:
    """Copy from siblings, ties broken by degree."""
    return family_copy(ground, split) + _TIE * degree(ground, split)


RULES: dict[str, Rule] = {
    "degree": degree,
    "family-copy": family_copy,
    "family-degree": family_degree,
    "seed-sites": seed_sites,
    "seed-degree": seed_degree,
}


def _log_rate(row: NDArray[np.intp], n: int, table: PairTable, split: Split) -> Scores:
    """Return log(positives over known cells + 0.001) of each test pair's molecule."""
    known = np.bincount(row[split.train], minlength=n)
    listed = np.bincount(row[split.train], weights=table.label[split.train], minlength=n)
    rate = listed / np.maximum(known, 1)
    log_rate: Scores = np.log(rate + 0.001)[row[split.test]]
    return log_rate
