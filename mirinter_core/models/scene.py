"""Queries and partners as an atlas sees them: who is known, who is kin, and where sites stand.

A scene is made of letters alone and holds for every book over its atlas. What it says of a pair
does not depend on the other molecules in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from mirinter_core.models.atlas import (
    NO_SEED,
    SEED_WORDS,
    Atlas,
    Ground,
    Numbers,
    numbers,
    seed_codes,
)
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.molecules.words import encode, words
from mirinter_core.pairing.sites import SITE_CLASSES, SiteIndex

UNKNOWN = -1  # row of what did not stand in training

_COMPLEMENTARY = 8  # letters of a stretch that pairs, anywhere in the query


@dataclass(frozen=True, eq=False)
class Queries:
    """The queries of a scene.

    Parameters
    ----------
    row, family : (n,) int arrays
        The atlas's query and family, or `UNKNOWN`.
    seed : (n,) int array
        See `mirinter_core.models.atlas.seed_codes`.
    near : (n, families) float32 array
        1 for the families whose seed differs in one letter or is shifted by one.
    """

    molecules: tuple[Molecule, ...]
    row: Numbers
    family: Numbers
    seed: Numbers
    near: NDArray[np.float32]

    @classmethod
    def of(cls, atlas: Atlas, molecules: Sequence[Molecule]) -> Queries:
        """Look the queries up."""
        row, seed = _rows(atlas.query_digest, molecules), seed_codes(molecules)
        family_of = np.full(SEED_WORDS, UNKNOWN)
        known = atlas.family_seed
        family_of[known[known >= 0]] = np.flatnonzero(known >= 0)
        family = np.where(seed >= 0, family_of[seed], UNKNOWN)
        own = np.where(row >= 0, atlas.family[row] if len(atlas.family) else UNKNOWN, UNKNOWN)
        near = np.zeros((len(row), atlas.families), dtype=np.float32)
        for i, code in enumerate(seed.tolist()):
            if code != NO_SEED:
                found = family_of[_relatives(code)]
                near[i, found[found >= 0]] = 1
        return cls(tuple(molecules), row, np.where(family >= 0, family, own), seed, near)


@dataclass(frozen=True, eq=False)
class Partners:
    """The partners of a scene.

    Parameters
    ----------
    row, gene : (n,) int arrays
        The atlas's partner and gene, or `UNKNOWN`.
    ground : Ground
    mark, mark_word : (found,) int arrays
        The atlas's landmarks that stand on the partners, and the ground's words that they are.
    """

    molecules: tuple[Molecule, ...]
    row: Numbers
    gene: Numbers
    ground: Ground
    mark: Numbers
    mark_word: Numbers

    @classmethod
    def of(cls, atlas: Atlas, molecules: Sequence[Molecule]) -> Partners:
        """Look the partners up."""
        row = _rows(atlas.partner_digest, molecules)
        kin = row.copy()
        for i in np.flatnonzero(row < 0).tolist():
            kin[i] = atlas.kin(molecules[i])
        gene = np.where(kin >= 0, atlas.gene[kin] if len(atlas.gene) else UNKNOWN, UNKNOWN)
        ground = Ground.of(molecules)
        mark, is_mark = _places(atlas.landmark, ground.context)
        at = np.flatnonzero(is_mark & ground.is_whole)
        return cls(tuple(molecules), row, gene, ground, mark[at], at)

    @cached_property
    def index(self) -> SiteIndex:
        """Seed sites of all classes."""
        return SiteIndex([m.letters for m in self.molecules])

    @cached_property
    def letter_share(self) -> NDArray[np.float64]:
        """Shares of A, C, G and U of each partner, shape (n, 4)."""
        each = [np.bincount(encode(m.letters), minlength=5)[:4] for m in self.molecules]
        counts = np.stack(each) if each else np.zeros((0, 4))
        share: NDArray[np.float64] = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        return share

    def complementary(self, queries: Sequence[Molecule]) -> NDArray[np.float32]:
        """Count the words of 8 letters of each query whose reverse complement stands in a partner.

        Returns
        -------
        (queries, partners) array
        """
        facing = [encode(q.letters) for q in queries]
        facing = [np.where(e < 4, 3 - e, 4)[::-1].astype(np.uint8) for e in facing]
        counted: NDArray[np.float32] = (
            _incidence([_distinct(e) for e in facing]) @ self._words
        ).toarray()
        return counted

    @cached_property
    def _words(self) -> sparse.csc_array:
        """The words of each partner, shape (words, partners)."""
        return _incidence([_distinct(encode(m.letters)) for m in self.molecules]).T.tocsr()

    @cached_property
    def _by_code(self) -> tuple[Numbers, Numbers]:
        order = np.argsort(self.ground.code, kind="stable")
        bounds = np.searchsorted(self.ground.code[order], np.arange(SEED_WORDS + 1))
        return order, bounds

    def sites(self, seed: int) -> Numbers:
        """Find the strong sites of a seed, as rows of the ground's words."""
        order, bounds = self._by_code
        return order[bounds[seed] : bounds[seed + 1]]

    def counts(self, query: Molecule) -> NDArray[np.int32]:
        """Count the seed sites of all classes, shape (n, 5); see `SITE_CLASSES`."""
        if len(query) < 8:
            return np.zeros((len(self.molecules), len(SITE_CLASSES)), np.int32)
        return self.index.counts(query.letters)


def _incidence(each: list[NDArray[np.intp]]) -> sparse.csr_array:
    """Mark the words of each molecule, shape (molecules, words)."""
    row = np.repeat(np.arange(len(each)), [len(w) for w in each])
    column = np.concatenate([np.empty(0, np.intp), *each])
    shape = (len(each), 4**_COMPLEMENTARY)
    return sparse.csr_array((np.ones(len(row), np.float32), (row, column)), shape=shape)


def _distinct(letters: NDArray[np.uint8]) -> NDArray[np.intp]:
    codes = np.unique(words(letters, _COMPLEMENTARY)).astype(np.intp)
    return codes[codes < 4**_COMPLEMENTARY]


def _rows(digests: NDArray[np.uint64], molecules: Sequence[Molecule]) -> Numbers:
    order = np.argsort(digests)
    place, found = _places(digests[order], numbers(molecules))
    return np.where(found, order[place] if len(order) else UNKNOWN, UNKNOWN)


def _places(
    known: NDArray[np.generic], asked: NDArray[np.generic]
) -> tuple[Numbers, NDArray[np.bool_]]:
    """Find each asked value among sorted ones, and say whether it is there."""
    place = np.searchsorted(known, asked)
    inside = place < len(known)
    place = np.where(inside, place, 0)
    if not len(known):
        return place, inside
    return place, inside & (known[place] == asked)


def _relatives(code: int) -> Numbers:
    """Give the codes of seeds one letter off, and of those shifted by one either way."""
    letter = 4 ** np.arange(7)
    own = code // letter % 4
    changed = (code + (np.arange(4)[:, None] - own) * letter).ravel()
    shifted = [(code * 4) % SEED_WORDS + np.arange(4), code // 4 + 4**6 * np.arange(4)]
    near = np.unique(np.concatenate([changed, *shifted]))
    return near[near != code]
