import gzip
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mirinter_core import home
from mirinter_core.datasets import catalog
from mirinter_core.datasets.catalog import from_molecules, save
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.runs.execute import execute
from mirinter_core.runs.run import all_runs, create
from tests.page_words import said

PAGE = Path(__file__).parents[2] / "pages" / "catalogues.py"
MOLECULES = [
    Molecule("hsa-let-7a-5p", "UGAGGUAGUAGGUUGUAUAGUU", "miRNA", "let-7a-5p"),
    Molecule("<script>alert(1)</script>", "ACGU" * 30, "lncRNA", "**X**"),
]


def opened(tab="Look into one", **state):
    page = AppTest.from_file(PAGE, default_timeout=30)
    page.session_state["way"] = tab
    for key, value in state.items():
        page.session_state[key] = value
    return page.run()


def uploaded(name, content, tab="Add a file"):
    page = opened(tab)
    page.file_uploader[0].upload(name, content)
    page.run()
    assert not page.exception
    return page


def added(page):
    return page.button(key="FormSubmitter:new-catalogue-Add catalogue").click().run()


@pytest.fixture
def mine():
    save(from_molecules("mine", MOLECULES, title="<b>Mine</b>", species="Homo sapiens"))


def test_the_list_says_what_each_catalogue_is_and_whose(mine):
    table = opened().dataframe[0].value.set_index("name")
    assert table.loc["builtin", "origin"] == "built in"
    assert table.loc["mine", "origin"] == "yours"
    assert table.loc["mine", "types"] == "1 miRNA, 1 lncRNA"
    assert table.loc["mine", "vectors"] == "kmer 0 of 2"


def test_a_look_inside_pages_through_the_molecules_and_searches_them():
    page = opened(catalogue="builtin")
    assert "1 to 50 of 786 molecules" in said(page)
    page.text_input(key="search-builtin").set_value("let-7a").run()
    assert set(page.dataframe[1].value["name"]) >= {"let-7a-5p", "let-7a-3p"}
    page.text_input(key="search-builtin").set_value("no such thing").run()
    assert "Nothing is found" in said(page)


def test_what_a_user_wrote_is_never_markup(mine):
    page = opened(catalogue="mine")
    assert "<b>Mine</b>" not in page.subheader[0].value
    assert "\\<b\\>Mine" in page.subheader[0].value
    assert not page.exception


def test_a_file_becomes_a_catalogue_of_the_name_that_is_suggested():
    text = b">a type=x\nTGAGGTAGTAGGTTGTATAGTT\n>b\nacguacguac\n>c\nMKVLEEQQQ\n"
    page = uploaded("My RNAs.fa", text)
    assert "2 sequences" in said(page)
    assert "1 record cannot be used" in said(page)
    assert page.dataframe[1].value["record"].tolist() == ["c"]
    assert page.text_input(key="new-species").set_value("human")
    page = added(page)
    made = catalog.load("My-RNAs")
    assert [m.letters for m in made.molecules] == ["UGAGGUAGUAGGUUGUAUAGUU", "ACGUACGUAC"]
    assert (made.info.refused, made.info.species, made.info.source) == (
        1,
        "Homo sapiens",
        "My RNAs.fa",
    )
    assert len(made.info.sha256) == 64
    assert "Added My-RNAs with 2 molecules. Records refused: 1." in said(page)
    assert "This file is a catalogue now" in said(page)


def test_the_type_that_is_chosen_is_that_of_records_whose_header_tells_none():
    page = uploaded("x.fa", b">a\nACGUACGUAC\n")
    page.selectbox(key="new-type").set_value("lncRNA").run()
    added(page)
    assert catalog.info("x").types == {"lncRNA": 1}


BAD = [
    ("packed.fa.gz", gzip.compress(b">a\nACGU\n", mtime=0)[:-6], "damaged gzip file"),
    ("data.fa", np.random.default_rng(0).bytes(5000), "is not text"),
    ("book.fa", b"PK\x03\x04rest", "a zip archive or an Excel workbook"),
    ("empty.fa", b"", "There is no sequence"),
    ("header.fa", b">only a header\n", "'only'"),
    ("protein.fa", b">p53\nMEEPQSDPSVEPPLSQETFSDLWKLL\n", "protein"),
    ("reads.fa", b"@r1\nACGT\n+\nIIII\n", "FASTQ"),
    ("same.fa", b">a\nACGUACGU\n>a\nACGUACGA\n", "this id has come before with other letters"),
]


@pytest.mark.parametrize(("name", "content", "message"), BAD, ids=[bad[0] for bad in BAD])
def test_what_cannot_be_read_says_why_and_adds_nothing(name, content, message):
    assert message in said(uploaded(name, content))
    assert catalog.names() == ["builtin"]


HOSTILE = "<script>alert(1)</script>"


