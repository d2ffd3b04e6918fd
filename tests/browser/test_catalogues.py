from pathlib import Path

import pytest

from mirinter_core.embedding.store import EmbeddingStore
from mirinter_core.molecules.fasta import read_text
from mirinter_core.runs.run import create
from tests.browser.conftest import overhang_on_telephone, serving

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect

MARKUP = "<img src=x onerror=window.hacked=1>"
FASTA = f">a {MARKUP}\nTGAGGTAGTAGGTTGTATAGTTACG\n>{MARKUP}\nACGUACGUAC\n>bad\nACGU!\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory, browser):
    """The app on a home of its own: its address and home."""
    home = tmp_path_factory.mktemp("served") / "home"
    with serving(home) as address:
        yield address, home


def vectors_in(home):
    store = EmbeddingStore(home / "vectors")
    return {digest for kind in store.kinds() for digest in store.digests(kind)}


def test_a_file_becomes_a_catalogue_is_embedded_and_goes_without_a_trace(opened, served):
    home = served[1]
    own = {m.digest for m in read_text(FASTA).molecules}
    page = opened("catalogues?way=Add+a+file")
    upload = {"name": "My RNAs.fa", "mimeType": "text/plain", "buffer": FASTA.encode()}
    page.locator("input[type=file]").set_input_files(upload)
    expect(page.get_by_text("2 sequences")).to_be_visible()
    expect(page.get_by_text("1 record cannot be used.")).to_be_visible()
    with page.expect_download() as refused:
        page.get_by_role("button", name="All 1 as TSV").click()
    assert "'!' at position 5" in Path(refused.value.path()).read_text("utf-8")
    page.get_by_label("Title").fill(MARKUP)
    page.get_by_role("button", name="Add catalogue").click()
    expect(page.get_by_text("Added My-RNAs with 2 molecules. Records refused: 1.")).to_be_visible()
    page.get_by_role("tab", name="Look into one").click()
    expect(page.get_by_role("heading", name=MARKUP)).to_be_visible()
    page.get_by_role("button", name="Make vectors now").click()
    expect(page.get_by_text("2 of 2 distinct sequences")).to_be_visible(timeout=60_000)
    assert own & vectors_in(home)
    page.get_by_role("button", name="Remove", exact=True).click()
    page.get_by_text("Also delete 1 run made with it").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("Removed catalogue My-RNAs, 2 molecules.")).to_be_visible()
    assert not own & vectors_in(home)
    assert not list((home / "runs").iterdir())
    assert not list((home / "catalogs").iterdir())
    assert page.evaluate("window.hacked") is None


def test_a_file_that_is_too_large_is_refused_with_another_way(opened, tmp_path):
    large = tmp_path / "large.fa"
    with large.open("wb") as file:
        file.truncate(60_000_000)
    page = opened("catalogues?way=Add+a+file")
    page.locator("input[type=file]").set_input_files(large)
    expect(page.get_by_text("large.fa")).to_be_visible()
    expect(page.get_by_text("python -m mirinter_core catalog add NAME FILE")).to_be_visible()
    expect(page.get_by_role("button", name="Add catalogue")).to_have_count(0)


def test_runs_are_deleted_after_a_question(opened, served, monkeypatch):
    monkeypatch.setenv("MIRINTER_HOME", str(served[1]))
    page = opened("settings")  # the first page of a server begins what is queued
    create("screen", {"catalog": "builtin", "model": "evidence"})
    page.get_by_role("button", name="Delete all runs").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete all runs").click()
    expect(
        page.get_by_text("Runs deleted, with their inputs, results and logs: 1.")
    ).to_be_visible()
    assert not list((served[1] / "runs").iterdir())


@pytest.mark.parametrize("path", ["catalogues", "settings", "settings?about=Encoders", "help"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_telephone_nothing_is_wider_than_the_screen(opened, path, scheme):
    page = opened(path, color_scheme=scheme)
    assert overhang_on_telephone(page) <= 0


def test_help_leads_to_its_sections(opened):
    page = opened("help")
    page.get_by_role("link", name="Every column").click()
    expect(page.get_by_role("heading", name="Every column")).to_be_in_viewport()
