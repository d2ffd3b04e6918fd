"""A data set: pairs as a source lists them, checked on entry, with a report of what was changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from mirinter_core.datasets.pairs import PairTable
from mirinter_core.datasets.readable import unreadable
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
    notes : tuple of str
        What the reader repaired or left out, a sentence each.
    files : tuple of Path
        What was read beside the tables of pairs.
    """

    name: str
    queries: Sequence[Molecule]
    partners: Sequence[Molecule]
    pairs: Sequence[tuple[str, str, int]]
    source: str
    terms: str
    notes: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Dataset:
    """Checked pairs.

    Parameters
    ----------
    report : tuple of str
        What was repaired, merged or dropped and why, a sentence each; empty if nothing was.
    importer : str
        The part that read it; empty if none did.
    files : mapping of str to str
        Name and SHA-256 of each file that was read.
    """

    name: str
    table: PairTable
    source: str
    terms: str
    report: tuple[str, ...]
    importer: str = ""
    files: Mapping[str, str] = field(default_factory=dict)


def checked(raw: RawPairs) -> Dataset:
    """Check pairs on entry.

    Ids without a sequence, sequences that cannot be read, and pairs with both labels are
    dropped; repeated pairs and letter-identical molecules are merged; molecules that lost all
    their pairs are left out, since they would count as never listed. All of it is reported.

    Raises
    ------
    DatasetError
        If no positive pair is left, or a label is neither 0 nor 1.
    """
    report = [*raw.notes]
    left = _side(raw.queries, "queries", report)
    right = _side(raw.partners, "partners", report)
    resolved = [p for p in raw.pairs if p[0] in left.row_of and p[1] in right.row_of]
    report += _missing(raw.pairs, left, right)
    if wrong := {label for *_, label in resolved} - {0, 1}:
        raise DatasetError(f"{raw.name}: labels must be 0 or 1; found {sorted(wrong)}.")
    table = PairTable(
        left=left.kept,
        right=right.kept,
        left_row=np.array([left.row_of[p[0]] for p in resolved], dtype=np.intp),
        right_row=np.array([right.row_of[p[1]] for p in resolved], dtype=np.intp),
        label=np.array([p[2] for p in resolved], dtype=np.int8),
        source=np.zeros(len(resolved), dtype=np.int16),
        sources=(raw.name,),
    )
    table, said = _without_repeats(table)
    report += said
    if not table.label.any():
        raise DatasetError(f"{raw.name}: no positive pair is left. {' '.join(report)}".strip())
    table, said = _without(table, _bereft(raw.pairs, left, right, table))
    return Dataset(raw.name, table, raw.source, raw.terms, (*report, *said))


def few(ids: Sequence[str]) -> str:
    """Name the first of many ids, and say how many more there are."""
    shown = ", ".join(i[:60] for i in ids[:5])
    return shown if len(ids) <= 5 else f"{shown} and {len(ids) - 5:,} more"


@dataclass(frozen=True)
class _Side:
    """The molecules of one side, one for each letters, and the row that each id means."""

    kept: tuple[Molecule, ...]
    row_of: dict[str, int]
    dropped: dict[str, str]


def _side(molecules: Iterable[Molecule], what: str, report: list[str]) -> _Side:
    """Keep one molecule for each letters, if they can be read, and report what was done."""
    rows: dict[str, int] = {}
    of_id: dict[str, int] = {}
    kept: list[Molecule] = []
    dropped: dict[str, str] = {}
    same, again = [], []
    for molecule in molecules:
        if molecule.id in of_id:
            if kept[of_id[molecule.id]].letters != molecule.letters:
                again.append(molecule.id)
            continue
        if why := unreadable(molecule):
            dropped[molecule.id] = why
            continue
        row = rows.setdefault(molecule.digest, len(kept))
        if row == len(kept):
            kept.append(molecule)
        else:
            same.append(f"{molecule.id[:60]} with {kept[row].id[:60]}")
        of_id[molecule.id] = row
    if same:
        report.append(
            f"{len(same):,} {what} have the letters of another and were merged with it: "
            f"{'; '.join(same[:3])}{'; ...' if len(same) > 3 else ''}."
        )
    if again:
        report.append(
            f"{len(again):,} {what} bear an id that has come before with other letters, and were "
            f"not used: {few(again)}."
        )
    return _Side(tuple(kept), of_id, dropped)


