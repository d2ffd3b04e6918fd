"""The part of the Catalogues page that keeps data sets."""

import gzip
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mirinter_core.datasets import saved
from tests.page_words import said
from tests.worlds import seed_world, write_folder

PAGE = Path(__file__).parents[2] / "pages" / "catalogues.py"
HOSTILE = "<script>alert(1)</script>"
ADD = "FormSubmitter:new-dataset-Add data set"


def opened(**state):
    page = AppTest.from_file(PAGE, default_timeout=30)
    page.session_state["way"] = "Data sets"
    for key, value in state.items():
        page.session_state[key] = value
    page.run()
    assert not page.exception
    return page


def uploaded(*files, **state):
    page = opened(**state)
    page.file_uploader(key="dataset-files").set_value([(*file, "text/plain") for file in files])
    page.run()
    assert not page.exception
    return page


@pytest.fixture
def files(tmp_path):
    write_folder(seed_world(), tmp_path / "world")
    with (tmp_path / "world" / "pairs.tsv").open("a") as file:
        file.write(f"{HOSTILE}\tlnc-0\t1\n")
    return [(p.name, p.read_bytes()) for p in sorted((tmp_path / "world").iterdir())]


def test_without_data_sets_it_says_so():
    assert "There is no data set here yet" in said(opened())


def test_the_list_says_counts_types_source_and_terms():
    saved.save(seed_world(), "mine")
    page = opened()
    table = next(d.value for d in page.dataframe if "listed" in d.value).set_index("name")
    row = table.loc["mine"]
    assert (row["listed"], row["queries"], row["partners"]) == (80, 12, 40)
    assert (row["types"], row["source"], row["terms"]) == ("80 miRNA-lncRNA", "generated", "none")
    assert "nothing was repaired, merged or dropped" in said(page)


def test_uploaded_files_are_checked_first_and_then_added(files):
    page = uploaded(*files)
    assert "80 listed pairs** (80 miRNA-lncRNA) of 12 queries and 40 partners" in said(page)
    assert f"1 pair dropped: no sequence for {HOSTILE}" in said(page)
    assert not any(HOSTILE in box.value for box in page.markdown)
    assert saved.names() == []
    page = page.button(key=ADD).click().run()
    assert not page.exception
    assert "Added data set pairs with 80 listed pairs." in said(page)
    assert "These files are a data set now." in said(page)
    info = saved.info("pairs")
    assert info.source == "uploaded: lncrna.fa, mirna.fa, pairs.tsv"
    assert set(info.files) == {"pairs.tsv", "mirna.fa", "lncrna.fa"}
    assert saved.load("pairs").table.digest() == seed_world().table.digest()


def test_a_data_set_added_beside_another_is_the_one_shown(files):
    saved.save(seed_world(seed=1), "other")
    page = uploaded(*files)
    page = page.button(key=ADD).click().run()
    assert not page.exception
    assert page.selectbox(key="dataset").value == "pairs"
    assert "1 pair dropped" in said(page)


def test_a_published_form_is_read_as_it_is(data):
    raw = data / "raw"
    names = ("gcncrf_positive_pairs.csv", "gcncrf_lncrna.xls", "gcncrf_mirna.xls")
    page = uploaded(*((name, (raw / name).read_bytes()) for name in names))
    assert "15,264 listed pairs" in said(page)
    assert "cite lncRNASNP2 and GCNCRF" in said(page)


def test_a_form_that_is_chosen_says_its_source_and_terms_and_is_held_to(files):
    page = uploaded(*files, **{"dataset-form": "encori"})
    assert "ENCORI" in said(page)
    assert "is not of the form 'encori'" in said(page)


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ([("note.txt", b"hello")], "is not a data set of a known form"),
        ([("pairs.tsv", b"a\tb\nx\ty\n")], "no FASTA file"),
        ([("pairs.tsv", b"a\tb\n"), ("pairs.tsv", b"a\tb\n")], "Two files are called pairs.tsv"),
        ([("t.csv.gz", gzip.compress(b"a,b\n" * 99, mtime=0)[:-9])], "not a data set of a known"),
    ],
)
def test_what_cannot_be_read_says_why_and_adds_nothing(sent, message):
    page = uploaded(*sent)
    assert message in said(page)
    assert saved.names() == []


def test_a_name_that_is_taken_is_refused(files):
    saved.save(seed_world(), "mine")
    page = uploaded(*files)
    next(box for box in page.text_input if box.label == "Name").set_value("mine")
    assert "There is a data set 'mine'" in said(page.button(key=ADD).click().run())


def test_removal_is_asked_about_first_and_says_what_goes():
    saved.save(seed_world(), "mine")
    page = opened()
    page.button(key="remove-dataset-mine").click().run()
    assert "mine** goes from this machine" in said(page)
    assert "Models trained on it stay" in said(page)
    assert saved.names() == ["mine"]


def test_a_damaged_one_is_named_and_can_be_removed(own_home):
    saved.save(seed_world(), "mine")
    (own_home / "datasets" / "mine" / "dataset.json").write_text("{")
    page = opened()
    assert "Data set 'mine' is damaged" in said(page)
    assert page.button(key="remove-dataset-mine")
