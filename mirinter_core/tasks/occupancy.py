"""Where on a partner Argonaute seems to sit, judged by the sites of the families seen there.

The idea is that of `mirinter_core.tasks.footprint`: what is listed around a site speaks for it,
and words of 12 letters carry it between isoforms. Here a listed pair with several sites does not
speak for all of them: which of them it was listed for is itself judged, by turns, from what is
listed around each (expectation and maximisation of a noisy-or).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from mirinter_core.datasets.splits import Split
from mirinter_core.molecules.words import encode, words
from mirinter_core.pairing.sites import SITE_CLASSES, SiteIndex
from mirinter_core.tasks.ground import Ground

Sites = NDArray[np.float64]  # (sites,)
Cells = NDArray[np.float64]  # (families, partners)

_WORD = 12  # letters, as in `mirinter_core.tasks.footprint`
_CORE = 6  # letters of a site that all its classes share
_STRONG = SITE_CLASSES.index("7mer-m8")  # weaker sites are listed no more often than none
_TURNS = 3  # nothing moves after
_PRIOR = 1.0  # families' worth of the partner's average, where few are seen
_PARTNER_PRIOR = 20.0  # pairs' worth of the table's average, for a partner with few
_ELSEWHERE = 0.5  # share of a partner's listing rate without a site that may explain any pair


@dataclass(frozen=True)
class Landscape:
    """The strong sites of every family on every partner, and the words around them.

    Parameters
    ----------
    family, partner : (sites,) int arrays
    around : (sites, words) sparse array
        1 where a word begins near the site.
    seen : (family-word pairs, sites) sparse array
        1 where a word is near a site of a family; isoforms have such pairs in common.
    word : (family-word pairs,) int array
    shape : (int, int)
        Families, partners.
    """

    family: NDArray[np.intp]
    partner: NDArray[np.intp]
    around: sparse.csr_array
    seen: sparse.csr_array
    word: NDArray[np.intp]
    shape: tuple[int, int]


@dataclass(frozen=True)
class Occupancy:
    """What the training pairs say of each family's sites on each partner.

    Parameters
    ----------
    best : (families, partners) float array
        How likely the likeliest site is what a pair is listed for; 0 without a strong site.
    listed : (families, partners) float array
        How likely the pair is listed, for any of its sites or for none of them.
    families : (families, partners) float array
        How many families' sites that judgement rests on, at the likeliest site.
    """

    best: Cells
    listed: Cells
    families: Cells


def landscape(ground: Ground, reach: int) -> Landscape:
    """Find the strong sites, and the words that begin up to `reach` letters from their core."""
    partners = [m.letters for m in ground.table.right]
    index, found = SiteIndex(partners), []
    for family, query in zip(*np.unique(ground.family, return_index=True), strict=True):
        row, rank, place = index.stretches(ground.table.left[query].letters)
        strong = rank <= _STRONG
        number = np.full(int(strong.sum()), family, dtype=np.int64)
        found.append(np.stack([number, row[strong], place[strong] + 1]))
    family, partner, core = np.concatenate(found, axis=1)
    each = [words(encode(letters), _WORD).astype(np.int64) for letters in partners]
    length = np.array([len(e) for e in each])
    first = np.cumsum(length) - length
    begin = core[:, None] + np.arange(-reach - _CORE, reach + 1)
    inside = (begin >= 0) & (begin < length[partner][:, None])
    site = np.nonzero(inside)[0]
    letters = np.concatenate(each)[(first[partner][:, None] + begin)[inside]]
    site, letters = site[letters < 4**_WORD], letters[letters < 4**_WORD]
    word = np.unique(letters, return_inverse=True)[1]
    n, n_words = len(family), int(word.max(initial=-1)) + 1
    pair, pair_of = np.unique(family[site] * n_words + word, return_inverse=True)
    one = np.ones(len(site))
    return Landscape(
        family=family,
        partner=partner,
        around=sparse.csr_array((one, (site, word)), shape=(n, n_words)),
        seen=sparse.csr_array((one, (pair_of, site)), shape=(len(pair), n)),
        word=pair % max(n_words, 1),
        shape=(int(ground.family.max()) + 1, len(partners)),
    )


def occupancy(ground: Ground, split: Split, sites: Landscape) -> Occupancy:
    """Judge every site by the training pairs of the families with a site around it."""
    listed, known = (_by_family(ground, cells) for cells in ground.known(split))
    rate = np.divide(listed, known, out=np.zeros(sites.shape), where=known > 0)
    cell = (sites.family, sites.partner)
    with_site = np.zeros(sites.shape, dtype=np.bool_)
    with_site[cell] = True
    average = _partner_rate(rate, (known > 0) & _in_group(ground, with_site))[sites.partner]
    elsewhere = _ELSEWHERE * _partner_rate(rate, (known > 0) & ~_in_group(ground, with_site))
    told, own = known[cell] > 0, rate[cell]
    due = own
    for _ in range(_TURNS + 1):
        listed_around, families = _around(sites, told, due)
        judged = (listed_around + _PRIOR * average) / (families + _PRIOR)
        nowhere = np.bincount(
            sites.family * sites.shape[1] + sites.partner,
            weights=np.log1p(-np.minimum(judged, 0.999)),
            minlength=rate.size,
        ).reshape(sites.shape)
        any_site = 1 - np.exp(nowhere) * (1 - elsewhere)
        due = own * np.minimum(judged / np.maximum(any_site[cell], 1e-6), 1)
    best, support = np.zeros(sites.shape), np.zeros(sites.shape)
    np.maximum.at(best, cell, judged)
    likeliest = judged == best[cell]
    np.maximum.at(support, (cell[0][likeliest], cell[1][likeliest]), families[likeliest])
    return Occupancy(best, any_site, support)


def _around(sites: Landscape, told: NDArray[np.bool_], due: Sites) -> tuple[Sites, Sites]:
    """Count, around each site, the families seen there and those listed for it.

    A family with the same words on several isoforms is one, and so is one with many words: the
    counts are means over the words around the site.
    """
    seen = sites.seen @ told.astype(np.float64)
    listed = np.divide(sites.seen @ (told * due), seen, out=np.zeros_like(seen), where=seen > 0)
    n_words = sites.around.shape[1]
    width = np.maximum(sites.around.sum(axis=1), 1)
    by_word = (np.bincount(sites.word, weights=w, minlength=n_words) for w in (listed, seen > 0))
    total, families = (sites.around @ word / width for word in by_word)
    return total, families


def _partner_rate(rate: Cells, where: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Average a partner's cells of a kind, drawn to the average of all partners'."""
    total, n = (rate * where).sum(axis=0), where.sum(axis=0)
    everywhere = total.sum() / max(n.sum(), 1)
    smooth: NDArray[np.float64] = (total + _PARTNER_PRIOR * everywhere) / (n + _PARTNER_PRIOR)
    return smooth


def _by_family(ground: Ground, cells: NDArray[np.float64]) -> Cells:
    total = np.zeros((int(ground.family.max()) + 1, cells.shape[1]))
    np.add.at(total, ground.family, cells)
    return total


def _in_group(ground: Ground, cells: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Spread what holds for a partner to its gene, or to all that are alike."""
    group = ground.partner_group
    shared = np.zeros((len(cells), int(group.max()) + 1), dtype=np.bool_)
    np.logical_or.at(shared.T, group, cells.T)
    return shared[:, group]
