"""What an encoder is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from mirinter_core.registry import Registry

Tokens = NDArray[np.float32]  # (letters, dim)
Vector = NDArray[np.float32]  # (dim,), or (2 * dim,) for mean-max


class Encoder(Protocol):
    """Turns letters into one vector for each letter. Its output does not depend on the batch."""

    @property
    def name(self) -> str:
        """Its file name."""
        ...

    @property
    def revision(self) -> str:
        """What its numbers depend on: a version, or the first 12 digits of its weights' SHA-256."""
        ...

    @property
    def dim(self) -> int:
        """Length of one vector."""
        ...

    @property
    def max_length(self) -> int | None:
        """Most letters it takes at once; None means no limit."""
        ...

    @property
    def alphabet(self) -> str:
        """The letters it takes."""
        ...

    def encode(self, batch: Sequence[str]) -> list[Tokens]:
        """Encode sequences of any mix of lengths; array i has shape (len(batch[i]), dim).

        Raises
        ------
        SequenceError
            For a letter outside its alphabet or a sequence above `max_length`.
        """
        ...


class BuildEncoder(Protocol):
    """How every file of `mirinter_core.embedding.encoders` makes its encoder."""

    def __call__(self, *, device: str = "cpu") -> Encoder:
        """Make the encoder on a device; raises WeightsError if its weights are not at hand."""
        ...


ENCODERS: Registry[BuildEncoder] = Registry("mirinter_core.embedding.encoders", "build")
