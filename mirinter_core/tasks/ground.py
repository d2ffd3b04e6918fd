"""What rules look at: the pairs of all folds, and what is the same for every fold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from mirinter_core.datasets.groups import Groups, by_family
from mirinter_core.datasets.pairs import PairTable, Rows, both_orders
from mirinter_core.datasets.splits import Split
from mirinter_core.molecules.words import alike
from mirinter_core.pairing.sites import seed_score
from mirinter_core.tasks.evidence import site_counts

Scores = NDArray[np.float64]
Counts = NDArray[np.float64]


@dataclass(frozen=True, eq=False)  # known by itself, so that what is made of it can be kept
class Ground:
    """The pairs of all folds as rules see them.

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
    def site_counts(self) -> NDArray[np.int32]:
        """Nested seed-site counts of each pair: see `mirinter_core.tasks.evidence.site_counts`."""
        return site_counts(self.table)

    @cached_property
    def sites(self) -> Scores:
        """Seed-site score of each pair: see `mirinter_core.pairing.sites.seed_score`."""
        return seed_score(self.site_counts)

    @cached_property
    def family(self) -> Groups:
        """Number of each query's seed family (letters 2-8)."""
        return by_family(self.table.left)

    @cached_property
    def partner_alike(self) -> sparse.csr_array:
        """How much each partner shares with the others: see `mirinter_core.molecules.words`."""
        return alike([m.letters for m in self.table.right])

    def known(self, split: Split) -> tuple[Counts, Counts]:
        """Count the training cells of each query and partner.

        Returns
        -------
        listed, known : (queries, partners) float arrays
            Listed cells, and cells of either label: 1 or 0, as no pair stands twice in a table.
        """
        table, rows = self.table, split.train
        shape = (len(table.left), len(table.right))
        place = table.left_row[rows] * shape[1] + table.right_row[rows]
        n = shape[0] * shape[1]
        listed = np.bincount(place, table.label[rows].astype(np.float64), n).astype(np.float64)
        known = np.bincount(place, minlength=n).astype(np.float64)
        return listed.reshape(shape), known.reshape(shape)


Rule = Callable[[Ground, Split], Scores]


def own_order(ground: Ground, rows: Rows) -> PairTable:
    """Give pairs as they were before both orders of one type were told apart."""
    return ground.table.take(rows[np.unique(ground.pair[rows], return_index=True)[1]])


def ruled(rule: Rule, ground: Ground, split: Split) -> Scores:
    """Score a split's test pairs by a rule; a pair in both orders gets the mean.

    Parameters
    ----------
    split : Split
        Rows of the table that `ground` was made of.
    """
    train, test = (np.flatnonzero(np.isin(ground.pair, part)) for part in (split.train, split.test))
    scores = rule(ground, Split(train, test))
    place = np.searchsorted(split.test, ground.pair[test])
    mean: Scores = np.bincount(place, weights=scores) / np.bincount(place)
    return mean
