import json
import shutil

import pytest

from mirinter_core.datasets import bench
from mirinter_core.errors import DatasetError
from tests.finished import screened
from tests.finished import world as saved_world
from tests.worlds import seed_world

TABLE = seed_world().table
A, X, Y = TABLE.left[0], TABLE.right[0], TABLE.right[1]


@pytest.fixture
def recorded(do):
    do("bench", "record", "mine", A.letters, X.letters, "bound", "--method", "EMSA")
    return bench.read("mine").entries[0]


def test_a_finding_is_recorded_and_says_how_to_take_it_back(do):
    answer = do(
        *("bench", "record", "mine", A.letters, X.letters, "not bound"),
        *("--date", "2026-03-01", "--note", "twice"),
    )
    (entry,) = bench.read("mine").entries
    assert answer.stdout == (
        "Recorded in mine: query with partner, not bound. Take it back with "
        f"`bench undo mine {entry.id}`.\n"
    )
    found = entry.finding
    assert (found.query.letters, found.query.type) == (A.letters, "miRNA")
    assert (found.date, found.note, found.outcome) == ("2026-03-01", "twice", "not bound")


def test_a_pair_of_a_screen_is_named_by_its_ids(do):
    table = saved_world()
    run = screened(table.left[0])
    do("bench", "record", "mine", "--run", run.id, table.left[0].id, table.right[2].id, "bound")
    found = bench.read("mine").entries[0].finding
    assert (found.partner, found.run) == (table.right[2], run.id)


def test_both_outcomes_are_told_when_the_second_is_recorded(do, recorded):
    answer = do("bench", "record", "mine", A.letters, X.letters, "not bound")
    assert "has both outcomes: bound on" in answer.stderr


def test_an_outcome_that_is_none_is_bad_usage(do):
    answer = do("bench", "record", "mine", A.letters, X.letters, "maybe")
    assert answer.exit_code == 2
    assert "There are: bound, not bound, unclear" in answer.stderr
    assert not bench.names()


def test_notebooks_are_listed_and_shown(do, recorded):
    assert do("bench", "list").stdout.split() == [
        *("name", "bound", "not", "bound", "unclear", "entries"),
        *("mine", "1", "0", "0", "1"),
    ]
    assert json.loads(do("bench", "list", "--json").stdout)[0]["bound"] == 1
    shown = do("bench", "show", "mine").stdout
    assert recorded.id in shown
    assert "EMSA" in shown
    told = json.loads(do("bench", "show", "mine", "--json").stdout)
    assert told["findings"][0]["finding"]["query"]["letters"] == A.letters


def test_an_entry_is_taken_back_and_stays_in_the_history(do, recorded):
    answer = do("bench", "undo", "mine", recorded.id)
    assert answer.stdout == "Taken back: query with partner, bound; nothing stands now.\n"
    assert recorded.id not in do("bench", "show", "mine").stdout
    assert "taken back" in do("bench", "show", "mine", "--history").stdout


def test_an_export_is_read_again(do, recorded, tmp_path):
    file = tmp_path / "mine.tsv"
    assert "1 finding of mine" in do("bench", "export", "mine", "-o", file).stdout
    assert "Recorded in other: 1 finding." in do("bench", "import", "other", file).stdout
    assert bench.read("other").entries[0].finding == recorded.finding


def test_a_notebook_is_a_data_set_to_train_on(do, recorded, world, recipe_file):
    do("bench", "record", "mine", A.letters, Y.letters, "not bound")
    answer = do("train", world, "mine", "--recipe", recipe_file, "--name", "ours", "--quiet")
    assert answer.exit_code == 0
    assert "mine" in do("models", "show", "ours").stdout
    assert "mine" in do("dataset", "list").stdout


def test_a_notebook_is_removed_whole_and_a_data_set_is_none(do, recorded, own_home, world):
    do("dataset", "add", "listed", world)
    with pytest.raises(DatasetError, match="no notebook 'listed'"):
        do("bench", "remove", "listed")
    assert "Removed data set mine" in do("bench", "remove", "mine").stdout
    assert [p.name for p in (own_home / "datasets").iterdir()] == ["listed"]


def test_two_models_are_compared_on_what_the_bench_found(do, recorded, tiny, trained, own_home):
    shutil.copytree(trained, own_home / "models" / "other")
    do("bench", "record", "mine", A.letters, Y.letters, "not bound")
    told = json.loads(do("bench", "compare", "mine", "tiny", "other", "--json").stdout)
    assert [row["outcome"] for row in told["pairs"]].count("bound") == 1
    assert told["auroc"][0] == told["auroc"][1]
    assert told["learnt"] == [False, False]
    assert "of cases" in do("bench", "compare", "mine", "tiny", "other").stdout


def test_a_notebook_is_given_a_weight(do, recorded, world, recipe_file):
    do("bench", "record", "mine", A.letters, Y.letters, "not bound")
    plain, heavy = "plain", "heavy"
    asked = ("train", world, "mine", "--recipe", recipe_file, "--quiet", "--name")
    do(*asked, plain)
    do(*asked, heavy, "--weights", "mine=50")
    told = json.loads(do("bench", "compare", "mine", plain, heavy, "--json").stdout)
    by_outcome = {row["outcome"]: row for row in told["pairs"]}
    bound, not_bound = by_outcome["bound"], by_outcome["not bound"]
    gap = {m: bound[f"score_{m}"] - not_bound[f"score_{m}"] for m in ("first", "second")}
    assert gap["second"] != gap["first"]  # two epochs: which way it goes is another test
    assert told["learnt"] == [True, True]
