"""A gate that weighs evidence of several kinds, knowing which of it is there.

What it is given are a few dozen numbers about a pair, NaN where nothing is known: it sees what is
missing, and is trained on pairs whose family, gene or both were hidden
(`mirinter_core.tasks.rehearsal`), so that it does not lean on what will be missing. In training
whole kinds are forgotten at random, so that a score without one of them means something too: the
contributions beside a score are made of such scores.

What a column says is seldom a straight line: each is told piece by piece, as by a column of its own
for every stretch of its values (piecewise linear encoding: Gorishniy et al. 2022,
arXiv:2203.05556), so that what holds of small shares need not hold of large ones.

Beside it stand boosted trees on the same evidence, if it is asked for some: they turn sharply where
layers are smooth, err elsewhere, and the score weighs both. For long partners of which nothing is
known, a straight line is weighed as well: see `mirinter_core.models.line`.

The layers are narrow and trained briefly, since the same pairs come back under every protocol: wide
ones learn them by heart, which held-out pairs of the same families and genes do not show.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from mirinter_core.models.examples import Batch, Matrix
from mirinter_core.models.line import Line
from mirinter_core.models.network import VECTORS, Dims
from mirinter_core.models.recall import COLUMNS, KINDS, of_kinds
from mirinter_core.models.trees import Trees
from mirinter_core.progress import Progress

_WIDEST = 5.0  # standard deviations: what lies further out is not told apart
# Where the pieces of a column meet, in standard deviations; shares have long tails to the right.
_KNOTS = (-2.0, -1.5, -1.0, -0.7, -0.4, -0.1, 0.2, 0.5, 1.0, 1.5, 2.0, 3.0, _WIDEST)
# Of the pairs trees are grown from, so many are shown once more with kinds of evidence hidden.
_AGAIN = 0.15
_BALANCED = 0.3  # share of listed pairs in a batch of training, which scores are odds of
# What trees count of a score where there are some. Between 0.4 and 0.7 it matters little for new
# families and genes; single pairs of RNA-KG gain with more (lncRNASNP2 and RNA-KG, held out inside
# training).
_TREES = 0.6
# What the line counts of a score where it speaks. Held out inside training, 0.4 to 0.6 are alike.
_LINE = 0.5
WANTS = VECTORS


class Gate(nn.Module):
    """Scores a pair by its evidence alone; pooled vectors are not looked at."""

    never: Tensor
    knots: Tensor

    def __init__(
        self,
        dims: Dims,
        *,
        width: int,
        dropout: float,
        forget: float,
        without: Collection[str],
        trees: int,
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
        has_kinds = size == COLUMNS
        self.sizes = [len(names) for names in KINDS.values()] if has_kinds else [size]
        self.line = Line() if has_kinds else None
        never = of_kinds(without) if without else np.zeros(size, dtype=np.bool_)
        self.trees = Trees(trees, size) if trees else None
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
        """Return logits, shape (batch,); while training those of the layers alone."""
        logits: Tensor = self.logit(self.hidden(batch)).squeeze(1)
        if self.training:
            return logits
        shown = batch.evidence.masked_fill(self.never, float("nan"))
        if self.trees is not None and self.trees.grown:
            logits = (1 - _TREES) * logits + _TREES * self.trees(shown)
        if self.line is not None and self.line.fitted:
            both = (1 - _LINE) * logits + _LINE * self.line(shown)
            logits = torch.where(self.line.speaks(shown), both, logits)
        return logits

    def grow(
        self,
        evidence: Matrix,
        label: NDArray[np.int8],
        weight: NDArray[np.float32] | None,
        *,
        seed: int,
        threads: int | None,
        progress: Progress,
    ) -> None:
        """Fit the line, grow the trees: see `mirinter_core.models.network.Grows`."""
        never = self.never.cpu().numpy()
        balance = _odds(_BALANCED) - _odds(float(np.average(label, weights=weight)))
        if self.line is not None:
            self.line.fit(np.where(never, np.float32(np.nan), evidence), label, weight)
            if self.line.fitted:
                self.line.base += balance  # on the scale of the layers
        if self.trees is None:
            progress(1.0, "trained")
            return
        rng = np.random.default_rng(seed)
        again = np.flatnonzero(rng.random(len(label)) < _AGAIN)
        shown = np.concatenate([evidence, evidence[again]])
        gone = np.repeat(rng.random((len(again), len(self.sizes))) < 0.5, self.sizes, axis=1)
        shown[len(label) :][gone] = np.nan
        shown[:, never] = np.nan
        rows = np.concatenate([np.arange(len(label)), again])
        counted = None if weight is None else weight[rows]
        self.trees.grow(
            shown, label[rows], seed=seed, threads=threads, weight=counted, progress=progress
        )
        self.trees.base += balance

    def _partly_forgotten(self, evidence: Tensor) -> Tensor:
        gone = [
            (torch.rand(len(evidence), 1, device=evidence.device) < self.forget).expand(-1, size)
            for size in self.sizes
        ]
        return evidence.masked_fill(torch.cat(gone, dim=1), float("nan"))


def _odds(share: float) -> float:
    return float(np.log(share) - np.log1p(-share))


def build(
    dims: Dims,
    *,
    width: int = 32,
    dropout: float = 0.1,
    forget: float = 0.05,
    without: Collection[str] = (),
    trees: int = 0,
) -> nn.Module:
    """Make the gate.

    Parameters
    ----------
    forget : float
        Share of training pairs in which a kind of evidence is hidden.
    without : collection of str
        Kinds of evidence it never looks at, so that others show what they are worth without them.
    trees : int
        How many stand beside the layers.
    """
    return Gate(dims, width=width, dropout=dropout, forget=forget, without=without, trees=trees)
