"""Meet inside training what will be met in the test: a protocol within a protocol.

What learns from labels of *other* pairs must be trained on pairs described as the test pairs
will be: if their family is unknown, with the family hidden. So the training pairs are split
again by the protocol that the test pairs follow, and each part is described by the others.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mirinter_core.datasets.groups import Groups, by_letters
from mirinter_core.datasets.splits import Split, protocol
from mirinter_core.tasks.ground import Ground

PARTS = 5


def regime(ground: Ground, split: Split) -> str:
    """Name the protocol whose promise all test rows keep: the one that hides most.

    Only molecules are looked at, which are known of a new pair too: the labels of test rows
    play no part.
    """
    table = ground.table
    query = {
        "superfamily": ground.superfamily,
        "family": ground.family,
        "letters": by_letters(table.left),
    }
    new = {name: _new(group[table.left_row], split) for name, group in query.items()}
    new["partner"] = _new(ground.partner_group[table.right_row], split)
    new["block"] = _new(_blocks(ground), split)
    mirnas = any(m.type == "miRNA" for m in table.left)  # nothing else has a family
    promises = {
        "both-new": mirnas and new["family"] and new["partner"],
        "denovo-superfamily": mirnas and new["superfamily"],
        "denovo-family": mirnas and new["family"],
        "denovo-mirna": new["letters"],
        "new-partner": new["partner"],
        "block": new["block"],
    }
    return next((name for name, kept in promises.items() if kept), "pair")


def rehearse(ground: Ground, split: Split, name: str, rng: np.random.Generator) -> Iterator[Split]:
    """Split the training rows again by a protocol; both orders of a pair stay together.

    Yields
    ------
    Split
        Rows of `ground`: those whose labels may be looked at, and those to be described. No row
        is among both, and a training row is described at most once.
    """
    own = split.train[np.unique(ground.pair[split.train], return_index=True)[1]]
    for part in protocol(name).split(ground.table.take(own), PARTS, rng):
        known, described = (
            split.train[np.isin(ground.pair[split.train], ground.pair[own[rows]])]
            for rows in (part.train, part.test)
        )
        if len(known) and len(described):
            yield Split(known, described)


def _new(group: Groups, split: Split) -> bool:
    return not np.isin(group[split.test], group[split.train]).any()


def _blocks(ground: Ground) -> NDArray[np.intp]:
    table = ground.table
    partner = ground.partner_group[table.right_row]
    return ground.family[table.left_row] * (ground.partner_group.max(initial=0) + 1) + partner
