import gzip

import pytest

from mirinter_core.datasets import saved
from mirinter_core.errors import DatasetError
from mirinter_core.web import dataset_view
from tests.worlds import seed_world, write_folder


@pytest.fixture
def files(tmp_path):
    write_folder(seed_world(), tmp_path / "world")
    return [(p.name, p.read_bytes()) for p in (tmp_path / "world").iterdir()]


def test_an_upload_is_read_and_leaves_nothing_on_the_disk(files, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    read = dataset_view.read_upload(files, None)
    assert read.table.digest() == seed_world().table.digest()
    assert list((tmp_path / "temporary").iterdir()) == []


def test_names_of_files_never_lead_out_of_their_folder(files, tmp_path):
    sly = [(f"../../{name}", data) for name, data in files]
    assert set(dataset_view.read_upload(sly, None).files) == {name for name, _ in files}
    assert not (tmp_path.parent / "pairs.tsv").exists()


def test_too_much_is_refused_packed_or_not(files, monkeypatch):
    monkeypatch.setattr(dataset_view, "MOST", 1000)
    for sent in (files, [("a.fa.gz", gzip.compress(b"A" * 10_000))]):
        with pytest.raises(DatasetError, match="dataset add NAME FOLDER"):
            dataset_view.read_upload(sent, None)


def test_a_name_that_is_not_taken_is_suggested():
    assert dataset_view.name_for(["a.fa", "my pairs.tsv.gz"]) == "my-pairs"
    saved.save(seed_world(), "pairs")
    assert dataset_view.name_for(["pairs.tsv"]) == "pairs-2"


def test_what_is_known_of_a_data_set_is_said_and_no_more():
    info = saved.save(seed_world(), "mine")
    assert set(dataset_view.facts(info)) == {"Listed", "Source", "Terms", "Added"}
    assert dataset_view.form_of("folder").startswith("a folder with pairs.tsv")
    assert dataset_view.form_of("no-longer-there") == ""


def test_a_message_about_an_upload_names_no_folder_of_this_machine():
    with pytest.raises(DatasetError) as told:
        dataset_view.read_upload([("notes.txt", b"hello")], None)
    assert str(told.value).startswith("What was uploaded is not a data set of a known form")
    with pytest.raises(DatasetError) as told:
        files = [("pairs.tsv", b"mirna\tlncrna\nm\tx\t7\n"), ("a.fa", b">m\nACGUACGUACGU\n")]
        dataset_view.read_upload(
            [(n, d.replace(b"lncrna", b"lncrna\tlabel")) for n, d in files], None
        )
    assert str(told.value).startswith("pairs.tsv, line 2: label")
