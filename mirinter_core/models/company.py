"""What is listed for RNAs that keep the same company: patterns of the table, letters apart.

MicroRNAs of other families that are listed with much the same partners as the query tell which
partners it lacks; so do partners of other genes that are listed with much the same microRNAs. What
has no listed pair keeps no company: of a new microRNA this says nothing.

References
----------
Sarwar et al. 2001, doi:10.1145/371920.372071 (collaborative filtering by items; the cosine of two
lists).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Cells = NDArray[np.float32]
Numbers = NDArray[np.intp]

_DOUBT = 1.0  # pairs more in each list: two lists of the same one pair are not taken for equal
_POWER = 3  # those most alike count nearly alone
_LITTLE = 0.1  # likeness of a stranger that is not listed: company of little likeness says little
_ROWS = 1024  # at once: likeness grows with their number times that of all rows


@dataclass(frozen=True, eq=False)
class Company:
    """Listed and known cells of a table, with the kin of its rows.

    Parameters
    ----------
    listed, known : (rows, columns) float32 arrays
        1 where a cell is.
    kin : (rows,) int array
        Rows of one number are relatives, and no company: their cells are other evidence.
    """

    listed: Cells
    known: Cells
    kin: Numbers

    def told(self, row: Numbers, column: Numbers) -> Cells:
        """Give the share of each row's company that is listed with the column.

        Parameters
        ----------
        row, column : (n,) int arrays
            Negative is what the table does not hold.

        Returns
        -------
        (n,) float32 array
            0 to 1, each of the company counted by its likeness; NaN where none is known there.
            A listed cell is taken out before its own share is told.
        """
        out = np.full(len(row), np.nan, dtype=np.float32)
        here = np.flatnonzero((row >= 0) & (column >= 0))
        if not len(here):
            return out
        out[here] = self._shares[row[here], column[here]]
        own = here[self.listed[row[here], column[here]] > 0]
        for i in _blocks(own):
            out[i] = self._without(row[i], column[i])
        return out

    @cached_property
    def _shares(self) -> Cells:
        """The shares of all cells; those of listed ones count themselves."""
        out = np.empty(self.listed.shape, dtype=np.float32)
        for rows in _blocks(np.arange(len(out))):
            alike = self._alike(rows, self.listed[rows] @ self.listed.T, gone=0)
            out[rows] = _share(alike @ self.listed, alike @ self.known)
        return out

    def _without(self, row: Numbers, column: Numbers) -> Cells:
        there, known = self.listed[:, column].T, self.known[:, column].T
        alike = self._alike(row, self.listed[row] @ self.listed.T - there, gone=1)
        return _share((alike * there).sum(axis=1), (alike * known).sum(axis=1))

    def _alike(self, rows: Numbers, together: Cells, gone: int) -> Cells:
        """Say how alike the lists of some rows, less `gone` pairs, are to those of all."""
        size = self.listed.sum(axis=1)
        most = np.sqrt((size[rows, None] - gone + _DOUBT) * (size + _DOUBT))
        strange = self.kin[rows, None] != self.kin
        alike: Cells = ((together / most) ** _POWER * strange).astype(np.float32)
        return alike


def _blocks(rows: Numbers) -> list[Numbers]:
    return [rows[i : i + _ROWS] for i in range(0, len(rows), _ROWS)]


def _share(listed: Cells, known: Cells) -> Cells:
    return np.where(known > 0, listed / (known + np.float32(_LITTLE)), np.float32(np.nan))
