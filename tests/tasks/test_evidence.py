from dataclasses import replace

import numpy as np
import pandas as pd

from mirinter_core.datasets.pairs import PairTable, both_orders
from mirinter_core.models.memory import Memory
from mirinter_core.models.recall import KINDS
from mirinter_core.tasks.evidence import recalled
from mirinter_core.tasks.rehearsal import remembered
from mirinter_core.tasks.score import grid
from tests.books import COLUMNS, told_rows, written
from tests.gene_worlds import gene_world

TABLE = gene_world(8, 6)
MEMORY = remembered(TABLE)
OTHERS = [name for kind, names in KINDS.items() if kind != "sites" for name in names]


def named(table, memory):
    return pd.DataFrame(recalled(table, memory), columns=COLUMNS)


def typed(table, kind):
    """The same table with partners of another type."""
    return replace(table, right=tuple(replace(m, type=kind) for m in table.right))


def two_types():
    """Partners of two types, an eighth of them snoRNAs."""
    few = len(TABLE.right) // 8
    right = tuple(
        replace(m, type="snoRNA" if i < few else "lncRNA") for i, m in enumerate(TABLE.right)
    )
    return replace(TABLE, right=right), few


def test_pairs_are_described_by_the_book_of_their_partners_type():
    np.testing.assert_array_equal(named(TABLE, MEMORY), told_rows(written(TABLE), TABLE))


def test_a_book_speaks_of_its_own_type_alone():
    table, few = two_types()
    memory = remembered(table)
    assert set(memory.books) == {"lncRNA", "snoRNA"}
    sno = table.right_row < few
    found = named(table, memory)
    for rows in (np.flatnonzero(sno), np.flatnonzero(~sno)):
        own = table.take(rows).compact()
        np.testing.assert_array_equal(found.loc[rows], told_rows(written(own), own))


def test_pairs_of_one_type_may_be_asked_where_molecules_of_another_stand_by():
    table, few = two_types()
    rows = np.flatnonzero(table.right_row >= few)
    memory = remembered(table)
    np.testing.assert_array_equal(named(table.take(rows), memory), named(table, memory).loc[rows])


def test_of_a_type_never_seen_and_without_a_memory_letters_alone_are_told():
    for found in (named(typed(TABLE, "circRNA"), MEMORY), named(TABLE, None)):
        sites = [name for name in KINDS["sites"] if name != "letters around the site"]
        np.testing.assert_array_equal(found[sites], named(TABLE, MEMORY)[sites])
        assert (found[OTHERS].isna() | (found[OTHERS] == 0)).all(axis=None)


def test_a_model_of_other_kind_remembers_no_book():
    assert Memory.of(TABLE).books == {}
    found = named(TABLE, Memory.of(TABLE))
    assert (found[OTHERS].isna() | (found[OTHERS] == 0)).all(axis=None)


def test_partners_whose_type_nobody_knows_are_remembered_too():
    table = typed(TABLE, "")
    memory = remembered(table)
    assert set(memory.books) == {""}
    np.testing.assert_array_equal(named(table, memory), named(TABLE, MEMORY))


def test_a_long_partner_of_no_type_is_looked_up_among_the_lncrnas():
    np.testing.assert_array_equal(named(typed(TABLE, ""), MEMORY), named(TABLE, MEMORY))


def test_no_pairs_have_no_descriptions():
    assert named(TABLE.take(np.empty(0, np.intp)), MEMORY).shape == (0, len(COLUMNS))


def test_pairs_of_micrornas_are_described_in_the_order_they_are_asked():
    mirnas = TABLE.left
    pairs = grid(mirnas[:6], mirnas[6:12])
    label = (np.arange(len(pairs)) % 3 == 0).astype(np.int8)
    grown, of = both_orders(replace(pairs, label=label))
    found = named(grown, remembered(replace(pairs, label=label)))
    assert len(found) == 2 * len(pairs)
    one, other = found[: len(pairs)], found[len(pairs) :]
    assert (of[len(pairs) :] == np.arange(len(pairs))).all()
    # What is known of the query of one order is known of the partner of the other.
    np.testing.assert_array_equal(one["query"], other["partner"])
    np.testing.assert_array_equal(one["partner's seed in the query"], other["log 7mer-m8"] > 0)
    assert isinstance(grown, PairTable)
