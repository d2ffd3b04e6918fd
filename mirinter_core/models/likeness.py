"""Find the known partner that a new one is alike: an isoform, a paralogue, another version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mirinter_core.molecules.molecule import Molecule
from mirinter_core.molecules.words import LIKE, encode, mixed, words

_WORD = 12  # letters, as in `mirinter_core.molecules.words.alike`
_FEW = 400  # words up to which all are kept: a sample of fewer would tell nothing
_ONE_IN = 4  # of the words of longer partners
_NONE = -1


@dataclass(frozen=True)
class Likeness:
    """Digests of the partners' words of 12 letters: of long partners a sample.

    Parameters
    ----------
    word : (n,) uint32 array, sorted
    partner : (n,) int array
        Whose word it is; a word of several stands there several times.
    total : (partners,) int array
        How many distinct words each partner has.
    """

    word: NDArray[np.uint32]
    partner: NDArray[np.intp]
    total: NDArray[np.intp]

    @classmethod
    def of(cls, partners: Sequence[Molecule]) -> Likeness:
        """Remember the words of some partners."""
        each = [_distinct(m) for m in partners]
        kept = [w if len(w) <= _FEW else w[w % _ONE_IN == 0] for w in each]
        owner = np.repeat(np.arange(len(kept)), [len(w) for w in kept])
        word = np.concatenate([np.empty(0, np.uint32), *kept])
        order = np.argsort(word, kind="stable")
        return cls(word[order], owner[order], np.array([len(w) for w in each], dtype=np.intp))

    def nearest(self, partner: Molecule) -> int:
        """Give the number of the known partner that shares most words with one, or -1.

        Shared are, as estimated from the sample, at least 30 % of the words of the one of the
        two that has fewer.
        """
        own = _distinct(partner)
        begin, end = (np.searchsorted(self.word, own, side=side) for side in ("left", "right"))
        many = end - begin
        hit = np.repeat(begin, many) + _counted(many)
        shared = np.bincount(self.partner[hit], minlength=len(self.total)).astype(np.float64)
        shared[self.total > _FEW] *= _ONE_IN
        share = shared / np.maximum(np.minimum(self.total, len(own)), 1)
        best = int(np.argmax(share)) if len(share) else 0
        return best if len(share) and share[best] >= LIKE else _NONE


def _distinct(partner: Molecule) -> NDArray[np.uint32]:
    codes = words(encode(partner.letters), _WORD)
    return np.unique(mixed(codes[codes < 4**_WORD]))


def _counted(many: NDArray[np.intp]) -> NDArray[np.intp]:
    """Count 0, 1, ... within each of some stretches of these lengths."""
    first = np.repeat(np.cumsum(many) - many, many)
    return np.arange(len(first)) - first
