import json
from dataclasses import replace

import numpy as np
import pytest

from mirinter_core.datasets import saved
from mirinter_core.datasets.importer import open_dataset
from mirinter_core.errors import DatasetError, StorageError
from tests.worlds import seed_world, write_folder


@pytest.fixture
def world():
    made = seed_world()
    return replace(made, report=("One pair dropped.",), importer="folder", files={"p": "0" * 64})


def test_a_data_set_comes_back_as_it_was_saved(world):
    info = saved.save(world, "mine")
    back = saved.load("mine")
    assert back.table.digest() == world.table.digest() == info.digest
    assert back.table.left == world.table.left
    assert back.table.right == world.table.right
    np.testing.assert_array_equal(back.table.left_row, world.table.left_row)
    np.testing.assert_array_equal(back.table.label, world.table.label)
    assert back.table.label.dtype == np.int8
    assert (back.name, back.table.sources) == ("mine", ("mine",))
    assert (back.source, back.terms) == ("generated", "none")
    assert (back.report, back.importer, back.files) == (world.report, "folder", world.files)


def test_what_it_is_stands_in_its_folder(world, own_home):
    saved.save(world, "mine")
    info = saved.info("mine")
    assert (info.queries, info.partners, info.listed) == (12, 40, 80)
    assert info.types == {"miRNA-lncRNA": 80}
    assert info.report == ("One pair dropped.",)
    assert saved.names() == ["mine"]
    folder = own_home / "datasets" / "mine"
    assert json.loads((folder / "dataset.json").read_text())["format_version"] == 1
    assert {p.name for p in folder.iterdir()} == {
        "dataset.json",
        "left.parquet",
        "right.parquet",
        "pairs.parquet",
    }


def test_a_saved_real_set_is_the_same_table(data):
    opened = open_dataset(data / "mirnet")
    saved.save(opened, "mirnet")
    assert open_dataset("mirnet").table.digest() == opened.table.digest()
    assert open_dataset("mirnet").report == opened.report


@pytest.mark.parametrize("name", ["", "../mine", "a b", "x" * 65])
def test_a_name_that_cannot_be_a_folder_is_refused(world, name):
    with pytest.raises(DatasetError, match="cannot be a name"):
        saved.save(world, name)


def test_a_taken_name_is_refused_and_nothing_is_lost(world):
    saved.save(world, "mine")
    with pytest.raises(DatasetError, match="There is a data set 'mine'"):
        saved.save(seed_world(seed=3), "mine")
    assert saved.load("mine").table.digest() == world.table.digest()


def test_of_two_of_one_name_saved_at_once_the_first_stays(world, monkeypatch):
    monkeypatch.setattr(saved, "check_new", lambda _: None)  # both asked before either was there
    saved.save(world, "mine")
    with pytest.raises(StorageError, match="'mine' was made by someone else a moment ago"):
        saved.save(seed_world(seed=3), "mine")
    assert saved.load("mine").table.digest() == world.table.digest()


def test_a_disk_that_refuses_leaves_nothing_behind(world, own_home):
    own_home.mkdir()
    (own_home / "datasets").write_text("a file where the folder should be")
    with pytest.raises(StorageError, match="Could not write"):
        saved.save(world, "mine")


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("dataset.json", b"{"),
        ("dataset.json", b'{"format_version": 99}'),
        ("dataset.json", b'{"format_version": 1, "name": "mine", "strange": 1}'),
        ("left.parquet", b"no"),
        ("pairs.parquet", b"PAR1 no PAR1"),
    ],
)
def test_a_damaged_one_is_named_and_can_be_removed(world, own_home, file, content):
    saved.save(world, "mine")
    (own_home / "datasets" / "mine" / file).write_bytes(content)
    with pytest.raises(DatasetError, match="Data set 'mine' is damaged"):
        saved.load("mine")
    saved.remove("mine")
    assert saved.names() == []


def test_tables_that_were_exchanged_are_noticed(world, own_home):
    saved.save(world, "mine")
    saved.save(seed_world(seed=5), "other")
    folders = [own_home / "datasets" / name for name in ("mine", "other")]
    (folders[1] / "left.parquet").replace(folders[0] / "left.parquet")
    with pytest.raises(DatasetError, match=r"not what dataset\.json describes"):
        saved.load("mine")


def test_what_is_not_there_is_said_with_what_is(world, tmp_path):
    saved.save(world, "mine")
    with pytest.raises(DatasetError, match="Did you mean 'mine'"):
        saved.load("mime")
    with pytest.raises(DatasetError, match="There is no data set at nowhere"):
        saved.remove("nowhere")
    write_folder(world, tmp_path / "folder")
    with pytest.raises(DatasetError, match="cannot be a name"):
        saved.remove(str(tmp_path / "folder"))
    assert (tmp_path / "folder" / "pairs.tsv").exists()
