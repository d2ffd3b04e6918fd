"""The narrow waist between evidence and networks.

Whatever a network asks to see of its pairs comes as matrices per molecule plus row numbers, so
memory grows with molecules, never with pairs times vector length.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from mirinter_core.molecules.views import reverses, swaps

Matrix = NDArray[np.float32]
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Examples:
    """Pairs as a network sees them.

    Parameters
    ----------
    left, right : mapping of {"forward", "reversed"} to (molecules, dim) float32 arrays
        Pooled vectors of the letters as they are, and read backwards where a view asks for it.
    left_row, right_row : (n,) int arrays
        Molecules of each pair.
    evidence : (n, e) float32 array
        What is seen of the two molecules together; e may be 0.
    family_known : (left molecules,) bool array
        Whether the model may lean on the query's vector: a query whose seed family it never saw
        is scored without it (see `mirinter_core.models.networks.two_tower`).
    """

    left: Mapping[str, Matrix]
    right: Mapping[str, Matrix]
    left_row: Rows
    right_row: Rows
    evidence: Matrix
    family_known: NDArray[np.bool_]

    def __len__(self) -> int:
        """Count the pairs."""
        return len(self.left_row)

    @property
    def dims(self) -> tuple[int, int, int]:
        """Length of a query's vector, of a partner's vector, and of the evidence."""
        return (
            self.left["forward"].shape[1],
            self.right["forward"].shape[1],
            self.evidence.shape[1],
        )


@dataclass(frozen=True)
class Batch:
    """What a network is given of some pairs; all on one device.

    Parameters
    ----------
    left, right : (batch, dim) float tensors
    evidence : (batch, e) float tensor
    known : (batch,) bool tensor
        See `Examples.family_known`.
    """

    left: Tensor
    right: Tensor
    evidence: Tensor
    known: Tensor


class Batches:
    """Examples held as tensors on a device; gives batches of any rows in any view."""

    def __init__(self, examples: Examples, device: str, dtype: torch.dtype = torch.float32) -> None:
        def held(array: NDArray[np.generic]) -> Tensor:
            tensor = torch.from_numpy(np.ascontiguousarray(array)).to(device)
            return tensor.to(dtype) if tensor.is_floating_point() else tensor

        self.left = {view: held(m) for view, m in examples.left.items()}
        self.right = {view: held(m) for view, m in examples.right.items()}
        self.left_row, self.right_row = held(examples.left_row), held(examples.right_row)
        self.evidence = held(examples.evidence)
        self.known = held(examples.family_known)
        self.device = device

    def of(self, rows: Rows, view: str = "original") -> Batch:
        """Give the pairs of these rows in one of the four views of `mirinter_core.recipe.VIEWS`."""
        place = torch.from_numpy(rows).to(self.device)
        left_row, right_row = self.left_row[place], self.right_row[place]
        letters = "reversed" if reverses(view) else "forward"
        left, right = self.left[letters][left_row], self.right[letters][right_row]
        if swaps(view):
            left, right = right, left
        return Batch(left, right, self.evidence[place], self.known[left_row])

    def mixed(self, drawn: Sequence[tuple[Rows, str]]) -> Batch:
        """Give pairs in several views as one batch, in the order of `drawn`."""
        parts = [self.of(rows, view) for rows, view in drawn]
        if len(parts) == 1:
            return parts[0]
        return Batch(
            torch.cat([p.left for p in parts]),
            torch.cat([p.right for p in parts]),
            torch.cat([p.evidence for p in parts]),
            torch.cat([p.known for p in parts]),
        )
