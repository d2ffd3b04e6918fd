"""Books over small worlds, and their descriptions of pairs with the columns named."""

import numpy as np
import pandas as pd

from mirinter_core.models.atlas import Survey
from mirinter_core.models.book import Book
from mirinter_core.models.recall import KINDS, describe
from mirinter_core.models.scene import Partners, Queries

COLUMNS = [name for names in KINDS.values() for name in names]


def marked(table, rows=None):
    """Listed and known cells, as some rows of a table tell them; None takes all."""
    rows = np.arange(len(table)) if rows is None else rows
    listed, known = np.zeros((2, len(table.left), len(table.right)), dtype=bool)
    cells = table.left_row[rows], table.right_row[rows]
    listed[cells], known[cells] = table.label[rows] == 1, True
    return listed, known


def written(table, rows=None):
    """The book of a table, or of some of its rows over the atlas of all."""
    return Book.write(Survey.of(table.left, table.right), *marked(table, rows))


def told(book, queries, partners, pairs=None):
    """Describe pairs of molecules, all with all unless said, as a table."""
    if pairs is None:
        each = np.arange(len(queries) * len(partners))
        pairs = each // len(partners), each % len(partners)
    scene = Queries.of(book.atlas, queries), Partners.of(book.atlas, partners)
    return pd.DataFrame(describe(book, *scene, pairs), columns=COLUMNS)


def told_rows(book, table, rows=None):
    """Describe rows of a table."""
    rows = np.arange(len(table)) if rows is None else rows
    return told(book, table.left, table.right, (table.left_row[rows], table.right_row[rows]))