def _missing(pairs: Sequence[tuple[str, str, int]], left: _Side, right: _Side) -> list[str]:
    """Report the pairs that an id without usable letters costs."""
    said = []
    bad = [p for p in pairs if p[0] in left.dropped or p[1] in right.dropped]
    if bad:
        why = {i: d for side in (left, right) for i, d in side.dropped.items()}
        first = "; ".join(f"{i[:60]}, {why[i]}" for i in list(why)[:3])
        more = f" and {len(why) - 3:,} more" if len(why) > 3 else ""
        said.append(f"{len(bad):,} pairs dropped for their letters: {first}{more}.")
    unknown = [
        i
        for p in pairs
        for i, side in ((p[0], left), (p[1], right))
        if i not in side.row_of and i not in side.dropped
    ]
    if unknown:
        n = sum(
            any(i not in s.row_of and i not in s.dropped for i, s in ((p[0], left), (p[1], right)))
            for p in pairs
        )
        said.append(f"{n:,} pairs dropped: no sequence for {few(sorted(set(unknown)))}.")
    return said


def _without_repeats(table: PairTable) -> tuple[PairTable, list[str]]:
    """Count repeated pairs once, and drop those with both labels."""
    _, first, inverse = np.unique(table.keys(), return_index=True, return_inverse=True)
    positive = np.bincount(inverse, weights=table.label)
    total = np.bincount(inverse)
    clear = (positive == 0) | (positive == total)
    said = []
    if repeated := int((total[clear] - 1).sum()):
        said.append(f"{repeated:,} repeated pairs were counted once.")
    if (~clear).any():
        conflicting = first[~clear]
        ids = [
            f"{table.left[table.left_row[i]].id} with {table.right[table.right_row[i]].id}"
            for i in conflicting[:5]
        ]
        said.append(
            f"{len(conflicting):,} pairs were listed with both labels and dropped: "
            f"{'; '.join(ids)}{'; ...' if len(conflicting) > 5 else ''}."
        )
    return table.take(np.sort(first[clear])), said


def _bereft(
    pairs: Sequence[tuple[str, str, int]], left: _Side, right: _Side, table: PairTable
) -> tuple[set[int], set[int]]:
    """Find the molecules that pairs were given for, and none is left of in either role."""
    used = {table.left[i].digest for i in table.left_row}
    used |= {table.right[i].digest for i in table.right_row}
    queries = {left.row_of[a] for a, _, _ in pairs if a in left.row_of}
    partners = {right.row_of[b] for _, b, _ in pairs if b in right.row_of}
    return (
        {i for i in queries if table.left[i].digest not in used},
        {i for i in partners if table.right[i].digest not in used},
    )


def _without(table: PairTable, bereft: tuple[set[int], set[int]]) -> tuple[PairTable, list[str]]:
    """Leave molecules out that are in no pair."""
    said = [
        f"{len(rows):,} {what} left out: no pair is left of them."
        for rows, what in zip(bereft, ("queries", "partners"), strict=True)
        if rows
    ]
    left, right = (
        np.array([i for i in range(len(side)) if i not in rows], dtype=np.intp)
        for side, rows in zip((table.left, table.right), bereft, strict=True)
    )
    kept = replace(
        table,
        left=tuple(table.left[i] for i in left),
        right=tuple(table.right[i] for i in right),
        left_row=np.searchsorted(left, table.left_row).astype(np.intp),
        right_row=np.searchsorted(right, table.right_row).astype(np.intp),
    )
    return kept, said


def types_of(table: PairTable) -> dict[str, int]:
    """Count the positive pairs of each pair type, such as ``"miRNA-lncRNA"``."""
    rows = np.flatnonzero(table.label == 1)
    pairs = (
        f"{table.left[a].type or 'RNA'}-{table.right[b].type or 'RNA'}"
        for a, b in zip(table.left_row[rows], table.right_row[rows], strict=True)
    )
    return dict(Counter(pairs).most_common())
