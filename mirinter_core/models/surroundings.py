"""What the letters around a strong site say of it: learned from sites that training lists.

Sites work better where their surroundings are rich in A and U (Grimson 2007,
doi:10.1016/j.molcel.2007.06.017), and what was seen of Argonaute favours letters of its own. A
logistic regression, held back by an L2 penalty, on the shares of short words around a site learns
what its data favour; nothing else is known of the sites of a gene that never stood in training.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.intp]
Floats = NDArray[np.float64]

NEAR, WIDE = 30, 100  # letters to either side
SITE = 7
WIDTH = 2 * (4 + 16) + 64  # single letters and pairs before and after the site, triples around it

_STRENGTH = 0.001  # inverse, of the penalty: a hundred words learned from a few hundred genes
_AT_ONCE = 20_000  # sites


def shares(letters: NDArray[np.uint8], places: Numbers) -> NDArray[np.float32]:
    """Give the shares of words around sites.

    Parameters
    ----------
    letters : (n,) uint8 array
        Encoded, 4 and more for what is no canonical letter; `WIDE` of these at either end.
    places : (sites,) int array
        Where each site of `SITE` letters begins.

    Returns
    -------
    (sites, WIDTH) float32 array
        Each kind of words sums to 1, or 0 where there are none.
    """
    found = np.empty((len(places), WIDTH), np.float32)
    for start in range(0, len(places), _AT_ONCE):
        own = places[start : start + _AT_ONCE]
        before = letters[own[:, None] + np.arange(-NEAR, 0)]
        after = letters[own[:, None] + np.arange(SITE, SITE + NEAR)]
        wide = letters[own[:, None] + np.arange(-WIDE, SITE + WIDE)]
        parts = [_shares(side, k) for k in (1, 2) for side in (before, after)]
        found[start : start + len(own)] = np.concatenate([*parts, _shares(wide, 3)], axis=1)
    return found


def _shares(stretch: NDArray[np.uint8], k: int) -> Floats:
    """Count the words of k letters in each row, as shares of all that are canonical."""
    n, width = stretch.shape[0], stretch.shape[1] - k + 1
    code, whole = np.zeros((n, width), np.intp), np.ones((n, width), np.bool_)
    for i in range(k):
        letter = stretch[:, i : i + width]
        code = 4 * code + np.minimum(letter, 3)
        whole &= letter < 4
    row = np.broadcast_to(np.arange(n)[:, None], code.shape)
    counts = np.bincount((row * 4**k + code)[whole], minlength=n * 4**k).reshape(n, 4**k)
    each: Floats = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    return each


def learned(words: NDArray[np.float32], listed: Floats) -> Floats:
    """Learn what surroundings of listed sites have more of.

    Parameters
    ----------
    words : (sites, WIDTH) array
        As `shares` gives them.
    listed : (sites,) array
        Share of what is known of each site that is listed (0 to 1).

    Returns
    -------
    (WIDTH + 1,) array
        What each share adds, and last the constant that makes the average site 0; all 0 where
        nothing, or everything, is listed.
    """
    from sklearn.linear_model import LogisticRegression  # a second to import, no screen's

    none: Floats = np.zeros(WIDTH + 1)
    if not 0 < listed.sum() < len(listed):
        return none
    wide = words.astype(np.float64)
    mean, spread = wide.mean(axis=0), wide.std(axis=0)
    scaled = (wide - mean) / np.maximum(spread, 1e-6)
    label = np.repeat([0, 1], len(scaled))
    weight = np.concatenate([1 - listed, listed])
    model = LogisticRegression(C=_STRENGTH, solver="newton-cholesky")
    model.fit(np.concatenate([scaled, scaled]), label, sample_weight=weight)
    added = model.coef_[0] / np.maximum(spread, 1e-6)
    return np.append(added, -(added @ mean))


def judged(learnt: Floats, words: NDArray[np.float32]) -> Floats:
    """Say how much likelier than the average site each is to be listed (log-odds)."""
    score: Floats = (words * learnt[:-1]).sum(axis=1) + learnt[-1]  # each row by itself
    return score
