"""The paper's head: a feed-forward network on the joined vectors of the two molecules.

References
----------
Nicolini et al., miRInter-Trans, section 2.4.2: four hidden layers of 1,024, each Linear, ReLU,
BatchNorm, Dropout 0.2; one logit.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

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
        self.logit = nn.Linear(widths[-1], 1)

    def hidden(self, batch: Batch) -> Tensor:
        """Return the last hidden layer, shape (batch, hidden[-1])."""
        joined = torch.cat([batch.left, batch.right, batch.evidence], dim=1)
        hidden: Tensor = self.layers(joined)
        return hidden

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
