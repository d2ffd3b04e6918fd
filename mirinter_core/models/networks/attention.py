"""Attention pooling: which stretches of a molecule count is learnt together with the head.

Mean and maximum treat all letters alike. Here every stretch gets a weight from what it is made of,
and the weighted means of a few heads stand for the molecule. A molecule is pooled once in a batch,
however many pairs it stands in, so the cost grows with molecules and their stretches, of which a
long RNA has no more than a short one (`mirinter_core.embedding.pooling.segments`).

The query's part is hidden in a share of the training pairs and left out for a query of a seed
family never seen, as in `mirinter_core.models.networks.two_tower`, and for its reasons.

References
----------
Ilse, Tomczak and Welling 2018, Attention-based deep multiple instance learning, arXiv:1802.04712.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from mirinter_core.errors import ModelError
from mirinter_core.models.examples import Batch, TokenRows
from mirinter_core.models.network import TOKENS, Dims
from mirinter_core.models.stack import stack

WANTS = TOKENS
_AT_ONCE = 512  # molecules whose tokens are looked at together: 90 MB in double precision


class AttentionPooling(nn.Module):
    """From the stretches of a molecule to one vector, by weights that are learnt."""

    def __init__(self, dim: int, *, width: int, heads: int) -> None:
        super().__init__()
        self.look = nn.Linear(dim, width)
        self.weigh = nn.Linear(width, heads, bias=False)

    def forward(self, tokens: TokenRows, rows: Tensor) -> Tensor:
        """Pool molecules of some rows, (batch, heads * dim); each distinct one once."""
        distinct, place = torch.unique(rows, return_inverse=True)
        parts = [
            self._pooled(tokens.values[some].to(self.look.weight.dtype), tokens.counts[some])
            for some in distinct.split(_AT_ONCE)
        ]
        return torch.cat(parts)[place]

    def _pooled(self, values: Tensor, counts: Tensor) -> Tensor:
        """Pool (molecules, segments, dim) to (molecules, heads * dim)."""
        told = self.weigh(torch.tanh(self.look(values)))
        empty = torch.arange(values.shape[1], device=values.device) >= counts[:, None]
        share = told.masked_fill(empty[:, :, None], -torch.inf).softmax(dim=1)
        return torch.einsum("msh,msd->mhd", share, values).flatten(1)


class Attention(nn.Module):
    """Pools query and partner, joins them with the evidence, and passes them through layers."""

    def __init__(
        self,
        dims: Dims,
        hidden: Sequence[int],
        *,
        pool: tuple[int, int],
        dropout: float,
        hide: float,
    ) -> None:
        super().__init__()
        left, right, evidence = dims
        width, heads = pool
        self.query = AttentionPooling(left, width=width, heads=heads)
        self.partner = AttentionPooling(right, width=width, heads=heads)
        self.size = heads * left
        widths = [self.size + heads * right + evidence, *hidden]
        self.normal = nn.BatchNorm1d(widths[0])
        self.unknown = nn.Parameter(torch.zeros(self.size))  # a query of a family never seen
        self.layers = nn.Sequential(*stack(widths, dropout))
        self.logit = nn.Linear(widths[-1], 1)
        self.hide = hide

    def hidden(self, batch: Batch) -> Tensor:
        """Return the last hidden layer, shape (batch, hidden[-1])."""
        if batch.tokens is None:
            raise ModelError("This network pools tokens, and was given pooled vectors.")
        query = self.query(batch.tokens, batch.tokens.left)
        partner = self.partner(batch.tokens, batch.tokens.right)
        joined = self.normal(torch.cat([query, partner, batch.evidence], dim=1))
        shown = batch.known
        if self.training:
            shown = shown & (torch.rand(len(shown), device=shown.device) >= self.hide)
        query = torch.where(shown[:, None], joined[:, : self.size], self.unknown)
        hidden: Tensor = self.layers(torch.cat([query, joined[:, self.size :]], dim=1))
        return hidden

    def forward(self, batch: Batch) -> Tensor:
        """Return logits, shape (batch,)."""
        logits: Tensor = self.logit(self.hidden(batch))
        return logits.squeeze(1)


def build(
    dims: Dims,
    *,
    hidden: Sequence[int] = (256, 128),
    width: int = 32,
    heads: int = 2,
    dropout: float = 0.2,
    hide: float = 0.3,
) -> nn.Module:
    """Make the network.

    Parameters
    ----------
    hidden : sequence of int
        Widths of the head's layers.
    width, heads : int
        Of each side's attention.
    hide : float
        Share of training pairs whose query is hidden.
    """
    return Attention(dims, tuple(hidden), pool=(width, heads), dropout=dropout, hide=hide)
