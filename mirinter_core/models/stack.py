"""Hidden layers of the paper's form, for networks that end in them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from torch import nn


def stack(widths: Sequence[int], dropout: float) -> list[nn.Module]:
    """Make layers from each width to the next: Linear, ReLU, BatchNorm, Dropout."""
    return [
        layer
        for wide, narrow in pairwise(widths)
        for layer in (
            nn.Linear(wide, narrow),
            nn.ReLU(),
            nn.BatchNorm1d(narrow),
            nn.Dropout(dropout),
        )
    ]
