"""A gate that weighs evidence of several kinds, knowing which of it is there.

What it is given are a few dozen numbers about a pair, NaN where nothing is known: it sees what is
missing, and is trained on pairs whose family, gene or both were hidden
(`mirinter_core.tasks.rehearsal`), so that it does not lean on what will be missing. In training
whole kinds are forgotten at random, so that a score without one of them means something too: the
contributions beside a score are made of such scores.

What a column says is seldom a straight line: each is told piece by piece, as by a column of its own
for every stretch of its values (piecewise linear encoding: Gorishniy et al. 2022,
arXiv:2203.05556), so that what holds of small shares need not hold of large ones.

It is narrow and trained briefly, since the same pairs come back under every protocol: a wide one
learns them by heart, which held-out pairs of the same families and genes do not show.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import torch
from torch import Tensor, nn

from mirinter_core.models.examples import Batch
from mirinter_core.models.network import VECTORS, Dims
from mirinter_core.models.recall import KINDS, of_kinds

_WIDEST = 5.0  # standard deviations: what lies further out is not told apart
# Where the pieces of a column meet, in standard deviations; shares have long tails to the right.
_KNOTS = (-2.0, -1.5, -1.0, -0.7, -0.4, -0.1, 0.2, 0.5, 1.0, 1.5, 2.0, 3.0, _WIDEST)
WANTS = VECTORS


class Gate(nn.Module):
    """Scores a pair by its evidence alone; pooled vectors are not looked at."""

    never: Tensor
    knots: Tensor

    def __init__(
        self, dims: Dims, *, width: int, dropout: float, forget: float, without: Collection[str]
    ) -> None:
        super().__init__()
        size = dims[2]
        self.normal = nn.BatchNorm1d(3 * size, affine=False)
        self.layers = nn.Sequential(
            nn.Linear((3 + len(_KNOTS) - 1) * size, width),  # three columns, and the pieces between
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(width, width),
            nn.ReLU(),
            nn.Dropout(dropout),
        )
        self.logit = nn.Linear(width, 1)
        self.forget = forget
        sizes = [len(names) for names in KINDS.values()]
        self.sizes = sizes if sum(sizes) == size else [size]
        never = of_kinds(without) if without else np.zeros(size, dtype=np.bool_)
        self.register_buffer("never", torch.from_numpy(never), persistent=False)
        self.register_buffer("knots", torch.tensor(_KNOTS), persistent=False)

    def hidden(self, batch: Batch) -> Tensor:
        """Return the last hidden layer, shape (batch, width)."""
        evidence = batch.evidence.masked_fill(self.never, float("nan"))
        evidence = self._partly_forgotten(evidence) if self.training else evidence
        missing = evidence.isnan()
        known = evidence.nan_to_num(nan=0.0)
        # Shares are skewed: their roots tell small ones apart.
        roots = known.sign() * known.abs().sqrt()
        told = torch.cat([known, roots, missing.to(evidence.dtype)], dim=1)
        normal = self.normal(told).clamp(-_WIDEST, _WIDEST)
        pieces = self._pieces(normal.chunk(3, dim=1)[1]).masked_fill(missing[:, :, None], 0.0)
        hidden: Tensor = self.layers(torch.cat([normal, pieces.flatten(1)], dim=1))
        return hidden

    def _pieces(self, values: Tensor) -> Tensor:
        """Say how much of each piece lies below each value (0 to 1)."""
        below = values[:, :, None] - self.knots[:-1]
        return (below / self.knots.diff()).clamp(0.0, 1.0)

    def forward(self, batch: Batch) -> Tensor:
        """Return logits, shape (batch,)."""
        logits: Tensor = self.logit(self.hidden(batch))
        return logits.squeeze(1)

    def _partly_forgotten(self, evidence: Tensor) -> Tensor:
        gone = [
            (torch.rand(len(evidence), 1, device=evidence.device) < self.forget).expand(-1, size)
            for size in self.sizes
        ]
        return evidence.masked_fill(torch.cat(gone, dim=1), float("nan"))


def build(
    dims: Dims,
    *,
    width: int = 32,
    dropout: float = 0.1,
    forget: float = 0.05,
    without: Collection[str] = (),
) -> nn.Module:
    """Make the gate.

    Parameters
    ----------
    forget : float
        Share of training pairs in which a kind of evidence is hidden.
    without : collection of str
        Kinds of evidence it never looks at, so that others show what they are worth without them.
    """
    return Gate(dims, width=width, dropout=dropout, forget=forget, without=without)
