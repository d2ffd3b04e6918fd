"""Tables of pairs: which query and which partner, listed as interacting or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirinter_core.errors import DatasetError
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.provenance import digest_of

Rows = NDArray[np.intp]
Labels = NDArray[np.int8]  # 1 listed as interacting, 0 not


@dataclass(frozen=True)
class PairTable:
    """Pairs of molecules with labels. Molecules are listed once, pairs are row numbers.

    Parameters
    ----------
    left, right : tuple of Molecule
        Queries and partners; no two of one side have the same letters. A molecule may
        stand on both sides.
    left_row, right_row : (n,) int arrays
        The molecules of each pair.
    label : (n,) int8 array
    source : (n,) int16 array
        Which of `sources` lists the pair.
    sources : tuple of str
        Names of the data sets.
    measured : frozenset of str
        Those of `sources` that are bench notebooks of the user's: what they tell overrules the
        lists, and of the pairs that they do not tell of nothing is assumed.
    unclear : frozenset of (str, str)
        Pairs, by the sorted digests of their molecules, of which a bench could not tell: they are
        never taken as unlisted.
    """

    left: tuple[Molecule, ...]
    right: tuple[Molecule, ...]
    left_row: Rows
    right_row: Rows
    label: Labels
    source: NDArray[np.int16]
    sources: tuple[str, ...]
    measured: frozenset[str] = frozenset()
    unclear: frozenset[tuple[str, str]] = frozenset()

    def __len__(self) -> int:
        """Count the pairs."""
        return len(self.label)

    def take(self, rows: NDArray[Any]) -> PairTable:
        """Keep these pairs, in this order; the molecules stay."""
        return replace(
            self,
            left_row=self.left_row[rows],
            right_row=self.right_row[rows],
            label=self.label[rows],
            source=self.source[rows],
        )

    def compact(self) -> PairTable:
        """Leave out the molecules that stand in no pair."""
        left, left_row = np.unique(self.left_row, return_inverse=True)
        right, right_row = np.unique(self.right_row, return_inverse=True)
        return replace(
            self,
            left=tuple(self.left[i] for i in left),
            right=tuple(self.right[i] for i in right),
            left_row=left_row.astype(np.intp),
            right_row=right_row.astype(np.intp),
        )

    def keys(self) -> NDArray[np.int64]:
        """Number each pair by content: equal for (a, b) and (b, a)."""
        number = molecule_numbers(self)
        left = number[: len(self.left)][self.left_row]
        right = number[len(self.left) :][self.right_row]
        low, high = np.minimum(left, right), np.maximum(left, right)
        return low * np.int64(len(number)) + high

    def unclear_keys(self) -> NDArray[np.int64]:
        """Number the unclear pairs as `keys` does, as far as their molecules are here."""
        if not self.unclear:
            return np.empty(0, dtype=np.int64)
        digests = [m.digest for m in (*self.left, *self.right)]
        number = dict(zip(digests, molecule_numbers(self).tolist(), strict=True))
        both = [sorted((number[a], number[b])) for a, b in self.unclear if {a, b} <= number.keys()]
        return np.array([low * len(digests) + high for low, high in both], dtype=np.int64)

    def is_measured(self) -> NDArray[np.bool_]:
        """Mark the pairs that a bench notebook tells of."""
        told = np.array([name in self.measured for name in self.sources], dtype=np.bool_)
        marked: NDArray[np.bool_] = told[self.source]
        return marked

    def same_kind(self) -> NDArray[np.bool_]:
        """Mark the pairs whose two molecules are of one type, so that either may be the query."""
        types = {t: i for i, t in enumerate(sorted({m.type for m in self.left + self.right}))}
        left = np.array([types[m.type] for m in self.left])
        right = np.array([types[m.type] for m in self.right])
        same: NDArray[np.bool_] = left[self.left_row] == right[self.right_row]
        return same

    def digest(self) -> str:
        """Digest of letters and labels, whatever the order, the ids, and who is the query."""
        left = [m.digest for m in self.left]
        right = [m.digest for m in self.right]
        rows = zip(self.left_row, self.right_row, self.label, strict=True)
        told = [f"{' '.join(sorted((left[a], right[b])))} {y}" for a, b, y in rows]
        return digest_of([*told, *(f"{a} {b} unclear" for a, b in self.unclear)])


def molecule_numbers(table: PairTable) -> NDArray[np.int64]:
    """Number the molecules of both sides by content.

    Returns
    -------
    (n_left + n_right,) int array
        The left side's numbers, then the right side's.
    """
    digests = [m.digest for m in (*table.left, *table.right)]
    return np.unique(np.array(digests), return_inverse=True)[1].astype(np.int64)


def both_orders(table: PairTable) -> tuple[PairTable, Rows]:
    """Add, for pairs of one type, the pair with its roles swapped.

    Which of two microRNAs is called the query is an accident of the source: such a pair is
    learnt and scored in both orders, and its score is their mean.

    Returns
    -------
    table : PairTable
        The pairs as they are, then the swapped ones.
    pair : (n,) int array
        For each row of the new table, the row it came from.
    """
    swapped = np.flatnonzero(table.same_kind())
    if not len(swapped):
        return table, np.arange(len(table))
    left, left_of = merged([*table.left, *(table.right[i] for i in table.right_row[swapped])])
    right, right_of = merged([*table.right, *(table.left[i] for i in table.left_row[swapped])])
    n_left, n_right = len(table.left), len(table.right)
    grown = replace(
        table,
        left=left,
        right=right,
        left_row=np.concatenate([left_of[:n_left][table.left_row], left_of[n_left:]]),
        right_row=np.concatenate([right_of[:n_right][table.right_row], right_of[n_right:]]),
        label=np.concatenate([table.label, table.label[swapped]]),
        source=np.concatenate([table.source, table.source[swapped]]),
    )
    return grown, np.concatenate([np.arange(len(table)), swapped])


def join(tables: Sequence[PairTable]) -> PairTable:
    """Put tables together; molecules of equal letters become one, and so do equal pairs.

    A pair that one table lists and another does not is listed; it belongs to the first table
    that lists it. What a bench notebook tells of a pair stands, whatever the lists say.

    Raises
    ------
    DatasetError
        If nothing is given, two of the tables have one name, or one adds nothing to the others.
    """
    if not tables:
        raise DatasetError("No data set was given.")
    sources = tuple(name for table in tables for name in table.sources)
    if len(set(sources)) < len(sources):
        raise DatasetError(f"Two data sets have the same name: {', '.join(sources)}. Rename one.")
    left, left_of = merged([m for table in tables for m in table.left])
    right, right_of = merged([m for table in tables for m in table.right])
    left_start = np.cumsum([0, *(len(t.left) for t in tables)])
    right_start = np.cumsum([0, *(len(t.right) for t in tables)])
    source_start = np.cumsum([0, *(len(t.sources) for t in tables)]).astype(np.int16)
    joined = PairTable(
        left=left,
        right=right,
        left_row=np.concatenate(
            [left_of[t.left_row + s] for t, s in zip(tables, left_start, strict=False)]
        ),
        right_row=np.concatenate(
            [right_of[t.right_row + s] for t, s in zip(tables, right_start, strict=False)]
        ),
        label=np.concatenate([t.label for t in tables]),
        source=np.concatenate([t.source + s for t, s in zip(tables, source_start, strict=False)]),
        sources=sources,
        measured=frozenset().union(*(t.measured for t in tables)),
        unclear=frozenset().union(*(t.unclear for t in tables)),
    )
    # Of a pair that several sets have, the first measured one stays, else the first listed one.
    order = np.lexsort((-joined.label, ~joined.is_measured()))
    kept = np.sort(order[np.unique(joined.keys()[order], return_index=True)[1]])
    if empty := set(range(len(sources))) - set(joined.source[kept].tolist()):
        raise DatasetError(
            f"All pairs of {sources[min(empty)]} stand in another of the data sets given. "
            "Leave it out."
        )
    return joined.take(kept)


def merged(
    molecules: Sequence[Molecule], *, typed: bool = False
) -> tuple[tuple[Molecule, ...], Rows]:
    """Keep the first molecule of each letters; say where every one went.

    Parameters
    ----------
    typed : bool
        Keep one of each letters and type. The type decides roles, and what a molecule is scored
        as must not depend on which of two records of the same letters comes first.
    """
    place: dict[tuple[str, str], int] = {}
    kept: list[Molecule] = []
    where = np.empty(len(molecules), dtype=np.intp)
    for i, molecule in enumerate(molecules):
        key = (molecule.digest, molecule.type if typed else "")
        if key not in place:
            place[key] = len(kept)
            kept.append(molecule)
        where[i] = place[key]
    return tuple(kept), where
