import json

import pytest

from mirinter_core.datasets import saved
from mirinter_core.datasets.importer import IMPORTERS
from mirinter_core.errors import DatasetError
from tests.worlds import seed_world, write_folder


@pytest.fixture
def folder(tmp_path):
    write_folder(seed_world(), tmp_path / "world")
    with (tmp_path / "world" / "pairs.tsv").open("a") as file:
        file.write("nobody\tlnc-0\t1\n")
    return tmp_path / "world"


def test_a_folder_is_added_and_what_was_dropped_is_told(do, folder):
    answer = do("dataset", "add", "mine", folder)
    assert answer.exit_code == 3
    first, second = answer.stdout.splitlines()
    assert first == (
        "Data set mine has 80 listed pairs (80 miRNA-lncRNA) of 12 queries and 40 partners."
    )
    assert second == "Source: folder world. Terms: as its owner states."
    assert answer.stderr.splitlines() == [
        "1 pair dropped: no sequence for nobody (line 82).",
        "1 record was refused, see above; all others were taken.",
    ]
    assert saved.load("mine").table.digest() == seed_world().table.digest()


def test_data_sets_are_listed_and_shown(do, folder):
    assert do("dataset", "list").stdout.split()[:2] == ["name", "listed"]
    assert json.loads(do("dataset", "list", "--json").stdout) == []
    do("dataset", "add", "mine", folder)
    assert do("dataset", "list").stdout.splitlines()[1].split()[:4] == ["mine", "80", "12", "40"]
    (listed,) = json.loads(do("dataset", "list", "--json").stdout)
    assert listed == json.loads(do("dataset", "show", "mine", "--json").stdout)
    assert listed["report"] == ["1 pair dropped: no sequence for nobody (line 82)."]
    shown = do("dataset", "show", "mine").stdout
    assert "report    1 pair dropped: no sequence for nobody (line 82)." in shown
    assert "pairs.tsv (SHA-256 " in shown
    with pytest.raises(DatasetError, match="Did you mean 'mine'"):
        do("dataset", "show", "mime")


def test_published_files_are_marked_as_such(do, data):
    do("dataset", "add", "tec", data / "raw", "--importer", "tec_lncmir", "--quiet")
    lines = [line for line in do("dataset", "show", "tec").stdout.splitlines() if "SHA" in line]
    assert lines[0].endswith(", as published)")


def test_an_importer_nobody_knows_is_bad_usage_and_lists_those_there_are(do, folder):
    answer = do("dataset", "add", "mine", folder, "--importer", "nope")
    assert answer.exit_code == 2
    assert "rnakg_augmented" in answer.stderr
    assert len(IMPORTERS.names()) == 11


def test_a_taken_name_is_refused_before_anything_is_read(do, folder):
    do("dataset", "add", "mine", folder)
    with pytest.raises(DatasetError, match="There is a data set 'mine'"):
        do("dataset", "add", "mine", folder / "nowhere")


def test_a_saved_name_can_be_trained_on(do, folder):
    from mirinter_core.cli.recipe_options import open_datasets
    from mirinter_core.cli.terminal_output import Terminal

    do("dataset", "add", "mine", folder)
    (opened,) = open_datasets(["mine"], Terminal.open(quiet=True, verbose=False))
    assert opened.table.sources == ("mine",)


def test_removal_says_what_went(do, folder):
    do("dataset", "add", "mine", folder)
    said = do("dataset", "remove", "mine").stdout
    assert said == "Removed data set mine, 52 molecules. Vectors deleted: 0.\n"
    assert saved.names() == []
    with pytest.raises(DatasetError, match="There is no data set at mine"):
        do("dataset", "remove", "mine")


def test_the_lamp_tells_what_leaks_what_is_to_be_beaten_and_how_long(do):
    saved.save(seed_world(20, 60), "mine")
    asked = ("--protocol", "denovo-family", "--folds", 3, "--recipe", "kmer-logistic")
    said = do("dataset", "lamp", "mine", *asked, "--threads", 1).stdout
    assert said.startswith("Green: no copies are left.")
    assert "a microRNA of the query's seed family" in said
    assert "To beat: the rule" in said
    assert "kmer-logistic: Training takes" in said


def test_the_lamp_of_rules_tells_no_time_and_unknown_protocols_are_bad_usage(do):
    saved.save(seed_world(20, 60), "mine")
    asked = ("dataset", "lamp", "mine", "--folds", 3, "--recipe", "baselines")
    assert "Training takes" not in do(*asked, "--protocol", "pair").stdout
    refused = do(*asked, "--protocol", "no-such")
    assert refused.exit_code == 2
    assert "denovo-family" in refused.stderr
