"""Meet inside training what will be met later: a protocol within a protocol.

What learns from labels of *other* pairs must be trained on pairs described as the pairs asked
about will be: if their family is unknown, with the family hidden. So the training pairs are
split again, by every protocol of the recipe, and each part is described by what the others say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mirinter_core.datasets.pairs import PairTable, Rows, both_orders
from mirinter_core.datasets.splits import Protocol, Split, protocol
from mirinter_core.errors import DatasetError
from mirinter_core.models.atlas import Survey
from mirinter_core.models.book import Book
from mirinter_core.models.memory import Memory
from mirinter_core.models.recall import COLUMNS, describe
from mirinter_core.models.scene import Partners, Queries
from mirinter_core.progress import Progress, silent

PARTS = 5

NEGATIVES = 4  # per positive
_FEWEST = 40_000  # of all parts of a protocol: fewer show too little of what is not listed


@dataclass(frozen=True)
class Rehearsed:
    """Training pairs as they were described while hidden.

    Parameters
    ----------
    table : PairTable
        The described rows: a pair stands there once for each protocol and order.
    described : (n, columns) float32 array
        See `mirinter_core.models.recall.KINDS`.
    held : (n,) bool array
        The part of each protocol that is kept from training, to choose the epoch. Its pairs are
        described for the other protocols too, where they are trained on.
    memory : Memory
        Of all the pairs, none hidden: what a model keeps.
    """

    table: PairTable
    described: NDArray[np.float32]
    held: NDArray[np.bool_]
    memory: Memory


def rehearse(
    table: PairTable,
    protocols: tuple[str, ...],
    *,
    negatives: int | None,
    rng: np.random.Generator,
    progress: Progress = silent,
) -> Rehearsed:
    """Describe the pairs of a table by each other, hidden by each protocol in turn.

    Parameters
    ----------
    table : PairTable
        Pairs with labels; those of one type are described in both orders.
    negatives : int or None
        Negatives per positive that are described; None: see `drawn`.

    Raises
    ------
    DatasetError
        If no protocol can hide any of the pairs, or there is none of that name.
    """
    hiding = [protocol(name) for name in protocols]
    each = drawn(negatives, int(table.label.sum()))
    grown, of = both_orders(table)
    surveyed = _Surveyed.of(grown)
    found = []
    for i, (name, way) in enumerate(zip(protocols, hiding, strict=True)):
        for j, split in enumerate(_splits(table, way, rng)):
            progress((i + j / PARTS) / len(protocols), f"rehearsing {name}")
            asked = _some(table, split.test, each, rng)
            rows = np.flatnonzero(np.isin(of, asked))
            described = surveyed.describe(np.flatnonzero(np.isin(of, split.train)), rows)
            found.append((rows, described, np.full(len(rows), j == 0)))
    if not found:
        raise DatasetError(
            f"{len(table):,} pairs are too few to be hidden in {PARTS} parts. Give more pairs."
        )
    progress(1.0, "rehearsed")
    rows, described, held = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return Rehearsed(grown.take(rows), described, held, surveyed.remember(table))


def drawn(negatives: int | None, positives: int) -> float:
    """Say how many negatives are described for each of so many positives, if there are so many.

    Parameters
    ----------
    negatives : int or None
        What a recipe asks for. None: 4 for each positive, and 40,000 for all of them at least.
    """
    if negatives is not None:
        return negatives
    return max(NEGATIVES, _FEWEST / max(positives, 1))


def remembered(table: PairTable) -> Memory:
    """Remember a training table with a book for each type of partner."""
    return _Surveyed.of(both_orders(table)[0]).remember(table)


@dataclass(frozen=True)
class _Surveyed:
    """The surveys of a table, one for each type of partner.

    Parameters
    ----------
    table : PairTable
        With pairs of one type in both orders.
    rows : dict of str to int array
        Rows of the table, by the partner's type.
    """

    table: PairTable
    rows: dict[str, Rows]
    parts: dict[str, tuple[PairTable, Survey]]

    @classmethod
    def of(cls, table: PairTable) -> _Surveyed:
        """Survey the pairs of each type."""
        types = np.array([m.type for m in table.right], dtype=object)[table.right_row]
        rows = {str(kind): np.flatnonzero(types == kind) for kind in sorted(set(types))}
        parts = {}
        for kind, own in rows.items():
            part_ = table.take(own).compact()
            parts[kind] = part_, Survey.of(part_.left, part_.right)
        return cls(table, rows, parts)

    @cached_property
    def scenes(self) -> dict[str, tuple[Queries, Partners]]:
        """The molecules of each type as those asked about: what is remembered needs none."""
        return {
            kind: (Queries.of(survey.atlas, part_.left), Partners.of(survey.atlas, part_.right))
            for kind, (part_, survey) in self.parts.items()
        }

    def remember(self, table: PairTable) -> Memory:
        """Remember all of it; `table` holds the pairs as they were given."""
        every = np.arange(len(self.table))
        books = {kind: self.book(kind, every) for kind in self.rows}
        return replace(Memory.of(table), books=books)

    def book(self, kind: str, known: Rows) -> Book:
        """Write what the known rows of the table say of the pairs of one type."""
        table, survey = self.parts[kind]
        rows = np.flatnonzero(np.isin(self.rows[kind], known))
        listed, seen = np.zeros((2, *survey.atlas.shape), dtype=np.bool_)
        cells = table.left_row[rows], table.right_row[rows]
        listed[cells], seen[cells] = table.label[rows] == 1, True
        return Book.write(survey, listed, seen)

    def describe(self, known: Rows, asked: Rows) -> NDArray[np.float32]:
        """Describe rows of the table by the labels of others."""
        out = np.empty((len(asked), COLUMNS), dtype=np.float32)
        for kind, own in self.rows.items():
            table, _ = self.parts[kind]
            place = np.flatnonzero(np.isin(asked, own))
            if len(place):
                at = np.searchsorted(own, asked[place])
                pairs = table.left_row[at], table.right_row[at]
                out[place] = describe(self.book(kind, known), *self.scenes[kind], pairs)
        return out


def _some(table: PairTable, rows: Rows, negatives: float, rng: np.random.Generator) -> Rows:
    """Keep listed rows and what a bench found, and so many of the others, drawn from all alike."""
    kept = (table.label[rows] == 1) | table.is_measured()[rows]
    others = rows[~kept]
    n = min(len(others), round(negatives * max(int((table.label[rows] == 1).sum()), 1)))
    return np.sort(np.concatenate([rows[kept], rng.choice(others, n, replace=False)]))


def _splits(table: PairTable, way: Protocol, rng: np.random.Generator) -> Iterator[Split]:
    """Split by a protocol, or not at all where the table has nothing it could hide."""
    try:
        parts = list(way.split(table, PARTS, rng))
    except DatasetError:  # no microRNA, so no family
        return
    yield from (part for part in parts if len(part.train) and len(part.test))
