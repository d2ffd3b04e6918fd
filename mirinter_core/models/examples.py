"""The narrow waist between evidence and networks.

Whatever a network asks to see of its pairs comes as matrices per molecule plus row numbers, so
memory grows with molecules, never with pairs times vector length.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from mirinter_core.molecules.views import reverses, swaps

Matrix = NDArray[np.float32]
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Segments:
    """The letters of molecules, for a network that pools them itself.

    Parameters
    ----------
    values : (molecules, segments, dim) float16 array
        Means over stretches of letters: `mirinter_core.embedding.pooling.segments`. A long RNA
        takes no more than a short one.
    counts : (molecules,) int array
        How many of its segments a molecule has; those behind are empty.
    """

    values: NDArray[np.float16]
    counts: NDArray[np.intp]


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
    left_tokens, right_tokens : mapping of {"forward", "reversed"} to Segments, or None
        In place of pooled vectors, which have no columns then, for a network that wants tokens.
    """

    left: Mapping[str, Matrix]
    right: Mapping[str, Matrix]
    left_row: Rows
    right_row: Rows
    evidence: Matrix
    family_known: NDArray[np.bool_]
    left_tokens: Mapping[str, Segments] | None = None
    right_tokens: Mapping[str, Segments] | None = None

    def __len__(self) -> int:
        """Count the pairs."""
        return len(self.left_row)

    @property
    def dims(self) -> tuple[int, int, int]:
        """Length of a query's vectors, of a partner's vectors, and of the evidence."""
        left: NDArray[Any] = self.left["forward"]
        right: NDArray[Any] = self.right["forward"]
        if self.left_tokens and self.right_tokens:
            left, right = self.left_tokens["forward"].values, self.right_tokens["forward"].values
        return left.shape[-1], right.shape[-1], self.evidence.shape[1]


@dataclass(frozen=True)
class TokenRows:
    """Molecules of pairs by their tokens: all are held once, and pairs are row numbers.

    Parameters
    ----------
    values : (molecules, segments, dim) float16 tensor
    counts : (molecules,) int tensor
        See `Segments`.
    left, right : (batch,) int tensors
        Rows of `values`.
    """

    values: Tensor
    counts: Tensor
    left: Tensor
    right: Tensor


@dataclass(frozen=True)
class Side:
    """One side of some pairs: molecules are held once, and pairs are row numbers.

    Parameters
    ----------
    vectors : (molecules, dim) float tensor
    row : (batch,) int tensor
        The molecule of each pair.
    """

    vectors: Tensor
    row: Tensor

    @classmethod
    def of_pairs(cls, vectors: Tensor) -> Side:
        """Take vectors that are of a pair each already."""
        return cls(vectors, torch.arange(len(vectors), device=vectors.device))

    @property
    def by_pair(self) -> Tensor:
        """The vector of each pair, shape (batch, dim)."""
        return self.vectors[self.row]

    def through(self, layer: Callable[[Tensor], Tensor]) -> Tensor:
        """Pass each molecule through a layer once, and give its end for each pair.

        Not for training, where a layer looks at the pairs of a batch together.
        """
        seen, row = torch.unique(self.row, return_inverse=True)
        return layer(self.vectors[seen])[row]


@dataclass(frozen=True)
class Batch:
    """What a network is given of some pairs; all on one device.

    Parameters
    ----------
    left, right : Side
    evidence : (batch, e) float tensor
    known : (batch,) bool tensor
        See `Examples.family_known`.
    tokens : TokenRows or None
        For a network that wants them; `left` and `right` have no columns then.
    """

    left: Side
    right: Side
    evidence: Tensor
    known: Tensor
    tokens: TokenRows | None = None


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
        self.tokens, self.first = _tokens(examples, device)

    def of(self, rows: Rows, view: str = "original") -> Batch:
        """Give the pairs of these rows in one of the four views of `mirinter_core.recipe.VIEWS`."""
        place = torch.from_numpy(rows).to(self.device)
        left_row, right_row = self.left_row[place], self.right_row[place]
        letters = "reversed" if reverses(view) else "forward"
        left, right = Side(self.left[letters], left_row), Side(self.right[letters], right_row)
        if swaps(view):
            left, right = right, left
        tokens = self._token_rows(left_row, right_row, view)
        return Batch(left, right, self.evidence[place], self.known[left_row], tokens)

    def _token_rows(self, left_row: Tensor, right_row: Tensor, view: str) -> TokenRows | None:
        if self.tokens is None:
            return None
        letters = "reversed" if reverses(view) else "forward"
        left = left_row + self.first["left", letters]
        right = right_row + self.first["right", letters]
        return TokenRows(*self.tokens, *((right, left) if swaps(view) else (left, right)))

    def mixed(self, drawn: Sequence[tuple[Rows, str]]) -> Batch:
        """Give pairs in several views as one batch, in the order of `drawn`."""
        parts = [self.of(rows, view) for rows, view in drawn]
        if len(parts) == 1:
            return parts[0]
        return Batch(
            Side.of_pairs(torch.cat([p.left.by_pair for p in parts])),
            Side.of_pairs(torch.cat([p.right.by_pair for p in parts])),
            torch.cat([p.evidence for p in parts]),
            torch.cat([p.known for p in parts]),
            _joined([p.tokens for p in parts if p.tokens]),
        )


def _tokens(
    examples: Examples, device: str
) -> tuple[tuple[Tensor, Tensor] | None, dict[tuple[str, str], int]]:
    """Hold the tokens of both sides in one tensor, and say where those of each side begin.

    They stay in half precision: a network takes up only those it looks at.
    """
    sides = {"left": examples.left_tokens, "right": examples.right_tokens}
    parts = {(side, view): t for side, views in sides.items() for view, t in (views or {}).items()}
    if not parts:
        return None, {}
    sizes = [len(part.counts) for part in parts.values()]
    first = dict(zip(parts, np.cumsum([0, *sizes[:-1]]).tolist(), strict=True))
    values = np.concatenate([part.values for part in parts.values()])
    counts = np.concatenate([part.counts for part in parts.values()])
    return (torch.from_numpy(values).to(device), torch.from_numpy(counts).to(device)), first


def _joined(parts: Sequence[TokenRows]) -> TokenRows | None:
    if not parts:
        return None
    left, right = torch.cat([p.left for p in parts]), torch.cat([p.right for p in parts])
    return TokenRows(parts[0].values, parts[0].counts, left, right)
