"""The paper's head: a feed-forward network on the joined vectors of the two molecules.

References
----------
Nicolini et al., miRInter-Trans, section 2.4.2: four hidden layers of 1,024, each Linear, ReLU,
BatchNorm, Dropout 0.2; one logit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn.functional import linear

from mirinter_core.models.examples import Batch
from mirinter_core.models.network import VECTORS, Dims
from mirinter_core.models.stack import stack

WANTS = VECTORS


class FeedForward(nn.Module):
    """Joins query, partner and evidence end to end and passes them through hidden layers."""

    def __init__(
        self, dims: Dims, hidden: Sequence[int], *, dropout: float, normalise: bool
    ) -> None:
        super().__init__()
        widths = [sum(dims), *hidden]
        layers: list[nn.Module] = [nn.BatchNorm1d(widths[0])] if normalise else []
        self.layers = nn.Sequential(*layers, *stack(widths, dropout))
        self.dims, self.before = dims, len(layers)  # of the first hidden layer
        self.logit = nn.Linear(widths[-1], 1)

    def hidden(self, batch: Batch) -> Tensor:
        """Return the last hidden layer, shape (batch, hidden[-1])."""
        if self.training or len(self.layers) == self.before:
            joined = [batch.left.by_pair, batch.right.by_pair, batch.evidence]
            hidden: Tensor = self.layers(torch.cat(joined, dim=1))
            return hidden
        left, right, evidence = self._first()
        first = batch.left.through(left) + batch.right.through(right) + evidence(batch.evidence)
        rest: Tensor = self.layers[self.before + 1 :](first)
        return rest

    def _first(self) -> list[Callable[[Tensor], Tensor]]:
        """Take the first hidden layer apart by what it sees, so that a molecule passes it once.

        A normalisation before it is, out of training, a factor and a shift, and goes into it.
        """
        layer = cast("nn.Linear", self.layers[self.before])
        weight, bias = layer.weight, layer.bias
        if self.before:
            normal = self.layers[0]
            shift = normal(weight.new_zeros(1, weight.shape[1]))
            scale = normal(weight.new_ones(1, weight.shape[1])) - shift
            weight, bias = weight * scale, bias + weight @ shift[0]
        left, right, evidence = torch.split(weight, list(self.dims), dim=1)
        return [
            partial(linear, weight=left),
            partial(linear, weight=right),
            partial(linear, weight=evidence, bias=bias),
        ]

    def forward(self, batch: Batch) -> Tensor:
        """Return logits, shape (batch,)."""
        logits: Tensor = self.logit(self.hidden(batch))
        return logits.squeeze(1)


def build(
    dims: Dims,
    *,
    hidden: Sequence[int] = (1024, 1024, 1024, 1024),
    dropout: float = 0.2,
    normalise: bool = False,
) -> nn.Module:
    """Make the head for vectors of these lengths.

    Without hidden layers it is a logistic regression; `normalise` standardises its input, which
    vectors of small numbers (k-mer frequencies) need and the paper's head does not have.
    """
    return FeedForward(dims, tuple(hidden), dropout=dropout, normalise=normalise)
