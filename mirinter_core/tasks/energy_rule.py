"""Rules that call a pair listed where its two RNAs fit well; nothing is learnt."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from mirinter_core.datasets.splits import Split
from mirinter_core.tasks.ground import Ground, Rule, Scores
from mirinter_core.tasks.pair_sample import sampled

Energies = Callable[[str, Sequence[str]], Sequence[float]]  # query, partners: kcal/mol


def by_energy(energies: Energies) -> Rule:
    """Make the rule that scores by minus the energy: the stronger the duplex, the higher.

    Only the test rows of `mirinter_core.tasks.pair_sample` are measured; the others get NaN.
    """

    def rule(ground: Ground, split: Split) -> Scores:
        table = ground.table
        scores = np.full(len(split.test), np.nan)
        asked = np.flatnonzero(sampled(ground)[split.test])
        query = table.left_row[split.test[asked]]
        for left in np.unique(query):
            places = asked[query == left]
            partners = [table.right[j].letters for j in table.right_row[split.test[places]]]
            scores[places] = -np.array(energies(table.left[left].letters, partners))
        return scores

    return rule
