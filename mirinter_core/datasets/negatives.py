"""Pairs that nobody lists, taken as not interacting.

"Not listed" is not "does not bind": every figure measured against such negatives says how well
a list is reproduced.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mirinter_core.datasets.pairs import PairTable, Rows, molecule_numbers
from mirinter_core.errors import DatasetError


def with_negatives(table: PairTable, kind: str | int, rng: np.random.Generator) -> PairTable:
    """Add negatives to the listed pairs.

    None is drawn for a bench notebook: what was not tested there is not known, and what was found
    not to bind is a negative already. Nor is any pair drawn that a bench left unclear.

    Parameters
    ----------
    kind : "full" or int
        Every other cell of each source's table, or so many per positive, drawn as
        miRInter-Trans draws them.

    Raises
    ------
    DatasetError
        If the table has no unlisted pair to give.
    """
    grown = full(table) if kind == "full" else corrupted(table, int(kind), rng)
    if grown.label.all():
        raise DatasetError(
            "Every pair of the table is listed, so there is no negative to learn from."
            + (_NOTEBOOK if table.measured else "")
        )
    return grown


_NOTEBOOK = (
    " What a notebook does not tell of is not taken as unlisted: train on it together with a data "
    "set, or record pairs that were found not to bind."
)


def full(table: PairTable) -> PairTable:
    """Add every unlisted cell, within each source and each pair type.

    The cells of a pair type are all its queries by all its partners. A pair that stands in the
    table the other way round is listed, and of (a, b) and (b, a) one is kept.
    """
    number = molecule_numbers(table)
    left_number, right_number = number[: len(table.left)], number[len(table.left) :]
    left, right, source = [table.left_row], [table.right_row], [table.source]
    for rows in _blocks(table):
        if table.sources[table.source[rows[0]]] in table.measured:
            continue
        a, b = np.unique(table.left_row[rows]), np.unique(table.right_row[rows])
        grid_a, grid_b = (g.ravel() for g in np.meshgrid(a, b, indexing="ij"))
        other = left_number[grid_a] != right_number[grid_b]  # an RNA is not its own partner
        left.append(grid_a[other])
        right.append(grid_b[other])
        source.append(np.full(int(other.sum()), table.source[rows[0]], dtype=np.int16))
    n = sum(map(len, left)) - len(table)
    cells = replace(
        table,
        left_row=np.concatenate(left),
        right_row=np.concatenate(right),
        source=np.concatenate(source),
        label=np.concatenate([table.label, np.zeros(n, dtype=np.int8)]),
    )
    # The listed pairs come first, so the first of each key is the listed one.
    keys, first = np.unique(cells.keys(), return_index=True)
    told = (first < len(table)) | ~np.isin(keys, table.unclear_keys())
    return cells.take(np.sort(first[told]))


def thinned(table: PairTable, rows: Rows, per_positive: int, rng: np.random.Generator) -> Rows:
    """Keep, of some rows, the listed ones and so many unlisted ones for each, drawn as `corrupted`.

    A fold draws its own negatives among its own cells, so that none of them is another's.
    """
    part = table.take(rows)
    keys = part.keys()
    cells = frozenset(keys[part.label == 0].tolist())
    drawn = corrupted(part.take(np.flatnonzero(part.label == 1)), per_positive, rng, cells=cells)
    kept: Rows = rows[np.isin(keys, drawn.keys())]
    return kept


def corrupted(
    table: PairTable,
    per_positive: int,
    rng: np.random.Generator,
    *,
    cells: frozenset[int] | None = None,
) -> PairTable:
    """Draw negatives as miRInter-Trans does: replace one molecule of a positive pair.

    The replaced side is chosen at random; the new molecule is drawn uniformly from those of the
    same source, type and side; never the partner itself, never a listed pair in any order, never
    one drawn before. A crowded table may give fewer than asked for.

    Parameters
    ----------
    cells : frozenset of int or None
        Keys (`PairTable.keys`) of the pairs that may be drawn; None allows all.
    """
    number = molecule_numbers(table)
    positive = np.flatnonzero((table.label == 1) & ~table.is_measured())
    taken = {*table.keys().tolist(), *table.unclear_keys().tolist()}
    left, right, source = [], [], []
    for rows in _blocks(table.take(positive)):
        pairs = positive[rows]
        a, b = table.left_row[pairs], table.right_row[pairs]
        drawn = _draw(
            np.repeat(np.stack([a, b]), per_positive, axis=1),
            (number, len(table.left)),
            (taken, cells),
            rng,
        )
        left.append(drawn[0])
        right.append(drawn[1])
        source.append(np.full(drawn.shape[1], table.source[pairs[0]], dtype=np.int16))
    n = sum(map(len, left))
    return replace(
        table,
        left_row=np.concatenate([table.left_row, *left]),
        right_row=np.concatenate([table.right_row, *right]),
        source=np.concatenate([table.source, *source]),
        label=np.concatenate([table.label, np.zeros(n, dtype=np.int8)]),
    )


def _draw(
    pairs: NDArray[np.intp],
    numbering: tuple[NDArray[np.int64], int],
    keys_of: tuple[set[int], frozenset[int] | None],
    rng: np.random.Generator,
) -> NDArray[np.intp]:
    """Replace one molecule of each pair; try again, up to 20 times, where the result is listed."""
    number, n_left = numbering
    taken, cells = keys_of
    pools = [np.unique(pairs[0]), np.unique(pairs[1])]
    waiting, kept = pairs, [pairs[:, :0]]
    for _ in range(20):
        if not waiting.shape[1]:
            break
        trial = waiting.copy()
        side = rng.integers(0, 2, waiting.shape[1])
        for s, pool in enumerate(pools):
            trial[s, side == s] = rng.choice(pool, int((side == s).sum()))
        a, b = number[trial[0]], number[n_left + trial[1]]
        keys = np.minimum(a, b) * len(number) + np.maximum(a, b)
        fresh = np.zeros(len(keys), dtype=bool)
        for i, key in enumerate(keys.tolist()):
            if a[i] != b[i] and key not in taken and (cells is None or key in cells):
                taken.add(key)
                fresh[i] = True
        kept.append(trial[:, fresh])
        waiting = waiting[:, ~fresh]
    return np.concatenate(kept, axis=1)


def _blocks(table: PairTable) -> list[NDArray[np.intp]]:
    """Rows of each source and pair type."""
    types = {t: i for i, t in enumerate(sorted({m.type for m in table.left + table.right}))}
    left = np.array([types[m.type] for m in table.left])[table.left_row]
    right = np.array([types[m.type] for m in table.right])[table.right_row]
    block = (table.source.astype(np.int64) * len(types) + left) * len(types) + right
    return [np.flatnonzero(block == b) for b in np.unique(block)]
