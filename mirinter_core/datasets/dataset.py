"""A data set: pairs as a source lists them, checked on entry, with a report of what was changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from mirinter_core.datasets.pairs import PairTable
from mirinter_core.errors import DatasetError
from mirinter_core.molecules.molecule import Molecule


@dataclass(frozen=True)
class RawPairs:
    """What an importer reads: nothing checked yet.

    Parameters
    ----------
    pairs : sequence of (str, str, int)
        Query id, partner id, label 1 or 0.
    queries, partners : mapping by id, as sequences of Molecule
    source, terms : str
        Where the data come from and what they may be used for, shown wherever they are.
    """

    name: str
    queries: Sequence[Molecule]
    partners: Sequence[Molecule]
    pairs: Sequence[tuple[str, str, int]]
    source: str
    terms: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dataset:
    """Checked pairs.

    Parameters
    ----------
    report : tuple of str
        What was merged or dropped and why, a sentence each; empty if nothing was.
    """

    name: str
    table: PairTable
    source: str
    terms: str
    report: tuple[str, ...]


def checked(raw: RawPairs) -> Dataset:
    """Check pairs on entry.

    Unresolved ids and pairs with both labels are dropped and reported; repeated pairs and
    letter-identical molecules are merged and reported.

    Raises
    ------
    DatasetError
        If no positive pair is left, or a label is neither 0 nor 1.
    """
    left, left_of, left_merged = _by_letters(raw.queries)
    right, right_of, right_merged = _by_letters(raw.partners)
    unresolved = [p for p in raw.pairs if p[0] not in left_of or p[1] not in right_of]
    resolved = [p for p in raw.pairs if p[0] in left_of and p[1] in right_of]
    if wrong := {label for *_, label in resolved} - {0, 1}:
        raise DatasetError(f"{raw.name}: labels must be 0 or 1; found {sorted(wrong)}.")
    table = PairTable(
        left=left,
        right=right,
        left_row=np.array([left_of[p[0]] for p in resolved], dtype=np.intp),
        right_row=np.array([right_of[p[1]] for p in resolved], dtype=np.intp),
        label=np.array([p[2] for p in resolved], dtype=np.int8),
        source=np.zeros(len(resolved), dtype=np.int16),
        sources=(raw.name,),
    )
    table, repeated, conflicting = _without_repeats(table)
    report = [*raw.notes]
    if unresolved:
        ids = sorted(
            {
                i
                for p in unresolved
                for i, known in ((p[0], left_of), (p[1], right_of))
                if i not in known
            }
        )
        report.append(f"{len(unresolved):,} pairs dropped: no sequence for {_few(ids)}.")
    for what, n in (("queries", left_merged), ("partners", right_merged)):
        if n:
            report.append(f"{n:,} {what} have the letters of another and were merged with it.")
    if repeated:
        report.append(f"{repeated:,} repeated pairs were counted once.")
    if conflicting:
        report.append(f"{conflicting:,} pairs were listed with both labels and dropped.")
    if not table.label.any():
        raise DatasetError(f"{raw.name}: no positive pair is left. {' '.join(report)}".strip())
    return Dataset(raw.name, table, raw.source, raw.terms, tuple(report))


def _by_letters(
    molecules: Iterable[Molecule],
) -> tuple[tuple[Molecule, ...], dict[str, int], int]:
    """Keep one molecule for each letters; say which row each id means and how many were merged."""
    rows: dict[str, int] = {}
    of_id: dict[str, int] = {}
    kept: list[Molecule] = []
    merged = 0
    for molecule in molecules:
        if molecule.id in of_id:
            continue
        if molecule.digest in rows:
            merged += 1
        else:
            rows[molecule.digest] = len(kept)
            kept.append(molecule)
        of_id[molecule.id] = rows[molecule.digest]
    return tuple(kept), of_id, merged


def _without_repeats(table: PairTable) -> tuple[PairTable, int, int]:
    keys = table.keys()
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    positive = np.bincount(inverse, weights=table.label)
    total = np.bincount(inverse)
    clear = (positive == 0) | (positive == total)
    repeated = int((total[clear] - 1).sum())
    return table.take(np.sort(first[clear])), repeated, int((~clear).sum())


def _few(ids: Sequence[str]) -> str:
    shown = ", ".join(i[:60] for i in ids[:5])
    return shown if len(ids) <= 5 else f"{shown} and {len(ids) - 5:,} more"


def types_of(table: PairTable) -> dict[str, int]:
    """Count the positive pairs of each pair type, such as ``"miRNA-lncRNA"``."""
    rows = np.flatnonzero(table.label == 1)
    pairs = (
        f"{table.left[a].type or 'RNA'}-{table.right[b].type or 'RNA'}"
        for a, b in zip(table.left_row[rows], table.right_row[rows], strict=True)
    )
    return dict(Counter(pairs).most_common())
