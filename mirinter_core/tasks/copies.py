"""Show training pairs a second time, between copies of their molecules with letters replaced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from mirinter_core.datasets.pairs import PairTable, Rows
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.molecules.substituted import substituted


def with_copies(table: PairTable, rows: Rows, share: float, seed: int) -> PairTable:
    """Add some rows of a table once more, both molecules replaced by copies of them.

    Only molecules of those rows are copied, each once: pairs that were held out keep theirs, and
    no letter of theirs is looked at. Whatever is read from letters (vectors in every view, sites)
    is read from the copy's.

    Parameters
    ----------
    rows : (m,) int array
        The rows trained on.
    share : float
        See `mirinter_core.molecules.substituted.substituted`.

    Returns
    -------
    PairTable
        The table's rows, then the copied ones in the order of `rows`.
    """
    left, left_row = _copied(table.left, table.left_row[rows], share, seed)
    right, right_row = _copied(table.right, table.right_row[rows], share, seed)
    return replace(
        table,
        left=table.left + left,
        right=table.right + right,
        left_row=np.concatenate([table.left_row, left_row]),
        right_row=np.concatenate([table.right_row, right_row]),
        label=np.concatenate([table.label, table.label[rows]]),
        source=np.concatenate([table.source, table.source[rows]]),
    )


def copies_of(table: PairTable, grown: PairTable) -> frozenset[str]:
    """Return the digests of the copies that were added: nobody will ask for their vectors again."""
    before = {m.digest for m in (*table.left, *table.right)}
    return frozenset(m.digest for m in (*grown.left, *grown.right)) - before


def _copied(
    molecules: Sequence[Molecule], rows: Rows, share: float, seed: int
) -> tuple[tuple[Molecule, ...], Rows]:
    """Copy the molecules of some rows; the copies come to stand behind all molecules."""
    used, place = np.unique(rows, return_inverse=True)
    copies = tuple(substituted(molecules[i], share, seed) for i in used.tolist())
    return copies, (len(molecules) + place).astype(np.intp)
