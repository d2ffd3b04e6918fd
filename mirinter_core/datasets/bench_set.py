"""A notebook as a data set: its standing findings as labelled pairs, and what they come to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mirinter_core.datasets import bench
from mirinter_core.datasets.bench import Entry, Notebook
from mirinter_core.datasets.dataset import Dataset
from mirinter_core.datasets.finding import UNCLEAR
from mirinter_core.datasets.in_words import counted
from mirinter_core.datasets.pairs import PairTable, merged
from mirinter_core.download import file_sha256
from mirinter_core.home import find
from mirinter_core.molecules.molecule import Molecule

SOURCE, TERMS = "bench notebook, recorded here", "your own"
FORM = "bench"  # stands where a data set names its importer
_NAMED = 3  # conflicts told in full


def dataset(name: str) -> Dataset:
    """Make a data set of what stands in a notebook; it may have no pair.

    Bound pairs are listed, those found not to bind are negatives. Unclear ones are in no pair, and
    are never drawn as negatives either.

    Raises
    ------
    DatasetError
        If there is no such notebook.
    """
    notebook = bench.read(name)
    folder = find("datasets", name)
    files = {bench.FILE: file_sha256(folder / bench.FILE)} if folder else {}
    return Dataset(name, table(notebook), SOURCE, TERMS, said(notebook), FORM, files)


def table(notebook: Notebook) -> PairTable:
    """Lay the standing findings out as a table of pairs."""
    told = [e.finding for e in notebook.standing if e.finding.label is not None]
    left, left_row = merged([finding.query for finding in told])
    right, right_row = merged([finding.partner for finding in told])
    return PairTable(
        left=left,
        right=right,
        left_row=left_row,
        right_row=right_row,
        label=np.array([finding.label for finding in told], dtype=np.int8),
        source=np.zeros(len(told), dtype=np.int16),
        sources=(notebook.name,),
        measured=frozenset({notebook.name}),
        unclear=frozenset(
            e.finding.pair for e in notebook.standing if e.finding.outcome == UNCLEAR
        ),
    )


def molecules(notebook: Notebook) -> tuple[Molecule, ...]:
    """List the molecules that its history speaks of, those of equal letters once."""
    told = [e.finding for e in notebook.entries]
    return merged([m for finding in told for m in (finding.query, finding.partner)])[0]


def said(notebook: Notebook) -> tuple[str, ...]:
    """Say what a reader must know of a notebook before trusting it: a sentence each."""
    unclear = sum(e.finding.outcome == UNCLEAR for e in notebook.standing)
    conflicts = notebook.conflicts()
    told = [conflict_in_words(entries) for entries in conflicts[:_NAMED]]
    if len(conflicts) > _NAMED:
        told.append(f"{counted(len(conflicts) - _NAMED, 'more pair')} with both outcomes.")
    if unclear:
        told.append(f"{counted(unclear, 'unclear finding')} kept, not trained on.")
    if notebook.damaged:
        told.append(f"{counted(notebook.damaged, 'line')} cannot be read and are passed over.")
    return tuple(told)


def conflict_in_words(entries: Sequence[Entry]) -> str:
    """Say what was found of a pair and when, and what holds."""
    finding = entries[-1].finding
    found = ", ".join(
        f"{e.finding.outcome} on {e.finding.date}"
        + (f" ({e.finding.method})" if e.finding.method else "")
        for e in entries
    )
    return (
        f"{finding.query.id[:60]} with {finding.partner.id[:60]} has both outcomes: {found}; what "
        "was recorded last holds."
    )


def overruled(tables: Sequence[PairTable]) -> tuple[str, ...]:
    """Say where notebooks contradict the lists they are joined with: what they found holds.

    Parameters
    ----------
    tables : sequence of PairTable
        As given to `mirinter_core.datasets.pairs.join`.
    """
    lists = {
        (pair, name): label
        for listed in tables
        if not listed.measured
        for pair, label, name in _told(listed)
    }
    said = []
    for measured in (t for t in tables if t.measured):
        others = {name for _, name in lists}
        for other in sorted(others):
            n = sum(lists.get((pair, other), label) != label for pair, label, _ in _told(measured))
            if n:
                said.append(
                    f"{measured.sources[0]} tells of {counted(n, 'pair')} otherwise than {other}; "
                    "what the bench found holds."
                )
    return tuple(said)


def _told(pairs: PairTable) -> list[tuple[tuple[str, str], int, str]]:
    left, right = ([m.digest for m in side] for side in (pairs.left, pairs.right))
    rows = zip(pairs.left_row, pairs.right_row, pairs.label, pairs.source, strict=True)
    return [(tuple(sorted((left[a], right[b]))), int(y), pairs.sources[s]) for a, b, y, s in rows]
