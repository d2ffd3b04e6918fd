import errno
import json
import os
import shutil

import pytest

from mirinter_core import home
from mirinter_core.errors import CatalogError, StorageError


def test_home_is_where_the_environment_says(own_home):
    assert home.home() == own_home.resolve()


@pytest.mark.parametrize("name", ["", "..", "../x", "a/b", ".hidden", "a b", "x" * 65, "<script>"])
def test_a_name_that_cannot_be_a_folder_is_refused_and_never_found(name):
    with pytest.raises(CatalogError, match="cannot be a name"):
        home.checked_name(name, CatalogError)
    assert home.find("catalogs", name) is None


def test_the_users_own_folder_comes_before_the_shipped_one(own_home):
    shipped = home.find("catalogs", "builtin")
    assert shipped is not None
    (own_home / "catalogs" / "builtin").mkdir(parents=True)
    assert home.find("catalogs", "builtin") != shipped
    assert home.names("catalogs").count("builtin") == 1


def test_a_file_appears_whole_or_not_at_all(tmp_path):
    path = tmp_path / "deep" / "file.txt"
    with home.written(path) as place:
        place.write_text("one")
        assert not path.exists()
    assert path.read_text() == "one"
    with pytest.raises(ValueError, match="stop"), home.written(path) as place:
        place.write_text("two")
        raise ValueError("stop")
    assert path.read_text() == "one"
    assert [p.name for p in path.parent.iterdir()] == ["file.txt"]


def test_a_folder_replaces_another_whole(tmp_path):
    path = tmp_path / "folder"
    for content in ("one", "two"):
        with home.written(path) as place:
            place.mkdir()
            (place / content).touch()
    assert [p.name for p in path.iterdir()] == ["two"]
    assert [p.name for p in tmp_path.iterdir()] == ["folder"]


def test_of_two_who_make_a_new_folder_at_once_the_first_has_it(tmp_path):
    path = tmp_path / "folder"

    def made(content):
        with home.written(path, new=True) as place:
            place.mkdir()
            (place / content).touch()
            if content == "slow":
                made("quick")

    with pytest.raises(StorageError, match=r"'folder' was made by someone else.*another name"):
        made("slow")
    assert [p.name for p in path.iterdir()] == ["quick"]
    assert [p.name for p in tmp_path.iterdir()] == ["folder"]


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path):
    path = tmp_path / "file.txt"
    with pytest.raises(StorageError, match="No space left"), home.written(path) as place:
        place.write_text("half")
        raise OSError(errno.ENOSPC, "No space left on device")
    assert not list(tmp_path.iterdir())


def test_json_is_read_only_in_the_format_it_was_written_in(tmp_path):
    path = tmp_path / "a.json"
    home.write_json(path, {"format_version": 1, "é": 2})
    assert home.read_json(path, version=1)["é"] == 2
    assert home.read_json(path, version=3, older=(1, 2))["é"] == 2
    with pytest.raises(StorageError, match="format 1; this mirinter reads format 2"):
        home.read_json(path, version=2)
    path.write_text(json.dumps({"no": "version"}))
    with pytest.raises(StorageError, match="damaged"):
        home.read_json(path, version=1)
    path.write_text("{")
    with pytest.raises(StorageError, match="damaged"):
        home.read_json(path, version=1)
    with pytest.raises(StorageError, match="missing"):
        home.read_json(tmp_path / "b.json", version=1)


def test_neither_a_folder_nor_a_device_is_replaced_by_a_file(tmp_path):
    (tmp_path / "results").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name in ("results", "pipe"):
        with (
            pytest.raises(StorageError, match="and stays"),
            home.written(tmp_path / name) as temporary,
        ):
            temporary.write_text("new")
    assert (tmp_path / "results").is_dir()
    assert (tmp_path / "pipe").is_fifo()
    assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_that_cannot_be_replaced_stays_as_it_was(tmp_path):
    path = tmp_path / "outer" / "inner"
    path.mkdir(parents=True)
    (path / "old").touch()
    with pytest.raises(OSError):
        home._replace(tmp_path / "outer", path)  # a folder cannot be moved into itself
    assert [p.name for p in path.iterdir()] == ["old"]


def test_the_remedy_fits_what_the_disk_answered(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="Choose a folder that can be written"):
        home.write_json(tmp_path / "file" / "a.json", {})


def test_a_folder_that_the_disk_keeps_is_not_said_to_be_gone(tmp_path, monkeypatch):
    folder = tmp_path / "mine"
    folder.mkdir()
    home.remove_for_good(folder)
    assert not folder.exists()
    folder.mkdir()
    monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)
    with pytest.raises(StorageError, match="Check who owns its files"):
        home.remove_for_good(folder)
