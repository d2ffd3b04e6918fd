"""Seed sites in the gene's other transcripts: the site that made a list may stand in one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mirinter_core.datasets.splits import Split
from mirinter_core.pairing.sites import SITE_CLASSES, SiteIndex
from mirinter_core.tasks.clue import Column, Describe, asked, most_of_gene, of_gene
from mirinter_core.tasks.ground import Ground


def gene_sites(ground: Ground) -> Describe:
    """Give, by class, the mean of the gene's other transcripts and the most of all of them."""
    index = SiteIndex([m.letters for m in ground.table.right])
    counts = np.stack([index.counts(m.letters).T for m in ground.table.left], axis=1)  # (5, q, p)
    others = of_gene(ground, np.ones(len(index)))
    mean = (of_gene(ground, counts) / np.maximum(others, 1)).astype(np.float32)
    most = most_of_gene(ground, counts)

    def describe(split: Split) -> Mapping[str, Column]:
        columns = {"transcripts": asked(ground, split, others)}
        for i, kind in enumerate(SITE_CLASSES):
            columns[f"mean {kind}"] = asked(ground, split, mean[i])
            columns[f"most {kind}"] = asked(ground, split, most[i])
        return columns

    return describe


CLUE = gene_sites
