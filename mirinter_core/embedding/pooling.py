"""From one vector for each letter to one vector for the molecule. Nothing here is learnt."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from mirinter_core.embedding.encoder import Tokens, Vector
from mirinter_core.errors import PartError

Pooling = Callable[[Tokens], Vector]


def mean(tokens: Tokens) -> Vector:
    """Average over letters, summed in double precision: transcripts have 10,000s of them."""
    return tokens.mean(axis=0, dtype=np.float64).astype(np.float32)


def maximum(tokens: Tokens) -> Vector:
    """Take the largest value of each dimension."""
    return tokens.max(axis=0)


def mean_max(tokens: Tokens) -> Vector:
    """Give both, end to end: twice the length."""
    return np.concatenate([mean(tokens), maximum(tokens)])


def segments(tokens: Tokens) -> Vector:
    """Give the mean of each of `SEGMENTS` stretches, end to end; for what learns how to pool.

    Stretches are of equal length, to a letter. An RNA with fewer letters has one for each, and
    zeros behind them: memory does not grow with its length.
    """
    bounds = np.linspace(0, len(tokens), min(len(tokens), SEGMENTS) + 1).astype(np.intp)
    sums = np.add.reduceat(tokens, bounds[:-1], axis=0, dtype=np.float64)
    held = np.zeros((SEGMENTS, tokens.shape[1]), np.float32)
    held[: len(sums)] = sums / np.diff(bounds)[:, None]
    return held.ravel()


SEGMENTS = 32  # at most, of one RNA: each letter of a microRNA is one
SEGMENTED = "segments"
POOLINGS: Mapping[str, Pooling] = {"mean": mean, "max": maximum, "mean-max": mean_max}


def pooling_named(name: str) -> Pooling:
    """Return a pooling by its name in a recipe.

    Raises
    ------
    PartError
        If there is none of that name.
    """
    if name == SEGMENTED:  # not a choice of users: what it gives has to be pooled yet
        return segments
    if name not in POOLINGS:
        raise PartError(f"No pooling is called {name!r}. There are: {', '.join(POOLINGS)}.")
    return POOLINGS[name]


def width(pooling: str, dim: int) -> int:
    """Return the length of a pooled vector.

    Examples
    --------
    >>> width("mean", 640), width("mean-max", 640)
    (640, 1280)
    """
    return len(pooling_named(pooling)(np.zeros((1, dim), np.float32)))
