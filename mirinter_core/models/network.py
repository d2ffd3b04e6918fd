"""What a network is: pairs in, logits out."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from mirinter_core.models.examples import Batch, Matrix
from mirinter_core.progress import Progress
from mirinter_core.recipe import RULE, Recipe
from mirinter_core.registry import Registry

Dims = tuple[int, int, int]  # query vector, partner vector, evidence


class BuildNetwork(Protocol):
    """How every file of `mirinter_core.models.networks` makes its network.

    The module it makes maps a `Batch` to logits of shape (batch,), higher for likelier listed,
    and its ``hidden`` maps a `Batch` to the last hidden layer, shape (batch, width).
    """

    def __call__(self, dims: Dims, **options: object) -> nn.Module:
        """Make the network, with fresh random weights."""
        ...


class Scorer(Protocol):
    """A built network, as the rest of the code sees it."""

    def __call__(self, batch: Batch) -> Tensor:
        """Return logits, shape (batch,)."""
        ...

    def hidden(self, batch: Batch) -> Tensor:
        """Return the last hidden layer, shape (batch, width)."""
        ...


@runtime_checkable
class Grows(Protocol):
    """A network with a part that is learnt at once, after its last step of training.

    Until then, and in a training that is cut short, it scores without that part.
    """

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
        """Learn from all pairs, those that chose the epoch too."""
        ...


VECTORS, TOKENS = "vectors", "tokens"  # what a network may want of each molecule

NETWORKS: Registry[BuildNetwork] = Registry("mirinter_core.models.networks", "build")
# What each wants: ``Batch.left`` and ``right``, pooled, or ``Batch.tokens``, which it pools itself.
WANTS: Registry[str] = Registry("mirinter_core.models.networks", "WANTS")


def wants_tokens(recipe: Recipe) -> bool:
    """Tell whether the network of a recipe pools molecules itself."""
    return recipe.network != RULE and WANTS.get(recipe.network) == TOKENS
