"""How often a partner, or a query, is listed where there is a site, and where there is none.

Transcripts that are not expressed are not listed with sites either; those of long genes are
listed without one, since the site stands in an isoform that is not in the table.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mirinter_core.datasets.splits import Split
from mirinter_core.pairing.sites import SITE_CLASSES, SiteIndex
from mirinter_core.tasks.clue import Column, Describe, asked, most_of_gene, of_gene, share
from mirinter_core.tasks.ground import Ground

_STRONG = SITE_CLASSES.index("7mer-m8")  # nested: an 8mer counts


def site_rates(ground: Ground) -> Describe:
    """Give the listed shares of partner, gene, query and family, with and without a site.

    A site is a match of letters 2 to 8 in a transcript of the partner's gene.
    """
    table = ground.table
    index = SiteIndex([m.letters for m in table.right])
    own = np.stack([index.counts(m.letters)[:, _STRONG] > 0 for m in table.left])
    with_site = most_of_gene(ground, own)
    family = (ground.family[:, None] == ground.family).astype(np.float64)

    def describe(split: Split) -> Mapping[str, Column]:
        columns = {"site": asked(ground, split, with_site)}
        for name, where in (("with a site", with_site), ("without", ~with_site)):
            cells = [part * where for part in ground.known(split)]
            partner = [part.sum(axis=0) for part in cells]
            query = [part.sum(axis=1, keepdims=True) for part in cells]
            grids = {
                "partner": share(*partner),
                "known": partner[1],
                "gene": share(*(part + of_gene(ground, part) for part in partner)),
                "query": share(*query),
                "family": share(*(family @ part for part in query)),
            }
            columns |= {f"{what} {name}": asked(ground, split, g) for what, g in grids.items()}
        return columns

    return describe


CLUE = site_rates
