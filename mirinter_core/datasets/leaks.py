"""What of the test part is known from training: counted anew, apart from how the split was made.

A protocol promises that some of these counts are nought. They are looked at in every evaluation,
so that a mistake in a split, or a trick of the data, cannot flatter a figure unseen.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from mirinter_core.datasets.groups import (
    Groups,
    by_family,
    by_letters,
    by_partner,
    by_superfamily,
    matures_inside,
)
from mirinter_core.datasets.pairs import PairTable
from mirinter_core.datasets.splits import Split
from mirinter_core.errors import DatasetError

Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class Leaks:
    """How many test pairs training tells of, by what it tells.

    Parameters
    ----------
    pairs : int
        The pair itself stands in training, as it is or in another view: its two molecules
        swapped, or both written backwards.
    queries, families, superfamilies : int
        The query's letters, its seed family, or a near relative of that stand in training, on
        either side or within a hairpin.
    partners : int
        The partner, a transcript of its gene, or one it is alike stands in training.
    blocks : int
        A pair of the same seed family and partner group stands in training.
    """

    pairs: int
    queries: int
    families: int
    superfamilies: int
    partners: int
    blocks: int


PROMISES: dict[str, tuple[str, ...]] = {
    "denovo-family": ("pairs", "queries", "families"),
    "denovo-superfamily": ("pairs", "queries", "families", "superfamilies"),
    "both-new": ("pairs", "queries", "families", "partners", "blocks"),
    "new-partner": ("pairs", "partners", "blocks"),
    "block": ("pairs", "blocks"),
    "denovo-mirna": ("pairs", "queries"),
    "pair": ("pairs",),
}


def require_kept(protocol: str, table: PairTable, splits: list[Split]) -> None:
    """Check a protocol's promise on every fold.

    Raises
    ------
    DatasetError
        If a fold breaks it, naming what leaks.
    """
    looked = Audit.of(table)
    for number, split in enumerate(splits, start=1):
        found = looked.leaks(split)
        broken = [name for name in PROMISES[protocol] if getattr(found, name)]
        if broken:
            told = ", ".join(f"{getattr(found, name):,} by {name}" for name in broken)
            raise DatasetError(
                f"Fold {number} of {protocol!r} leaks: training tells of test pairs ({told}). "
                "Nothing was measured; this is a mistake of mirinter or of the data."
            )


@dataclass(frozen=True)
class Audit:
    """A table's molecules by everything that could tell of one another.

    Parameters
    ----------
    groups : mapping of str to (molecules,) int array
        By the names of `Leaks` that speak of one side; molecules of both sides, left first.
    keys : mapping of str to (n,) int array
        Numbers of the pairs, by the names of `Leaks` that speak of both sides together.
    inside : (n, 2) int array
        Hairpin and mature form, as molecules.
    """

    table: PairTable
    groups: dict[str, Groups]
    keys: dict[str, NDArray[np.int64]]
    inside: NDArray[np.intp]

    @classmethod
    def of(cls, table: PairTable) -> Audit:
        """Group the molecules of a table."""
        molecules = (*table.left, *table.right)
        groups = {
            "queries": by_letters(molecules),
            "families": by_family(molecules),
            "superfamilies": by_superfamily(molecules),
            "partners": by_partner(molecules),
        }
        inside = np.array(matures_inside(molecules), dtype=np.intp).reshape(-1, 2)
        keys = {"pairs": _pair_keys(table), "blocks": _block_keys(table, groups)}
        return cls(table, groups, keys, inside)

    def leaks(self, split: Split) -> Leaks:
        """Count the test pairs of a split that its training part tells of."""
        table = self.table
        left, right = table.left_row, len(table.left) + table.right_row
        counts = {}
        for name, group in self.groups.items():
            seen = self._seen(group, np.union1d(left[split.train], right[split.train]))
            row = right if name == "partners" else left
            counts[name] = int(seen[row[split.test]].sum())
        for name, key in self.keys.items():
            counts[name] = int(np.isin(key[split.test], key[split.train]).sum())
        return Leaks(**{field.name: counts[field.name] for field in fields(Leaks)})

    def _seen(self, group: Groups, trained: NDArray[np.intp]) -> Marks:
        """Mark the molecules whose group stands in training; a hairpin is its mature forms too."""
        hairpin, mature = self.inside.T
        told = np.union1d(group[trained], group[mature[np.isin(hairpin, trained)]])
        seen = np.isin(group, told)
        seen[hairpin[np.isin(group[mature], told)]] = True
        return seen


def _pair_keys(table: PairTable) -> NDArray[np.int64]:
    """Number the pairs so that all views of a pair have one number."""
    letters = [m.letters for m in (*table.left, *table.right)]
    number: dict[str, int] = {}
    ways = [
        np.array([number.setdefault(text[::step], len(number)) for text in letters])
        for step in (1, -1)
    ]
    keys = []
    for way in ways:
        a, b = way[: len(table.left)][table.left_row], way[len(table.left) :][table.right_row]
        keys.append(np.minimum(a, b) * np.int64(len(number)) + np.maximum(a, b))
    return np.minimum(*keys)


def _block_keys(table: PairTable, groups: dict[str, Groups]) -> NDArray[np.int64]:
    """Number the pairs by family and partner group, in either order."""
    mirrored = bool(table.same_kind().any())
    a = groups["partners" if mirrored else "families"][table.left_row]
    b = groups["partners"][len(table.left) + table.right_row]
    low, high = (np.minimum(a, b), np.maximum(a, b)) if mirrored else (a, b)
    return low * np.int64(len(table.left) + len(table.right)) + high
