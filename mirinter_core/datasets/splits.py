"""Protocols: what is held out, so what a figure speaks of.

Splits are made on pairs before views are made. Negatives are part of the pairs that are split, so
that none is trained on and tested.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mirinter_core.datasets.pairs import PairTable, Rows
from mirinter_core.errors import DatasetError
from mirinter_core.molecules.family import seed
from mirinter_core.molecules.molecule import Molecule


@dataclass(frozen=True)
class Split:
    """Rows of a pair table to learn from, and rows to be judged on.

    Parameters
    ----------
    train, test : (n,) int arrays
        No row is in both; rows in neither are left out on purpose.
    """

    train: Rows
    test: Rows


Protocol = Callable[[PairTable, int, np.random.Generator], Iterator[Split]]


def pair(table: PairTable, k: int, rng: np.random.Generator) -> Iterator[Split]:
    """Hold out cells of the table: can the model fill gaps in what is known.

    The share of positives of each source is kept. Both molecules of a test pair have usually
    been seen, with other partners.
    """
    fold = np.empty(len(table), dtype=np.intp)
    for stratum in np.unique(strata := table.source.astype(np.intp) * 2 + table.label):
        rows = rng.permutation(np.flatnonzero(strata == stratum))
        fold[rows] = np.arange(len(rows)) % k
    for i in range(k):
        yield Split(np.flatnonzero(fold != i), np.flatnonzero(fold == i))


def denovo_mirna(table: PairTable, k: int, rng: np.random.Generator) -> Iterator[Split]:
    """Hold out queries with all their pairs: the paper's "de novo"; siblings may be known."""
    return _hold_out(table, lambda m: m.digest, k, rng)


def denovo_family(table: PairTable, k: int, rng: np.random.Generator) -> Iterator[Split]:
    """Hold out seed families (letters 2-8) with all members: a truly new microRNA.

    Raises
    ------
    DatasetError
        If no query is known to be a microRNA, so that none has a family.
    """
    if not any(m.type == "miRNA" for m in table.left):
        raise DatasetError(
            "No query is typed as miRNA, so there are no seed families to hold out. Call the first "
            "column of pairs.tsv 'mirna'."
        )
    return _hold_out(table, lambda m: seed(m.letters) if m.type == "miRNA" else m.digest, k, rng)


PROTOCOLS: dict[str, Protocol] = {
    "pair": pair,
    "denovo-mirna": denovo_mirna,
    "denovo-family": denovo_family,
}


def protocol(name: str) -> Protocol:
    """Return the protocol of that name; DatasetError lists the names there are."""
    if name not in PROTOCOLS:
        raise DatasetError(f"No protocol is called {name!r}; there are {', '.join(PROTOCOLS)}.")
    return PROTOCOLS[name]


def _hold_out(
    table: PairTable, group: Callable[[Molecule], str], k: int, rng: np.random.Generator
) -> Iterator[Split]:
    """Deal the groups of queries into k hands; a held-out group leaves both sides of training.

    A hairpin leaves with its mature forms.
    """
    matures = {m.letters: group(m) for m in (*table.left, *table.right) if m.type == "miRNA"}
    own = np.array([group(m) for m in table.left])
    left, right = ([_groups(m, group, matures) for m in side] for side in (table.left, table.right))
    for hand in np.array_split(rng.permutation(np.unique(own)), k):
        held = set(hand.tolist())
        test = np.isin(own, hand)[table.left_row]
        touched_left = np.array([bool(held & of) for of in left])[table.left_row]
        touched_right = np.array([bool(held & of) for of in right])[table.right_row]
        train = ~test & ~touched_left & ~touched_right
        yield Split(np.flatnonzero(train), np.flatnonzero(test))


def _groups(
    molecule: Molecule, group: Callable[[Molecule], str], matures: dict[str, str]
) -> set[str]:
    """Name the groups whose absence from training takes this molecule with it."""
    inside = matures.items() if molecule.type == "hairpin" else ()
    return {group(molecule), *(g for letters, g in inside if letters in molecule.letters)}


def shuffled(table: PairTable, rng: np.random.Generator) -> NDArray[np.int8]:
    """Shuffle the labels within each source: the negative control of every protocol."""
    label = table.label.copy()
    for source in np.unique(table.source):
        rows = np.flatnonzero(table.source == source)
        label[rows] = rng.permutation(label[rows])
    return label
