import pytest

from mirinter_core.datasets.catalog import remove
from mirinter_core.errors import CatalogError, RunError
from mirinter_core.runs.run import create
from mirinter_core.runs.screened import pair_of, queries
from tests.finished import screened, world


def test_the_molecules_of_a_row_are_found():
    table = world()
    run = screened(*table.left[:2])
    assert list(queries(run)) == [m.id for m in table.left[:2]]
    query, partner = pair_of(run, table.left[1].id, table.right[3].id)
    assert (query.letters, partner.letters) == (table.left[1].letters, table.right[3].letters)


def test_what_is_not_there_is_said():
    table = world()
    run = screened(table.left[0])
    with pytest.raises(RunError, match=r"no query 'nobody'\. It has: mir-0"):
        pair_of(run, "nobody", table.right[0].id)
    with pytest.raises(RunError, match="has no 'nobody' now"):
        pair_of(run, table.left[0].id, "nobody")
    remove("world")
    with pytest.raises(CatalogError):
        pair_of(run, table.left[0].id, table.right[0].id)
    with pytest.raises(RunError, match="is no screen"):
        queries(create("embed_catalog", {}))
