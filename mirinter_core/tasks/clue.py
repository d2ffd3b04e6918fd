"""What a clue is: numbers about a pair that may tell whether it is listed.

A file of `mirinter_core.tasks.clues` defines one as ``CLUE``. Clues say nothing of how numbers
are weighed: that is learnt, see `mirinter_core.tasks.boosted`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirinter_core.datasets.splits import Split
from mirinter_core.registry import Registry
from mirinter_core.tasks.ground import Ground

Grid = NDArray[Any]  # (queries, partners), of numbers or truth values
Column = NDArray[Any]  # (test rows,)
UNKNOWN = -1.0  # of a share, where no training pair tells: 0 would say "none of many"

# A clue prepares what is the same for every fold, and gives what describes a split's test rows.
# The labels of its training rows may be looked at; a test row's own label never is.
Describe = Callable[[Split], Mapping[str, Column]]
Clue = Callable[[Ground], Describe]

CLUES: Registry[Clue] = Registry("mirinter_core.tasks.clues", "CLUE")


@dataclass(frozen=True)
class Described:
    """Pairs as what learns from clues sees them.

    Parameters
    ----------
    names : tuple of str
        ``CLUE: NUMBER``, by column.
    matrix : (pairs, columns) float32 array
    """

    names: tuple[str, ...]
    matrix: NDArray[np.float32]


def describer(clues: Sequence[str], ground: Ground) -> Callable[[Split], Described]:
    """Prepare clues for a table's pairs, and describe test rows by all of them."""
    prepared = {clue: CLUES.get(clue)(ground) for clue in clues}

    def describe(split: Split) -> Described:
        columns = {
            f"{clue}: {name}": column.astype(np.float32)
            for clue, own in prepared.items()
            for name, column in own(split).items()
        }
        return Described(tuple(columns), np.stack(list(columns.values()), axis=1))

    return describe


def share(listed: Grid, known: Grid) -> Grid:
    """Divide, with `UNKNOWN` where nothing is known; either may be counts or weights."""
    out = np.full(np.broadcast_shapes(listed.shape, known.shape), UNKNOWN)
    return np.divide(listed, known, out=out, where=known > 0)


def of_gene(ground: Ground, cells: Grid) -> Grid:
    """Sum over the other transcripts of each partner's gene, or of those it is alike.

    Parameters
    ----------
    cells : (..., partners) array
    """
    group = ground.partner_group
    total = np.zeros((int(group.max(initial=-1)) + 1, *cells.shape[:-1]))
    np.add.at(total, group, np.moveaxis(cells, -1, 0))
    summed: Grid = np.moveaxis(total[group], 0, -1) - cells
    return summed


def most_of_gene(ground: Ground, cells: Grid) -> Grid:
    """Give the most of each partner's gene, or of those it is alike: itself among them.

    Parameters
    ----------
    cells : (..., partners) array, 0 or more
    """
    group = ground.partner_group
    most = np.zeros((int(group.max(initial=-1)) + 1, *cells.shape[:-1]), dtype=cells.dtype)
    np.maximum.at(most, group, np.moveaxis(cells, -1, 0))
    highest: Grid = np.moveaxis(most[group], 0, -1)
    return highest


def asked(ground: Ground, split: Split, grid: Grid) -> Column:
    """Look up the test rows; a row of partners or a column of queries holds for all cells."""
    table = ground.table
    cells = np.broadcast_to(grid, (len(table.left), len(table.right)))
    return cells[table.left_row[split.test], table.right_row[split.test]]
