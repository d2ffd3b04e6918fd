"""Protocols: what is held out, so what a figure speaks of.

Splits are made on pairs before views are made, over molecules known by their letters. A negative
is held out as a listed pair is, so that none is trained on and tested.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

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
from mirinter_core.datasets.pairs import PairTable, Rows
from mirinter_core.errors import DatasetError
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


@dataclass(frozen=True)
class Protocol:
    """What is held out.

    Parameters
    ----------
    held : str
        In a biologist's words, to follow "held out:".
    asks : str
        The question a figure under it answers.
    split : callable
        Takes a table, the number of folds and a random generator; gives the folds.
    """

    held: str
    asks: str
    split: Callable[[PairTable, int, np.random.Generator], Iterator[Split]]


def pair(table: PairTable, k: int, rng: np.random.Generator) -> Iterator[Split]:
    """Hold out cells of the table: can the model fill gaps in what is known.

    The share of positives of each source is kept. Both molecules of a test pair have usually
    been seen, with other partners.
    """
    fold = np.empty(len(table), dtype=np.intp)
    for stratum in np.unique(strata := table.source.astype(np.intp) * 2 + table.label):
        rows = rng.permutation(np.flatnonzero(strata == stratum))
        fold[rows] = np.arange(len(rows)) % k
    yield from _folds(fold, k)


def denovo_mirna(table: PairTable, k: int, rng: np.random.Generator) -> Iterator[Split]:
    """Hold out queries with all their pairs: the paper's "de novo"; siblings may be known."""
    return _hold_out(_Held(table, left=by_letters), k, rng)


def denovo_family(table: PairTable, k: int, rng: np.random.Generator) -> Iterator[Split]:
    """Hold out seed families (letters 2-8) with all members: a truly new microRNA.

    Raises
    ------
    DatasetError
        If no query is known to be a microRNA, so that none has a family.
    """
    _require_families(table)
    return _hold_out(_Held(table, left=by_family), k, rng)


def denovo_superfamily(table: PairTable, k: int, rng: np.random.Generator) -> Iterator[Split]:
    """Hold out families together with those whose seed differs in one letter or is shifted by one.

    Raises
    ------
    DatasetError
        As `denovo_family`.
    """
    _require_families(table)
    return _hold_out(_Held(table, left=by_superfamily), k, rng)


def new_partner(table: PairTable, k: int, rng: np.random.Generator) -> Iterator[Split]:
    """Hold out partners together with their gene's other transcripts and all that are alike."""
    return _hold_out(_Held(table, right=by_partner), k, rng)


def both_new(table: PairTable, k: int, rng: np.random.Generator) -> Iterator[Split]:
    """Hold out families and partner groups at once; cells that have one of the two are left out.

    Each fold judges the cells of a k-th of the families with a k-th of the partner groups, so
    that k folds judge a k-th of the table.

    Raises
    ------
    DatasetError
        As `denovo_family`.
    """
    _require_families(table)
    return _hold_out(_Held(table, left=by_family, right=by_partner), k, rng)


def block(table: PairTable, k: int, rng: np.random.Generator) -> Iterator[Split]:
    """Hold out the cells of a seed family with a partner group together: no copy is left.

    Both the family and the group have usually been seen, with others.
    """
    both = (*table.left, *table.right)
    right = by_partner(both)
    # Where one type stands on both sides, a pair and its mirror image must share a block.
    mirrored = bool(table.same_kind().any())
    left = right if mirrored else by_family(both)
    a, b = left[table.left_row], right[len(table.left) + table.right_row]
    low, high = (np.minimum(a, b), np.maximum(a, b)) if mirrored else (a, b)
    own = np.unique(low * np.int64(len(both)) + high, return_inverse=True)[1]
    hand = np.empty(int(own.max()) + 1, dtype=np.intp)
    hand[rng.permutation(len(hand))] = np.arange(len(hand)) % k
    yield from _folds(hand[own], k)


