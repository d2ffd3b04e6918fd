"""Where on a partner sites are listed: a footprint of Argonaute, learnt from other families.

A stretch of a transcript where Argonaute was seen to sit makes the sites of every family that
overlap it likely to be listed. Around each site, the words of 12 letters remember how many of
the families with a site there are listed with the partner; a site of a family never seen is then
judged by the words around it. Words are the same in all isoforms, so what is known of one speaks
for the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from mirinter_core.datasets.splits import Split
from mirinter_core.molecules.words import encode, words
from mirinter_core.pairing.sites import SiteIndex
from mirinter_core.tasks.ground import Counts, Ground, Scores

_WORD = 12  # letters: a word stands in one gene's transcripts, and hardly in another's
_BEFORE, _AFTER = 32, 26  # words begin up to so many letters before and after a site's core
_STRONG = 2  # classes 8mer and 7mer-m8; weaker sites stand everywhere and blur the footprint
_PRIOR = 1.0  # families' worth of the average, for words with few of them


def site_neighbourhood(ground: Ground, split: Split) -> Scores:
    """Judge each test pair by its best site: how often sites around it are listed in training.

    A partner's sites are its own and those of its gene's other transcripts: the site that made a
    list may stand in an isoform. 0 where there is none. Measured with families held out on
    lncRNASNP2: AUPRC 0.39; labels moved between families bring it to chance.
    """
    sites = _sites(ground)
    listed, known = _by_family(ground, *ground.known(split))
    cell = (sites.family, sites.partner)
    told = known[cell] > 0
    rate = _word_rates(sites, told, (listed[cell] / np.maximum(known[cell], 1))[told])
    around = np.where(sites.valid, rate[sites.words], 0.0).sum(axis=1)
    judged = around / np.maximum(sites.valid.sum(axis=1), 1)
    best = np.zeros_like(listed)
    np.maximum.at(best, cell, judged)
    table = ground.table
    family = ground.family[table.left_row[split.test]]
    return _with_isoforms(best, ground)[family, table.right_row[split.test]]


@dataclass(frozen=True)
class _Sites:
    """The strong sites of every family on every partner, and the words around each.

    Parameters
    ----------
    family, partner : (sites,) int arrays
    words : (sites, window) int array
        Numbers of the words that begin around the site; `valid` marks those that exist.
    n_words : int
    """

    family: NDArray[np.intp]
    partner: NDArray[np.intp]
    words: NDArray[np.intp]
    valid: NDArray[np.bool_]
    n_words: int


@lru_cache(maxsize=1)  # the same for all folds of an evaluation
def _sites(ground: Ground) -> _Sites:
    partners = [m.letters for m in ground.table.right]
    index = SiteIndex(partners)
    found = []
    for family, query in zip(*np.unique(ground.family, return_index=True), strict=True):
        row, rank, place = index.stretches(ground.table.left[query].letters)
        strong = rank < _STRONG
        found.append(
            (np.full(int(strong.sum()), family, dtype=np.intp), row[strong], place[strong])
        )
    family, partner, place = (np.concatenate(part) for part in zip(*found, strict=True))
    each = [words(encode(letters), _WORD) for letters in partners]
    number = np.unique(np.concatenate(each), return_inverse=True)[1]
    length = np.array([len(e) for e in each])
    first = np.concatenate([[0], np.cumsum(length)])[:-1]
    # Where a word begins on the partner; the core of a strong site is its second to seventh letter.
    begin = place[:, None] + 1 + np.arange(-_BEFORE, _AFTER + 1)
    valid = (begin >= 0) & (begin < length[partner][:, None])
    at = np.where(valid, first[partner][:, None] + begin, 0)
    whole = np.concatenate(each)[at] < 4**_WORD if len(number) else valid
    return _Sites(family, partner, number[at], valid & whole, int(number.max(initial=0)) + 1)


def _by_family(ground: Ground, listed: Counts, known: Counts) -> tuple[Counts, Counts]:
    n = int(ground.family.max()) + 1
    totals = []
    for cells in (listed, known):
        total = np.zeros((n, cells.shape[1]))
        np.add.at(total, ground.family, cells)
        totals.append(total)
    return totals[0], totals[1]


def _word_rates(sites: _Sites, told: NDArray[np.bool_], rate: Scores) -> Scores:
    """Average over families how often their sites around a word are listed, each family once."""
    valid = sites.valid[told]
    key = sites.family[told][:, None] * np.int64(sites.n_words) + sites.words[told]
    pair, inverse = np.unique(key[valid], return_inverse=True)
    own = np.broadcast_to(rate[:, None], valid.shape)[valid]
    mean = np.bincount(inverse, weights=own) / np.maximum(np.bincount(inverse), 1)
    word = pair % sites.n_words
    total = np.bincount(word, weights=mean, minlength=sites.n_words)
    families = np.bincount(word, minlength=sites.n_words)
    average = float(mean.mean()) if len(mean) else 0.0
    smooth: Scores = (total + _PRIOR * average) / (families + _PRIOR)
    return smooth


def _with_isoforms(best: Counts, ground: Ground) -> Counts:
    """Give each partner the best site of its gene, or of the partners it is alike."""
    group = ground.partner_group
    shared = np.zeros((int(group.max()) + 1, len(best)))
    np.maximum.at(shared, group, best.T)
    return shared[group].T
