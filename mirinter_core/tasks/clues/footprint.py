"""Where sites of other families are listed: a learned footprint of Argonaute, at three widths."""

from __future__ import annotations

from collections.abc import Mapping

from mirinter_core.datasets.splits import Split
from mirinter_core.tasks.clue import Column, Describe, most_of_gene
from mirinter_core.tasks.ground import Ground
from mirinter_core.tasks.occupancy import landscape, occupancy

# Letters: sites that overlap, the width of a protected stretch, an exon's neighbourhood.
_REACHES = (10, 30, 110)


def footprint(ground: Ground) -> Describe:
    """Give how likely the pair's sites are occupied, in the partner and in its gene."""
    landscapes = {reach: landscape(ground, reach) for reach in _REACHES}

    def describe(split: Split) -> Mapping[str, Column]:
        table = ground.table
        cell = ground.family[table.left_row[split.test]], table.right_row[split.test]
        columns = {}
        for reach, sites in landscapes.items():
            found = occupancy(ground, split, sites)
            columns[f"best site, {reach} nt"] = found.best[cell]
            columns[f"best site of the gene, {reach} nt"] = most_of_gene(ground, found.best)[cell]
            columns[f"any site of the gene, {reach} nt"] = most_of_gene(ground, found.listed)[cell]
            columns[f"families around, {reach} nt"] = most_of_gene(ground, found.families)[cell]
        return columns

    return describe


CLUE = footprint
