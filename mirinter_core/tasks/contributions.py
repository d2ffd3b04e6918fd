"""What each kind of evidence gives to the score of a pair: exact Shapley values.

The score is computed with every choice of kinds hidden (32 scores for 5 kinds). A kind's
contribution is what the score gains when it is shown, averaged over all orders in which the kinds
could be shown one after the other. So the contributions add up to the score less the score with
everything hidden, and kinds that say the same share what it is worth. They say what moved *the
model*; they are no measure of what happens in a cell.

References
----------
Shapley 1953, doi:10.1515/9781400881970-018.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate, chain, combinations, pairwise
from math import factorial

import numpy as np

from mirinter_core.models.recall import KINDS, hidden
from mirinter_core.tasks.contribution_words import facts
from mirinter_core.tasks.weighing import Weighed

_DIGITS = 9  # of sums of scores of six: the parts add up to more digits than are shown


@dataclass(frozen=True)
class Contribution:
    """What one kind of evidence gives to a score.

    Parameters
    ----------
    kind : str
        A key of `mirinter_core.models.recall.KINDS`.
    value : float
        On the scale of the score (log-odds); below 0 it speaks against the pair.
    facts : str
        The few numbers behind it, in words.
    """

    kind: str
    value: float
    facts: str


@dataclass(frozen=True)
class Contributions:
    """A score taken apart.

    Parameters
    ----------
    base : float
        The score of a pair of which nothing is known.
    parts : tuple of Contribution
        In the order of `KINDS`; with `base` they add up to `score`.
    """

    base: float
    parts: tuple[Contribution, ...]
    score: float

    def rounded(self, digits: int = 2) -> Contributions:
        """Round for people, so that what is shown adds up: each to within one last digit.

        Examples
        --------
        >>> parts = tuple(Contribution(kind, 0.125, "") for kind in ("sites", "family"))
        >>> told = Contributions(1.0, parts, 1.25).rounded()
        >>> [part.value for part in told.parts], told.score
        ([0.12, 0.13], 1.25)
        """
        sums = accumulate((part.value for part in self.parts), initial=self.base)
        # Never -0.0, which would be shown.
        told = [round(float(x), digits) + 0.0 for x in (*list(sums)[:-1], self.score)]
        steps = (round(after - before, digits) + 0.0 for before, after in pairwise(told))
        shown = zip(self.parts, steps, strict=True)
        return Contributions(
            base=told[0],
            parts=tuple(replace(part, value=value) for part, value in shown),
            score=told[-1],
        )


def contributions(pair: Weighed) -> Contributions:
    """Take the score of a pair apart; both orders of a pair of one type are averaged, as in it."""
    kinds = tuple(KINDS)
    subsets = list(chain.from_iterable(combinations(kinds, n) for n in range(len(kinds) + 1)))
    shown = np.stack([hidden(pair.described, [k for k in kinds if k not in s]) for s in subsets])
    value = dict(zip(subsets, pair.score(shown).tolist(), strict=True))
    told = facts(pair)
    parts = tuple(Contribution(k, _shapley(k, kinds, value), told[k]) for k in kinds)
    return Contributions(base=value[()], parts=parts, score=value[kinds])


def _shapley(kind: str, kinds: tuple[str, ...], value: dict[tuple[str, ...], float]) -> float:
    n, total = len(kinds), 0.0
    for subset in value:
        if kind in subset:
            continue
        weight = factorial(len(subset)) * factorial(n - len(subset) - 1) / factorial(n)
        joined = tuple(k for k in kinds if k in subset or k == kind)
        total += weight * (value[joined] - value[subset])
    return round(total, _DIGITS)
