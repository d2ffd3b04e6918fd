"""Describe pairs by evidence of five kinds: what the gate of a model weighs.

=============  ==================================================================================
kind           what it says
=============  ==================================================================================
``sites``      letters alone: seed sites, how many there would be by chance, other pairing
``footprint``  how often sites of other families around these sites are listed, here and in the
               gene's other transcripts
``partner``    how often the partner and its gene are listed, with and without a site, and
               partners of its type at all
``family``     what is listed for the query, its seed siblings and near relatives, with the
               partner and its gene
``pattern``    what is listed for microRNAs of other families, and partners of other genes, that
               are listed with much the same RNAs as these
=============  ==================================================================================

What is not known is NaN. What is said of ``partner``, ``family`` and ``pattern`` never looks at the
pair's own cell. The footprint leaves out the marks of the family that is asked about; a cell that
a book knows still has a share in its gene's average, and in what is owed to the sites around, so
that training describes pairs by books that do not know them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mirinter_core.models.atlas import NO_SEED, Numbers
from mirinter_core.models.book import (
    MIDDLE,
    REACHES,
    Book,
    around,
    around_own,
    fine,
    gene_places,
    judgement,
)
from mirinter_core.models.rates import Column, at, gene_known, rates, where_known
from mirinter_core.models.scene import Partners, Queries
from mirinter_core.models.surroundings import judged, shares
from mirinter_core.pairing.sites import SITE_CLASSES, SiteIndex

_STRONG = 7  # letters of a strong site
_SITE = tuple(f"log {kind}" for kind in SITE_CLASSES)
KINDS: dict[str, tuple[str, ...]] = {
    "sites": (
        *_SITE,
        "7mer-m8 per 1,000 nt",
        "log length",
        "A",
        "C",
        "G",
        "log expected 7mer-m8",
        "G or C in the seed",
        "CpG in the seed",
        "log complementary words",
        "partner's seed in the query",
        "letters around the site",
    ),
    "footprint": (
        *(f"own site, {reach} nt" for reach in REACHES),
        "families around own site",
        *(f"gene's site, {reach} nt" for reach in REACHES),
        "families around gene's site",
        "any site of the gene",
        "site in the gene",
        "8mer in the gene",
    ),
    "partner": (
        "partner",
        "log known of the partner",
        "gene",
        "gene with a site",
        "log known with a site",
        "gene without",
        "any gene with a site",
        "any gene without",
    ),
    "family": (
        "query",
        "query with a site",
        "query without",
        "family with a site",
        "family without",
        "siblings, partner",
        "log known siblings",
        "family, gene",
        "log known, family and gene",
        "query, gene",
        "near relatives, partner",
        "near relatives, gene",
        "log listed near relatives",
    ),
    "pattern": ("queries listed alike", "partners listed alike"),
}


COLUMNS = sum(map(len, KINDS.values()))
# Known only where a cell of the partner is, or of its gene.
_OF_PARTNER = frozenset(
    (
        *(f"gene's site, {reach} nt" for reach in REACHES),
        "families around gene's site",
        "any site of the gene",
        "site in the gene",
        "8mer in the gene",
        "partner",
        "gene",
        "gene with a site",
        "gene without",
        "siblings, partner",
        "family, gene",
        "query, gene",
        "near relatives, partner",
        "near relatives, gene",
        "queries listed alike",
        "partners listed alike",
    )
)


def of_kinds(kinds: Collection[str]) -> NDArray[np.bool_]:
    """Mark the columns of some kinds, shape (columns,)."""
    return np.array([kind in kinds for kind, names in KINDS.items() for _ in names])


def of_partner() -> NDArray[np.bool_]:
    """Mark the columns that are known only where a cell of the partner or its gene is."""
    return np.array([name in _OF_PARTNER for names in KINDS.values() for name in names])


def hidden(described: NDArray[np.float32], kinds: Collection[str]) -> NDArray[np.float32]:
    """Hide kinds of evidence: their columns say that nothing is known.

    Parameters
    ----------
    described : (..., columns) float32 array
        It stays as it is; a copy is returned.
    """
    return np.where(of_kinds(kinds), np.float32(np.nan), described)


def column(name: str) -> int:
    """Give the place of a column, by its name in `KINDS`."""
    return [own for names in KINDS.values() for own in names].index(name)


def describe(
    book: Book, queries: Queries, partners: Partners, pairs: tuple[Numbers, Numbers]
) -> NDArray[np.float32]:
    """Describe pairs by all of `KINDS`, in their order.

    Parameters
    ----------
    pairs : (n,) int array, (n,) int array
        Numbers of each pair's query and partner in the scene.

    Returns
    -------
    (n, columns) float32 array
        NaN where nothing is known.
    """
    found = {
        "sites": {
            **_sites(queries, partners, pairs),
            "letters around the site": _surroundings(book, queries, partners)[pairs],
        },
        "footprint": _footprint(book, queries, partners, pairs),
        **rates(book, queries, partners, pairs),
    }
    columns = [found[kind][name] for kind, names in KINDS.items() for name in names]
    return np.stack([c.astype(np.float32) for c in columns], axis=1)


def _sites(
    queries: Queries, partners: Partners, pairs: tuple[Numbers, Numbers]
) -> Mapping[str, Column]:
    q, p = pairs
    counts = np.stack([partners.counts(m) for m in queries.molecules])[q, p]
    length = np.maximum(partners.ground.length[p], 1)
    share = partners.letter_share
    letter = queries.seed[:, None] // 4 ** np.arange(6, -1, -1) % 4
    has_seed = queries.seed >= 0
    log_share = np.log(np.maximum(share, 1e-3))
    chance = np.stack([log_share[:, own].sum(axis=1) for own in letter])
    strong = letter[:, 1:], letter[:, :-1]
    columns: dict[str, Column] = {name: np.log1p(counts[:, i]) for i, name in enumerate(_SITE)}
    columns["7mer-m8 per 1,000 nt"] = counts[:, 1] / length * 1000
    columns["log length"] = np.log(length)
    columns |= {name: share[p, i] for i, name in enumerate("ACG")}
    columns["log expected 7mer-m8"] = where_known(has_seed[q], chance[q, p] + np.log(length))
    gc = ((letter == 1) | (letter == 2)).sum(axis=1)
    columns["G or C in the seed"] = where_known(has_seed, gc)[q]
    columns["CpG in the seed"] = where_known(
        has_seed, ((strong[0] == 2) & (strong[1] == 1)).sum(1)
    )[q]
    together = partners.complementary(queries.molecules)
    columns["log complementary words"] = np.log1p(together[q, p])
    columns["partner's seed in the query"] = _reversed_sites(queries, partners)[q, p]
    return columns


def _surroundings(book: Book, queries: Queries, partners: Partners) -> Column:
    """Judge each pair's strong sites by the letters around them, and take the best; NaN if none.

    Returns
    -------
    (queries, partners) array
    """
    seeds, seed_of = np.unique(queries.seed, return_inverse=True)
    sites = [partners.sites(s) if s >= 0 else np.empty(0, np.intp) for s in seeds.tolist()]
    word, whose = np.concatenate(sites), np.repeat(np.arange(len(seeds)), [len(s) for s in sites])
    ground = partners.ground
    found = judged(book.surroundings, shares(ground.letters, ground.place[word]))
    best = np.full((len(seeds), len(partners.molecules)), np.nan)
    np.fmax.at(best, (whose, ground.partner[word]), found)
    each: Column = best[seed_of]
    return each


def _reversed_sites(queries: Queries, partners: Partners) -> Column:
    """Count the strong sites that partners which are microRNAs have on the queries."""
    counts = np.zeros((len(queries.molecules), len(partners.molecules)), dtype=np.float32)
    mirnas = [i for i, m in enumerate(partners.molecules) if m.type == "miRNA"]
    if mirnas:
        index = SiteIndex([m.letters for m in queries.molecules])
        for i in mirnas:
            if len(partners.molecules[i]) >= 8:
                counts[:, i] = index.counts(partners.molecules[i].letters)[:, 1]
    return counts


def _footprint(
    book: Book, queries: Queries, partners: Partners, pairs: tuple[Numbers, Numbers]
) -> Mapping[str, Column]:
    q, p = pairs
    tally = book.tally
    told = book.told[partners.mark].astype(np.float64)
    has_gene = gene_known(book, partners)
    gene = np.where(has_gene, partners.gene, -1)
    average = _averages(book, partners)
    shape = len(REACHES), len(queries.molecules), len(partners.molecules)
    own, support = np.zeros(shape), np.zeros(shape[1:])
    seeds, seed_of = np.unique(queries.seed, return_inverse=True)
    sites = [partners.sites(s) if s >= 0 else np.empty(0, np.intp) for s in seeds.tolist()]
    word, whose = np.concatenate(sites), np.repeat(np.arange(len(seeds)), [len(s) for s in sites])
    partner = partners.ground.partner[word]
    asked = partners.ground.place[word], partners.ground.code[word]
    for i, reach in enumerate(REACHES):
        weights = np.stack([told, told * book.due[partners.mark, i]])
        families, listed = _of_others(partners, weights, asked, reach)
        best = np.zeros((len(seeds), shape[2]))
        np.maximum.at(best, (whose, partner), judgement(listed, families, average[partner]))
        own[i] = best[seed_of]
        if i == MIDDLE:
            most = np.zeros_like(best)
            np.maximum.at(most, (whose, partner), families)
            support = most[seed_of]
    columns: dict[str, Column] = {
        f"own site, {reach} nt": own[i][q, p] for i, reach in enumerate(REACHES)
    }
    columns["families around own site"] = np.log1p(support[q, p])
    row, there = gene_places(book.atlas, queries.seed[q], gene[p][:, None])
    row, there, known = row[:, 0], there[:, 0], has_gene[p]

    def of_gene(values: Column) -> Column:
        if not len(values):
            return np.full(len(q), np.nan)
        return where_known(known, np.where(there, values[row], 0.0))

    judged = fine(book.judged)
    for i, reach in enumerate(REACHES):
        columns[f"gene's site, {reach} nt"] = of_gene(judged[:, i])
    columns["families around gene's site"] = of_gene(np.log1p(book.support.astype(np.float64)))
    nowhere = (1 - of_gene(fine(book.any_site))) * (1 - at(tally.elsewhere, gene)[p])
    columns["any site of the gene"] = 1 - nowhere
    columns["site in the gene"] = of_gene(np.ones(len(book.support)))
    columns["8mer in the gene"] = of_gene(book.atlas.gene_8mer.astype(np.float64))
    return columns


def _of_others(
    partners: Partners, weights: Column, asked: tuple[Numbers, Numbers], reach: int
) -> Column:
    """Sum weights of landmarks around places with a seed's site, that seed's own left out.

    Parameters
    ----------
    weights : (k, landmarks) array
    asked : (places, seed codes)

    Returns
    -------
    (k, places) array
    """
    ground = partners.ground
    at = ground.place[partners.mark_word], ground.code[partners.mark_word]
    every = np.stack([around(at[0], w, ground.end, asked[0], reach) for w in weights])
    others: Column = np.maximum(every - around_own(at, weights, ground.end, asked, reach), 0)
    return others


@dataclass(frozen=True)
class Footprint:
    """What other families' sites say of every place of one partner.

    Parameters
    ----------
    judged : (places, reaches) float array
        How likely a strong site there is occupied (0 to 1), by the reach of what is looked at
        around it: `mirinter_core.models.book.REACHES`. Place 0 is a site of letters 1 to 7.
    families, owed : (places, reaches) float arrays
        How many families' sites that rests on, and how much of their listing is owed to them.
    """

    judged: NDArray[np.float64]
    families: NDArray[np.float64]
    owed: NDArray[np.float64]


def footprint_along(book: Book, partners: Partners, which: int) -> Footprint:
    """Judge every place of a partner as `describe` judges the sites of a query.

    At a query's own strong sites the greatest `judged` is the column "own site" of `KINDS`.

    Parameters
    ----------
    which : int
        The partner's number in the scene.
    """
    ground = partners.ground
    places = ground.start[which] + np.arange(max(int(ground.length[which]) - _STRONG + 1, 0))
    is_word = np.isin(places, ground.place)
    code = np.full(len(places), NO_SEED, dtype=np.intp)
    code[is_word] = ground.code[np.searchsorted(ground.place, places[is_word])]
    told = book.told[partners.mark].astype(np.float64)
    sums: list[Column] = []
    for i, reach in enumerate(REACHES):
        weights = np.stack([told, told * book.due[partners.mark, i]])
        sums += list(_of_others(partners, weights, (places, code), reach))
    families, owed = np.stack(sums[::2], axis=1), np.stack(sums[1::2], axis=1)
    return Footprint(judgement(owed, families, _averages(book, partners)[which]), families, owed)


def _averages(book: Book, partners: Partners) -> Column:
    """Give how often families with a site are listed, in each partner's gene or in all."""
    of_gene = book.tally.with_site
    gene = np.where(gene_known(book, partners), partners.gene, -1)
    everywhere = float(of_gene.mean()) if len(of_gene) else 0.0
    return np.where(gene >= 0, at(of_gene, gene), everywhere)
