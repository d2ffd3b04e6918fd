"""A data set: pairs as a source lists them, checked on entry, with a report of what was changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from mirinter_core.datasets.in_words import counted, few, few_lines, few_pairs
from mirinter_core.datasets.pairs import PairTable, Rows
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
    lines : sequence of int
        The line of each pair in its table; empty where that would help nobody.
    dropped : int
        Rows that the reader could not take at all; its notes say why.
    """

    name: str
    queries: Sequence[Molecule]
    partners: Sequence[Molecule]
    pairs: Sequence[tuple[str, str, int]]
    source: str
    terms: str
    notes: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()
    lines: Sequence[int] = ()
    dropped: int = 0


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
    dropped : int
        Rows that were given and are in no pair: without letters, or with both labels. Those that
        only repeat another are not among them.
    """

    name: str
    table: PairTable
    source: str
    terms: str
    report: tuple[str, ...]
    importer: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    dropped: int = 0

    @property
    def types(self) -> Mapping[str, int]:
        """Listed pairs of each pair type, such as ``"miRNA-lncRNA"``."""
        return types_of(self.table)


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
    left = _side(raw.queries, ("query", "queries"), report)
    right = _side(raw.partners, ("partner", "partners"), report)
    resolved = [
        i for i, (a, b, _) in enumerate(raw.pairs) if a in left.row_of and b in right.row_of
    ]
    report += _missing(raw, left, right)
    pairs = [raw.pairs[i] for i in resolved]
    if wrong := {label for *_, label in pairs} - {0, 1}:
        raise DatasetError(f"{raw.name}: labels must be 0 or 1; found {sorted(wrong)}.")
    table = PairTable(
        left=left.kept,
        right=right.kept,
        left_row=np.array([left.row_of[a] for a, _, _ in pairs], dtype=np.intp),
        right_row=np.array([right.row_of[b] for _, b, _ in pairs], dtype=np.intp),
        label=np.array([label for *_, label in pairs], dtype=np.int8),
        source=np.zeros(len(pairs), dtype=np.int16),
        sources=(raw.name,),
    )
    once, again, unclear = _repeats(table)
    report += _said_of_repeats(raw, resolved, again, unclear)
    table = table.take(once)
    if not table.label.any():
        raise DatasetError(f"{raw.name}: no positive pair is left. {' '.join(report)}".strip())
    table, said = _without(table, _bereft(raw.pairs, left, right, table))
    dropped = raw.dropped + len(raw.pairs) - len(resolved) + len(unclear)
    return Dataset(raw.name, table, raw.source, raw.terms, (*report, *said), dropped=dropped)


@dataclass(frozen=True)
class _Side:
    """The molecules of one side, one for each letters, and the row that each id means."""

    kept: tuple[Molecule, ...]
    row_of: dict[str, int]
    dropped: dict[str, str]

    def knows(self, id_: str) -> bool:
        """Tell whether an id has a sequence, be it one that cannot be read."""
        return id_ in self.row_of or id_ in self.dropped


def _side(molecules: Iterable[Molecule], nouns: tuple[str, str], report: list[str]) -> _Side:
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
            f"{counted(len(same), *nouns)} with the letters of another, merged with it: "
            f"{'; '.join(same[:3])}{f' and {len(same) - 3:,} more' if len(same) > 3 else ''}."
        )
    if again:
        report.append(
            f"{counted(len(again), *nouns)} not used, as the id has come before with other "
            f"letters: {few(again)}."
        )
    return _Side(tuple(kept), of_id, dropped)


def _missing(raw: RawPairs, left: _Side, right: _Side) -> list[str]:
    """Report the pairs that an id without usable letters costs."""
    said = []
    bad, unknown = [], []
    ids: dict[str, None] = {}
    for i, (a, b, _) in enumerate(raw.pairs):
        if lost := [x for x, side in ((a, left), (b, right)) if not side.knows(x)]:
            unknown.append(i)
            ids |= dict.fromkeys(lost)
        elif a in left.dropped or b in right.dropped:
            bad.append(i)
    if bad:
        why = {i: d for side in (left, right) for i, d in side.dropped.items()}
        first = "; ".join(f"{i[:60]}, {why[i]}" for i in list(why)[:3])
        more = f" and {len(why) - 3:,} more" if len(why) > 3 else ""
        said.append(
            f"{counted(len(bad), 'pair')} dropped for letters that say nothing: {first}{more}"
            f"{few_lines(_lines(raw, bad))}."
        )
    if unknown:
        said.append(
            f"{counted(len(unknown), 'pair')} dropped: no sequence for {few(sorted(ids))}"
            f"{few_lines(_lines(raw, unknown))}."
        )
    return said


def _lines(raw: RawPairs, rows: Sequence[int]) -> list[int]:
    return [raw.lines[i] for i in rows] if raw.lines else []


def _repeats(table: PairTable) -> tuple[Rows, Rows, Rows]:
    """Sort rows out: the first of each pair, those that repeat it, those with both labels."""
    _, first, inverse = np.unique(table.keys(), return_index=True, return_inverse=True)
    positive = np.bincount(inverse, weights=table.label)
    total = np.bincount(inverse)
    clear = (positive == 0) | (positive == total)
    is_first = np.zeros(len(table), dtype=np.bool_)
    is_first[first] = True
    unclear = np.flatnonzero(~clear[inverse])
    again = np.flatnonzero(clear[inverse] & ~is_first)
    return np.sort(first[clear]), again, unclear


def _said_of_repeats(
    raw: RawPairs, resolved: Sequence[int], again: Rows, unclear: Rows
) -> list[str]:
    """Report repeated pairs, and those listed with both labels, as their table names them."""
    said = []
    for rows, what in (
        (again, "repeated {}, counted once"),
        (unclear, "{} with both labels, dropped"),
    ):
        given = [resolved[i] for i in rows]
        names = [raw.pairs[i][:2] for i in given]
        if names:
            noun = what.format("row" if len(names) == 1 else "rows")
            said.append(f"{len(names):,} {noun}: {few_pairs(names, _lines(raw, given))}.")
    return said


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
    nouns = (("query", "queries"), ("partner", "partners"))
    said = [
        f"{counted(len(rows), *noun)} left out, as no pair is left: "
        f"{few([side[i].id for i in sorted(rows)])}."
        for rows, noun, side in zip(bereft, nouns, (table.left, table.right), strict=True)
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