# The question of a person with a new microRNA first; every list of protocols keeps this order.
PROTOCOLS: dict[str, Protocol] = {
    "denovo-family": Protocol(
        "whole seed families",
        "Does it rank the partners of a truly new microRNA?",
        denovo_family,
    ),
    "denovo-superfamily": Protocol(
        "seed families together with their near relatives",
        "Does it rank the partners of a new microRNA without even a near relative?",
        denovo_superfamily,
    ),
    "both-new": Protocol(
        "seed families and partner genes at once",
        "Does it work when neither the microRNA nor the partner's gene is known?",
        both_new,
    ),
    "new-partner": Protocol(
        "partner genes with all their transcripts",
        "Does it place the transcripts of a new gene?",
        new_partner,
    ),
    "block": Protocol(
        "a seed family with a partner gene, all their pairs together",
        "Does it fill gaps where no sibling and no isoform can be copied from?",
        block,
    ),
    "denovo-mirna": Protocol(
        "microRNAs, whose seed siblings may be known",
        'Does it rank the partners of a new member of a known family? (the paper\'s "de novo")',
        denovo_mirna,
    ),
    "pair": Protocol(
        "single pairs, drawn at random",
        "Does it fill gaps in a known table? (the paper's cross-validation)",
        pair,
    ),
}


def protocol(name: str) -> Protocol:
    """Return the protocol of that name; DatasetError lists the names there are."""
    if name not in PROTOCOLS:
        raise DatasetError(f"No protocol is called {name!r}; there are {', '.join(PROTOCOLS)}.")
    return PROTOCOLS[name]


@dataclass(frozen=True)
class _Held:
    """The groups that are dealt: of queries, of partners, or of both."""

    table: PairTable
    left: Callable[[tuple[Molecule, ...]], Groups] | None = None
    right: Callable[[tuple[Molecule, ...]], Groups] | None = None


def _hold_out(held: _Held, k: int, rng: np.random.Generator) -> Iterator[Split]:
    """Deal the groups into k hands; what is held out leaves both sides of training."""
    table = held.table
    molecules = (*table.left, *table.right)
    rows = (table.left_row, len(table.left) + table.right_row)
    inside = np.array(matures_inside(molecules), dtype=np.intp).reshape(-1, 2)
    dealt = []
    for grouping, row in zip((held.left, held.right), rows, strict=True):
        if grouping is not None:
            group = grouping(molecules)
            dealt.append((group, row, _hands(group[row], k, rng)))
    for i in range(k):
        test = np.ones(len(table), dtype=np.bool_)
        gone = np.zeros(len(molecules), dtype=np.bool_)
        for group, row, hands in dealt:
            test &= np.isin(group[row], hands[i])
            gone |= _with_kin(group, hands[i], inside)
        train = ~gone[rows[0]] & ~gone[rows[1]]
        yield Split(np.flatnonzero(train & ~test), np.flatnonzero(test))


def _hands(group: Groups, k: int, rng: np.random.Generator) -> list[NDArray[np.intp]]:
    """Deal the groups of the rows into k hands that hold about as many rows each.

    The largest first, each to the hand that has least; chance decides among equals.
    """
    names, rows = np.unique(group, return_counts=True)
    order = rng.permutation(len(names))
    order = order[np.argsort(-rows[order], kind="stable")]
    held, hand = np.zeros(k, dtype=np.int64), np.empty(len(names), dtype=np.intp)
    for i in order.tolist():
        hand[i] = np.argmin(held)
        held[hand[i]] += rows[i]
    return [names[hand == i] for i in range(k)]


def _with_kin(group: Groups, hand: NDArray[np.intp], inside: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Mark the molecules of the held groups, and what they would give away.

    A held-out hairpin takes the groups of its mature forms with it, and a held-out mature form
    every hairpin that holds it.
    """
    hairpin, mature = inside.T
    held = np.union1d(hand, group[mature[np.isin(group[hairpin], hand)]])
    gone = np.isin(group, held)
    gone[hairpin[gone[mature]]] = True
    return gone


def _folds(fold: NDArray[np.intp], k: int) -> Iterator[Split]:
    for i in range(k):
        yield Split(np.flatnonzero(fold != i), np.flatnonzero(fold == i))


def _require_families(table: PairTable) -> None:
    if not any(m.type == "miRNA" for m in table.left):
        raise DatasetError(
            "No query is typed as miRNA, so there are no seed families to hold out. Call the first "
            "column of pairs.tsv 'mirna'."
        )


def shuffled(table: PairTable, rng: np.random.Generator) -> NDArray[np.int8]:
    """Shuffle the labels within each source: the negative control of every protocol."""
    label = table.label.copy()
    for source in np.unique(table.source):
        rows = np.flatnonzero(table.source == source)
        label[rows] = rng.permutation(label[rows])
    return label
