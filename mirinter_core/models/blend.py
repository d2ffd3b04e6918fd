"""Mixing the pairs of a batch two by two: mixup.

References
----------
Zhang et al. 2018, mixup: beyond empirical risk minimization, arXiv:1710.09412.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from mirinter_core.models.examples import Batch, Side


@dataclass(frozen=True)
class Blend:
    """Which pair each pair of a batch is mixed with, and how much of itself it stays.

    Parameters
    ----------
    share : (batch,) float tensor
        At least a half: a pair stays more itself than the other.
    other : (batch,) int tensor
    """

    share: Tensor
    other: Tensor

    @classmethod
    def draw(cls, n: int, strength: float, rng: np.random.Generator, like: Tensor) -> Blend:
        """Draw a blend of n pairs by Beta(strength, strength), on the device of a tensor."""
        drawn = rng.beta(strength, strength, n)
        share = torch.from_numpy(np.maximum(drawn, 1 - drawn)).to(like)
        return cls(share, torch.from_numpy(rng.permutation(n)).to(like.device))

    def __call__(self, numbers: Tensor) -> Tensor:
        """Mix numbers, one row a pair."""
        share = self.share.view(-1, *[1] * (numbers.dim() - 1))
        return share * numbers + (1 - share) * numbers[self.other]

    def batch(self, batch: Batch) -> Batch:
        """Mix what is seen of pairs; a query is known where both are."""
        return Batch(
            Side.of_pairs(self(batch.left.by_pair)),
            Side.of_pairs(self(batch.right.by_pair)),
            self(batch.evidence),
            batch.known & batch.known[self.other],
        )
