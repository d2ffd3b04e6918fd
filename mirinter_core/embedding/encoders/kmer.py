"""Frequencies of 1- to 4-letter words: no weights, no limit, and quick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mirinter_core.embedding.encoder import Encoder, Tokens
from mirinter_core.errors import SequenceError
from mirinter_core.molecules.alphabet import IUPAC, RNA

WORDS = (1, 2, 3, 4)  # letters in a word
_FIRST = [sum(4**j for j in WORDS if j < k) for k in WORDS]  # column where the k-words begin
_AMBIGUOUS = len(RNA)
_CODE = np.full(128, -1, np.int8)
_SHARES = np.zeros((128, len(RNA)), np.float32)  # how a letter is spread over A, C, G, U
for _letter, _may_be in IUPAC.items():
    _CODE[ord(_letter)] = RNA.index(_letter) if len(_may_be) == 1 else _AMBIGUOUS
    _SHARES[ord(_letter), [RNA.index(c) for c in _may_be]] = 1 / len(_may_be)


@dataclass(frozen=True)
class Kmer:
    """Word frequencies, written as one vector a letter so that they pool like any encoder's.

    The vector of a letter marks the words that begin there, columns in the order A, C,
    ..., UUUU. A sequence of n letters has n - k + 1 words of k letters, so a mark counts
    n / (n - k + 1): then the *mean* over letters is the exact frequency of each word, and
    the columns of each k sum to 1. An ambiguous letter is spread evenly over what it may
    be, a word with several over all readings.
    """

    name: str = "kmer"
    revision: str = "1"
    dim: int = sum(4**k for k in WORDS)
    max_length: int | None = None
    alphabet: str = "".join(IUPAC)

    def encode(self, batch: Sequence[str]) -> list[Tokens]:
        """See `Encoder.encode`. A k-word column is all zero in a sequence shorter than k."""
        return [_tokens(letters) for letters in batch]


def build(*, device: str = "cpu") -> Encoder:  # noqa: ARG001 - counting gains nothing on a GPU
    """Make the encoder."""
    return Kmer()


def _tokens(letters: str) -> Tokens:
    ascii_codes = np.frombuffer(letters.encode("ascii", "replace"), np.uint8)
    codes = _CODE[ascii_codes]
    if (codes < 0).any():
        place = int(np.argmax(codes < 0))
        raise SequenceError(
            f"{letters[place]!r} at position {place + 1} is not a letter of the kmer encoder "
            f"({''.join(IUPAC)}). Clean the sequence first."
        )
    length = len(codes)
    tokens = np.zeros((length, Kmer.dim), np.float32)
    word, clear = np.zeros(length, np.int64), np.ones(length, bool)
    for k, first in zip(WORDS, _FIRST, strict=True):
        words = length - k + 1
        if words < 1:
            break
        word = word[:words] * 4 + codes[k - 1 :]
        clear = clear[:words] & (codes[k - 1 :] != _AMBIGUOUS)
        plain = np.flatnonzero(clear)
        tokens[plain, first + word[plain]] = length / words
        if len(spread := np.flatnonzero(~clear)):
            columns = slice(first, first + 4**k)
            tokens[spread, columns] = _readings(ascii_codes, spread, k) * (length / words)
    return tokens


def _readings(
    ascii_codes: NDArray[np.uint8], starts: NDArray[np.intp], k: int
) -> NDArray[np.float32]:
    """Give the share of each of the 4^k readings of the words at `starts`; rows sum to 1."""
    shares = np.ones((len(starts), 1), np.float32)
    for step in range(k):
        letter = _SHARES[ascii_codes[starts + step]]
        shares = (shares[:, :, None] * letter[:, None, :]).reshape(len(starts), -1)
    return shares