@pytest.mark.parametrize("id_", [HOSTILE, "../../etc", "'\"`$(a)", "=1+1"])
def test_any_id_is_kept_as_it_is(id_):
    page = uploaded("ids.fa", f">{id_} d\nACGUACGU\n>{id_}\nAC!\n".encode())
    assert not page.exception
    assert HOSTILE not in page.warning[0].value
    added(page)
    assert catalog.load("ids").molecules[0].id == id_


def test_an_id_of_ten_thousand_letters_is_refused_with_its_place():
    page = uploaded("ids.fa", f">{'x' * 10_000} d\nACGUACGU\n>b\nACGU\n".encode())
    assert "1 record cannot be used" in said(page)
    assert "1 sequence" in said(page)


def test_ten_thousand_records_are_all_there_and_those_refused_are_counted():
    text = "".join(f">r{i}\n{'AC?' if i % 10 == 0 else 'ACGUACGU'}\n" for i in range(10_000))
    page = uploaded("many.fa", text.encode())
    assert "9,000 sequences" in said(page)
    assert "1,000 records cannot be used" in said(page)
    assert "200 of 1,000 shown" in said(page)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("builtin", "comes with mirinter; take another name"),
        ("mine", "There is a catalogue 'mine'"),
        ("../mine", "cannot be a name"),
        ("", "cannot be a name"),
    ],
)
def test_a_name_that_cannot_be_is_refused_and_nothing_is_lost(mine, name, message):
    page = uploaded("new.fa", b">a\nACGUACGU\n")
    box = next(box for box in page.text_input if box.label == "Name")
    box.set_value(name)
    page = added(page)
    assert message in said(page)
    assert "1 sequence" in said(page)
    assert catalog.names() == ["builtin", "mine"]


def test_a_disk_that_refuses_says_what_to_do(own_home):
    page = uploaded("new.fa", b">a\nACGUACGU\n")
    own_home.mkdir(exist_ok=True)
    (own_home / "catalogs").write_text("a file where the folder should be")
    page = added(page)
    assert "Could not write" in said(page)
    assert "Choose a folder that can be written" in said(page)


def test_an_unknown_species_is_asked_about():
    page = uploaded("new.fa", b">a\nACGUACGU\n")
    page.text_input(key="new-species").set_value("humann")
    assert "Did you mean 'human'" in said(added(page))


def test_stored_vectors_are_counted(mine):
    execute(create("embed_catalog", {"catalog": "mine", "encoder": "kmer"}))
    page = opened(catalogue="mine")
    assert "2 of 2 distinct sequences" in "".join(bar.text for bar in page.get("progress"))
    assert page.dataframe[0].value.set_index("name").loc["mine", "vectors"] == "kmer 2 of 2"


def test_removal_is_asked_about_first_and_says_what_goes(mine):
    execute(create("embed_catalog", {"catalog": "mine", "encoder": "kmer"}))
    page = opened(catalogue="mine")
    page.button(key="remove-mine").click().run()
    assert "**mine** goes from this machine" in said(page)
    assert "Also delete 1 run made with it" in page.checkbox(key="with-runs-mine").label
    assert "mine" in catalog.names()


def test_a_damaged_catalogue_is_named_and_can_be_removed(mine):
    (home.home() / "catalogs" / "mine" / "catalog.json").write_text("{")
    page = opened(catalogue="mine")
    assert "Catalogue 'mine' is damaged" in said(page)
    assert page.button(key="remove-mine")


def test_the_built_in_catalogue_cannot_be_removed():
    assert not [b for b in opened(catalogue="builtin").button if "Remove" in b.label]


def test_making_vectors_without_weights_says_where_to_get_them(mine):
    page = opened(catalogue="mine")
    page.selectbox(key="encoder-mine").set_value("rna_fm")
    page.button(key="FormSubmitter:embed-mine-Make vectors now").click().run()
    assert "Fetch or add them on the Settings page" in said(page)
    assert all_runs() == []


def test_a_public_source_tells_terms_release_and_file_before_anything_is_fetched():
    page = opened("Fetch a public one", source="gencode_lncrna")
    assert "Open, without restrictions" in said(page)
    page.button(key="FormSubmitter:look-up-See what there is").click().run()
    assert "release **49**" in said(page)
    assert "gencode.v49.lncRNA_transcripts.fa.gz" in said(page)
    assert all_runs() == []


def test_without_a_network_the_way_without_one_is_told():
    page = opened("Fetch a public one", source="rnacentral")
    page.button(key="FormSubmitter:look-up-See what there is").click().run()
    assert "Without a network, get the file elsewhere" in said(page)


def test_a_species_that_a_source_does_not_have_is_refused_before_anything_is_fetched():
    page = opened("Fetch a public one", source="gencode_lncrna")
    page.text_input(key="species").set_value("zebrafish")
    page.button(key="FormSubmitter:look-up-See what there is").click().run()
    assert "GENCODE has human and mouse only" in said(page)
