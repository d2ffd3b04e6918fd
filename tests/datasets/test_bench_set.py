from dataclasses import replace

import numpy as np
import pytest

from mirinter_core.datasets import bench, saved
from mirinter_core.datasets.bench_set import overruled
from mirinter_core.datasets.importer import open_dataset
from mirinter_core.datasets.negatives import corrupted, full, with_negatives
from mirinter_core.datasets.pairs import join
from mirinter_core.errors import DatasetError
from tests.notebooks import finding
from tests.worlds import seed_world

WORLD = seed_world()
TABLE = WORLD.table
LISTED = [(int(a), int(b)) for a, b in zip(TABLE.left_row, TABLE.right_row, strict=True)]


def unlisted(n):
    cells = ((a, b) for a in range(len(TABLE.left)) for b in range(len(TABLE.right)))
    return [cell for cell in cells if cell not in set(LISTED)][:n]


def told(cell, outcome="bound", name="mine", **facts):
    a, b = cell
    return bench.record(name, finding(TABLE.left[a], TABLE.right[b], outcome, **facts))


def labels(table, source):
    rows = table.source == table.sources.index(source)
    return sorted(table.label[rows].tolist())


def test_a_notebook_is_opened_by_its_name_like_any_data_set():
    for cell, outcome in zip(unlisted(3), ("bound", "not bound", "unclear"), strict=True):
        told(cell, outcome)
    opened = open_dataset("mine")
    assert opened.table.sources == ("mine",)
    assert opened.table.label.tolist() == [1, 0]
    assert "1 unclear finding kept, not trained on." in opened.report
    info = saved.info("mine")
    assert (info.pairs, info.listed, info.importer) == (2, 1, "bench")
    assert "mine" in saved.names()


def test_a_notebook_without_a_finding_to_train_on_says_so():
    told(unlisted(1)[0], "unclear")
    assert saved.info("mine").pairs == 0
    with pytest.raises(DatasetError, match="no finding yet that can be trained on"):
        open_dataset("mine")


def test_only_what_stands_is_trained_on_and_both_outcomes_are_told():
    cell = unlisted(1)[0]
    told(cell, "bound", date="2026-01-01", method="EMSA")
    told(cell, "not bound", date="2026-02-01")
    opened = open_dataset("mine")
    assert opened.table.label.tolist() == [0]
    assert "bound on 2026-01-01 (EMSA), not bound on 2026-02-01; what was" in opened.report[0]


def test_a_changed_notebook_has_another_digest():
    first, second = unlisted(2)
    told(first)
    before = open_dataset("mine").table.digest()
    told(second, "unclear")
    assert open_dataset("mine").table.digest() != before


def test_a_notebooks_name_is_taken_for_data_sets():
    told(unlisted(1)[0])
    with pytest.raises(DatasetError, match="There is a data set 'mine'"):
        saved.save(WORLD, "mine")


def test_what_the_bench_found_overrules_the_list_and_keeps_its_name():
    told(LISTED[0], "not bound")
    told(LISTED[1], "bound")
    tables = [TABLE, open_dataset("mine").table]
    joined = join(tables)
    assert len(joined) == len(TABLE)
    assert labels(joined, "mine") == [0, 1]
    assert int(joined.label.sum()) == len(TABLE) - 1
    assert overruled(tables) == (
        "mine tells of 1 pair otherwise than seed-world; what the bench found holds.",
    )
    assert join(list(reversed(tables))).digest() == joined.digest()


def test_what_was_not_tested_is_no_negative_of_the_notebook():
    for cell in unlisted(4):
        told(cell)
    joined = join([TABLE, open_dataset("mine").table])
    for grown in (full(joined), corrupted(joined, 3, np.random.default_rng(0))):
        assert labels(grown, "mine") == [1, 1, 1, 1]
        assert labels(grown, "seed-world").count(0) > 100


@pytest.mark.parametrize("kind", ["full", 200])
def test_an_unclear_pair_is_in_no_training_in_either_role(kind):
    first, second = unlisted(2)
    told(first, "bound")
    told(second, "unclear")
    joined = join([TABLE, open_dataset("mine").table])
    grown = with_negatives(joined, kind, np.random.default_rng(0))
    (barred,) = joined.unclear
    pairs = zip(grown.left_row, grown.right_row, strict=True)
    there = {tuple(sorted((grown.left[a].digest, grown.right[b].digest))) for a, b in pairs}
    assert barred not in there
    assert len(there) == len(TABLE.left) * len(TABLE.right) - 1


def test_an_unclear_pair_that_a_list_has_stays_listed():
    told(LISTED[0], "unclear")
    told(LISTED[1], "bound")
    grown = full(join([TABLE, open_dataset("mine").table]))
    assert int(grown.label.sum()) == len(TABLE)


def test_a_notebook_of_bound_pairs_alone_teaches_nothing_and_says_what_helps():
    told(unlisted(1)[0])
    alone = open_dataset("mine").table
    for kind in ("full", 4):
        with pytest.raises(DatasetError, match="together with a data set"):
            with_negatives(alone, kind, np.random.default_rng(0))


def test_a_notebook_of_both_outcomes_is_taken_as_it_is():
    first, second = unlisted(2)
    told(first)
    told(second, "not bound")
    alone = open_dataset("mine").table
    assert with_negatives(alone, "full", np.random.default_rng(0)).label.tolist() == [1, 0]


def test_one_rna_under_two_names_is_one_pair():
    a, b = unlisted(1)[0]
    told((a, b), "bound")
    again = replace(TABLE.right[b], id="another name")
    bench.record("mine", finding(TABLE.left[a], again, "not bound"))
    assert open_dataset("mine").table.label.tolist() == [0]
