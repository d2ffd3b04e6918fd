"""How often each of the two is listed in training: no sequence is looked at."""

from __future__ import annotations

from collections.abc import Mapping

from mirinter_core.datasets.splits import Split
from mirinter_core.tasks.clue import Column, Describe, asked, of_gene, share
from mirinter_core.tasks.ground import Ground


def degree(ground: Ground) -> Describe:
    """Give the listed share of the partner, of its gene's others, and of the query."""

    def describe(split: Split) -> Mapping[str, Column]:
        listed, known = ground.known(split)
        partner = listed.sum(axis=0), known.sum(axis=0)
        return {
            "partner": asked(ground, split, share(*partner)),
            "gene": asked(ground, split, share(*(of_gene(ground, cells) for cells in partner))),
            "query": asked(
                ground, split, share(*(c.sum(axis=1, keepdims=True) for c in (listed, known)))
            ),
        }

    return describe


CLUE = degree
