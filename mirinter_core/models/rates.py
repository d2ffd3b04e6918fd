"""How often partners, queries and their kin are listed: two of the kinds of evidence.

See `mirinter_core.models.recall`. What is not known is NaN, and a pair's own cell is not counted.
Two siblings of one type have a second cell, the roles swapped, which is: training hides both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirinter_core.models.atlas import Numbers
from mirinter_core.models.book import Book
from mirinter_core.models.scene import Partners, Queries

Column = NDArray[Any]  # (pairs,)
Counted = tuple[Column, Column]  # listed and known cells


def rates(
    book: Book, queries: Queries, partners: Partners, pairs: tuple[Numbers, Numbers]
) -> Mapping[str, Mapping[str, Column]]:
    """Say how often each pair's partner, query and their kin are listed, by kind and column.

    Of a gene the cells of all its transcripts are counted. With or without a site is meant of the
    counted family on the counted gene.
    """
    q, p = pairs
    tally, atlas = book.tally, book.atlas
    row, family = queries.row[q], queries.family[q]
    partner, gene = partners.row[p], np.where(gene_known(book, partners), partners.gene, -1)[p]
    both = (row >= 0) & (partner >= 0)
    own = tuple(np.where(both, at2(c, row, partner), 0.0) for c in tally.cells)
    at_site = tally.has_site
    site_of_query = at_site[atlas.family] if len(atlas.family) else at_site
    own_site = (family >= 0) & (gene >= 0) & (at2(at_site, family, gene) > 0)

    def share(cells: Counted, without: Column | bool = True) -> Column:
        listed, known = (c - o * without for c, o in zip(cells, own, strict=True))
        return where_known(known > 0.5, listed / np.maximum(known, 1e-9))

    def known(cells: Counted, without: Column | bool = True) -> Column:
        return np.log1p(np.maximum(cells[1] - own[1] * without, 0))

    def one(grids: Counted, index: Numbers, axis: int, where: Column) -> Counted:
        listed, known = (at((g * where).sum(axis=axis), index) for g in grids)
        return listed, known

    def two(grids: Counted, a: Numbers, b: Numbers) -> Counted:
        return at2(grids[0], a, b), at2(grids[1], a, b)

    cells, genes, families, blocks = tally.cells, tally.genes, tally.families, tally.blocks
    everywhere = np.ones(1, dtype=np.float32)
    of_partner, of_gene = one(cells, partner, 0, everywhere), one(blocks, gene, 0, everywhere)
    gene_site, gene_none = (one(blocks, gene, 0, w) for w in (at_site, ~at_site))
    siblings = two(families, family, partner)
    block = two(blocks, family, gene)
    # The query is its own row: what is left of siblings without it is theirs.
    himself = two(cells, row, partner)
    others = siblings[0] - himself[0], siblings[1] - himself[1]
    near = [
        (at2(queries.near @ grids[0], q, index), at2(queries.near @ grids[1], q, index))
        for grids, index in ((families, partner), (blocks, gene))
    ]
    return {
        "partner": {
            "partner": share(of_partner),
            "log known of the partner": known(of_partner),
            "gene": share(of_gene),
            "gene with a site": share(gene_site, own_site),
            "log known with a site": known(gene_site, own_site),
            "gene without": share(gene_none, ~own_site),
        },
        "family": {
            "query": share(one(cells, row, 1, everywhere)),
            "query with a site": share(one(genes, row, 1, site_of_query), own_site),
            "query without": share(one(genes, row, 1, ~site_of_query), ~own_site),
            "family with a site": share(one(blocks, family, 1, at_site), own_site),
            "family without": share(one(blocks, family, 1, ~at_site), ~own_site),
            "siblings, partner": share(others, False),
            "log known siblings": known(others, False),
            "family, gene": share(block),
            "log known, family and gene": known(block),
            "query, gene": share(two(genes, row, gene)),
            "near relatives, partner": share(near[0], False),
            "near relatives, gene": share(near[1], False),
            "log listed near relatives": np.log1p(near[1][0]),
        },
    }


def gene_known(book: Book, partners: Partners) -> NDArray[np.bool_]:
    """Mark the partners of whose gene the book knows any cell."""
    known = book.tally.genes[1].sum(axis=0) > 0
    return (partners.gene >= 0) & (at(known, partners.gene) > 0)


def where_known(known: NDArray[np.bool_], column: Column) -> Column:
    """Keep what is known; the rest is NaN."""
    return np.where(known, column, np.nan)


def at(values: Column, index: Numbers) -> Column:
    """Look up, with 0 for what is not known."""
    if not len(values):
        return np.zeros(len(index))
    return np.where(index >= 0, values[index], 0)


def at2(grid: Column, a: Numbers, b: Numbers) -> Column:
    """Look up cells of a grid, with 0 for what is not known."""
    if not grid.size:
        return np.zeros(len(a))
    return np.where((a >= 0) & (b >= 0), grid[a, b], 0)
