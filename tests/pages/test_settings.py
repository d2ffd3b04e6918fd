from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mirinter_core import home
from mirinter_core.embedding.store import EmbeddingStore, VectorKind
from mirinter_core.runs.run import all_runs, create
from tests.page_words import said

PAGE = Path(__file__).parents[2] / "pages" / "settings.py"


def opened(tab="Your data"):
    page = AppTest.from_file(PAGE, default_timeout=60)
    page.session_state["about"] = tab
    page.run()
    assert not page.exception
    return page


def test_every_folder_is_named_with_its_size(own_home):
    folder = own_home / "runs" / "20260101-000000000-abcdef"
    folder.mkdir(parents=True)
    (folder / "x").write_bytes(b"0" * 3_000_000)
    page = opened()
    table = page.dataframe[0].value.set_index("folder")
    assert set(table.index) >= {"catalogs", "vectors", "runs", "models", "weights"}
    assert table.loc["runs", "entries"] == 1
    assert table.loc["runs", "size"] == pytest.approx(3.0)
    assert str(own_home) in said(page)


@pytest.mark.parametrize("what", ["all vectors", "all runs", "unfinished downloads"])
def test_nothing_is_deleted_before_it_is_confirmed(what):
    create("embed_catalog", {"catalog": "mine"})
    kind = VectorKind("kmer", "1", "forward", "whole", "mean")
    store = EmbeddingStore(home.home() / "vectors")
    store.put(kind, ["a"], [1], [[1.0]])
    page = opened()
    page.button(key=f"delete-{what}").click().run()
    assert page.button(key=f"really-delete-{what}")
    assert len(all_runs()) == 1
    assert store.size(kind) == 1


def test_an_encoder_without_weights_says_so_and_how_to_get_them():
    page = opened("Encoders")
    text = said(page)
    assert "No weights here" in text
    assert "1,194 MB" in text
    assert "5b5d7d87b37c291ef42c140ef9edf7aea29f255fa2a4fd435f776c52e93d5e99" in text
    assert [b.label for b in page.button] == ["Fetch them", "Add this file"]


def test_damaged_weights_are_an_error_and_can_be_replaced(own_home):
    folder = own_home / "weights" / "rna_fm"
    folder.mkdir(parents=True)
    (folder / "weights.safetensors").write_bytes(b"x")
    page = opened("Encoders")
    assert "weights.json" in said(page)


def test_this_machine_is_examined_and_versions_are_told():
    page = opened("This machine")
    assert "ViennaRNA" in said(page)
    versions = page.dataframe[0].value.set_index("what")["version"]
    assert versions["torch"].startswith("2.")
