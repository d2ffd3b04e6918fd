"""How often partners, queries, their kin and their like are listed: three kinds of evidence.

See `mirinter_core.models.recall`. What is not known is NaN, and a pair's own cell is not counted.
Two siblings of one type have a second cell, the roles swapped, which is: training hides both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirinter_core.models.atlas import Numbers
from mirinter_core.models.book import Book, Tally
from mirinter_core.models.scene import Partners, Queries

Column = NDArray[Any]  # (pairs,)
Counted = tuple[Column, Column]  # listed and known cells


@dataclass(frozen=True)
class _Asked:
    """Pairs as rows of a book's cells, and their own cells, which are never counted.

    Parameters
    ----------
    row, family, partner, gene : (pairs,) int arrays
        The atlas's numbers, or -1.
    own : two (pairs,) arrays
    own_site : (pairs,) bool array
        Whether the family has a site on the gene.
    """

    book: Book
    row: Numbers
    family: Numbers
    partner: Numbers
    gene: Numbers
    own: Counted
    own_site: Column

    @classmethod
    def of(
        cls, book: Book, queries: Queries, partners: Partners, pairs: tuple[Numbers, Numbers]
    ) -> _Asked:
        q, p = pairs
        row, family, partner = queries.row[q], queries.family[q], partners.row[p]
        gene = np.where(gene_known(book, partners), partners.gene, -1)[p]
        own = tuple(at2(c, row, partner) for c in book.tally.cells)
        own_site = at2(book.tally.has_site, family, gene) > 0
        return cls(book, row, family, partner, gene, (own[0], own[1]), own_site)

    def share(self, cells: Counted, without: Column | bool = True) -> Column:
        """Divide listed by known cells; `without` marks where the own cell is among them."""
        listed, known = (c - o * without for c, o in zip(cells, self.own, strict=True))
        return where_known(known > 0.5, listed / np.maximum(known, 1e-9))

    def known(self, cells: Counted, without: Column | bool = True) -> Column:
        """Count the known cells, as a logarithm."""
        return np.log1p(np.maximum(cells[1] - self.own[1] * without, 0))


def rates(
    book: Book, queries: Queries, partners: Partners, pairs: tuple[Numbers, Numbers]
) -> Mapping[str, Mapping[str, Column]]:
    """Say how often each pair's partner, query and their kin are listed, by kind and column.

    Of a gene the cells of all its transcripts are counted. With or without a site is meant of the
    counted family on the counted gene.
    """
    asked = _Asked.of(book, queries, partners, pairs)
    near = tuple(
        tuple(at2(queries.near @ grid, pairs[0], index) for grid in grids)
        for grids, index in (
            (book.tally.families, asked.partner),
            (book.tally.blocks, asked.gene),
        )
    )
    return {
        "partner": _of_partner(asked),
        "family": _of_family(asked, near),
        "pattern": _of_pattern(asked),
    }


def _of_partner(asked: _Asked) -> Mapping[str, Column]:
    tally = asked.book.tally
    of_partner = _summed(tally.cells, asked.partner, 0)
    at_site, elsewhere = (
        _summed(tally.blocks, asked.gene, 0, where) for where in (tally.has_site, ~tally.has_site)
    )
    return {
        "partner": asked.share(of_partner),
        "log known of the partner": asked.known(of_partner),
        "gene": asked.share(_summed(tally.blocks, asked.gene, 0)),
        "gene with a site": asked.share(at_site, asked.own_site),
        "log known with a site": asked.known(at_site, asked.own_site),
        "gene without": asked.share(elsewhere, ~asked.own_site),
        "any gene with a site": asked.share(_total(tally, tally.has_site), asked.own_site),
        "any gene without": asked.share(_total(tally, ~tally.has_site), ~asked.own_site),
    }


def _of_family(asked: _Asked, near: Sequence[Sequence[Column]]) -> Mapping[str, Column]:
    tally, row, family = asked.book.tally, asked.row, asked.family
    site, own_site = tally.has_site, asked.own_site
    of_query = site[asked.book.atlas.family] if len(asked.book.atlas.family) else site
    # The query is its own row: what is left of siblings without it is theirs.
    siblings = _looked_up(tally.families, family, asked.partner)
    himself = _looked_up(tally.cells, row, asked.partner)
    others = siblings[0] - himself[0], siblings[1] - himself[1]
    block = _looked_up(tally.blocks, family, asked.gene)
    near_partner, near_gene = ((cells[0], cells[1]) for cells in near)
    return {
        "query": asked.share(_summed(tally.cells, row, 1)),
        "query with a site": asked.share(_summed(tally.genes, row, 1, of_query), own_site),
        "query without": asked.share(_summed(tally.genes, row, 1, ~of_query), ~own_site),
        "family with a site": asked.share(_summed(tally.blocks, family, 1, site), own_site),
        "family without": asked.share(_summed(tally.blocks, family, 1, ~site), ~own_site),
        "siblings, partner": asked.share(others, False),
        "log known siblings": asked.known(others, False),
        "family, gene": asked.share(block),
        "log known, family and gene": asked.known(block),
        "query, gene": asked.share(_looked_up(tally.genes, row, asked.gene)),
        "near relatives, partner": asked.share(near_partner, False),
        "near relatives, gene": asked.share(near_gene, False),
        "log listed near relatives": np.log1p(near_gene[0]),
    }


def _of_pattern(asked: _Asked) -> Mapping[str, Column]:
    of_queries, of_partners = asked.book.company
    return {
        "queries listed alike": of_queries.told(asked.row, asked.partner),
        "partners listed alike": of_partners.told(asked.partner, asked.row),
    }


def _summed(grids: Counted, index: Numbers, axis: int, where: Column | bool = True) -> Counted:
    """Sum rows or columns of listed and known cells, some of them only, and look them up."""
    listed, known = (at((grid * where).sum(axis=axis), index) for grid in grids)
    return listed, known


def _total(tally: Tally, where: Column) -> Counted:
    """Sum all listed and known cells of some families and genes."""
    listed, known = ((grid * where).sum(dtype=np.float64) for grid in tally.blocks)
    return np.array(listed), np.array(known)


def _looked_up(grids: Counted, a: Numbers, b: Numbers) -> Counted:
    return at2(grids[0], a, b), at2(grids[1], a, b)


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
