"""Words of a fixed number of letters, as numbers: what site search and likeness are built on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

LIKE = 0.3  # share of common words from which two transcripts count as alike: science.md 2
_WORD = 12  # letters: rare enough that unrelated transcripts share none


def encode(letters: str) -> NDArray[np.uint8]:
    """Write A, C, G, U as 0 to 3 and anything else as 4."""
    table = np.full(256, 4, np.uint8)
    table[np.frombuffer(b"ACGU", np.uint8)] = np.arange(4)
    return table[np.frombuffer(letters.encode("latin-1", "replace"), np.uint8)]


def words(letters: NDArray[np.uint8], k: int) -> NDArray[Any]:
    """Number every word of k letters, base 4; 4 ** k for a word with an ambiguous letter.

    Parameters
    ----------
    letters : (n,) uint8 array
        As `encode` writes them.

    Returns
    -------
    (max(n - k + 1, 0),) array of unsigned int
        In the smallest type that holds 4 ** k: k is at most 15.
    """
    n = max(len(letters) - k + 1, 0)
    codes: NDArray[Any] = np.zeros(n, np.uint16 if k < 8 else np.uint32)
    broken = np.zeros(n, bool)
    for i in range(k):
        codes *= 4
        codes += letters[i : i + n] & 3
        broken |= letters[i : i + n] > 3
    codes[broken] = 4**k
    return codes


def mixed(codes: NDArray[Any]) -> NDArray[np.uint32]:
    """Digest numbers of words to 32 bits, so that any of their bits can choose a sample.

    The finalizer of SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195).
    """
    x = codes.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((x ^ (x >> np.uint64(31))) >> np.uint64(32)).astype(np.uint32)


def alike(sequences: Sequence[str], *, least: float = LIKE) -> sparse.csr_array:
    """Find the sequences that share words of 12 letters: isoforms, paralogues, copies.

    Returns
    -------
    (n, n) sparse array of float
        Containment: shared distinct words over those of the sequence that has fewer, where that
        is `least` or more; symmetric, with nothing on the diagonal.
    """
    each = [np.unique(words(encode(s), _WORD)) for s in sequences]
    each = [w[w < 4**_WORD] for w in each]
    counts = np.array([len(w) for w in each], dtype=np.intp)
    rows = np.repeat(np.arange(len(each)), counts)
    if not len(rows):
        return sparse.csr_array((len(each), len(each)))
    columns = np.unique(np.concatenate(each), return_inverse=True)[1]
    holds = sparse.csr_array((np.ones(len(rows), np.int32), (rows, columns)))
    shared = (holds @ holds.T).tocoo()
    share = shared.data / np.minimum(counts[shared.row], counts[shared.col])
    kept = (share >= least) & (shared.row != shared.col)
    return sparse.csr_array(
        (share[kept], (shared.row[kept], shared.col[kept])), shape=(len(each), len(each))
    )
