import pytest

from tests.browser.conftest import overhang_on_telephone, serving
from tests.worlds import seed_world, write_folder

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect


@pytest.fixture(scope="module")
def served(tmp_path_factory, browser):
    """The app on a home of its own: its address and home."""
    home = tmp_path_factory.mktemp("served") / "home"
    with serving(home) as address:
        yield address, home


def test_uploaded_pairs_become_a_model_that_is_used_on_screen(opened, served, tmp_path):
    write_folder(seed_world(20, 60), tmp_path / "world")
    page = opened("train")
    page.locator("input[type=file]").first.set_input_files(sorted((tmp_path / "world").iterdir()))
    page.get_by_role("button", name="Add these pairs").click()
    expect(page.get_by_text("Green: no copies are left")).to_be_visible(timeout=60_000)
    page.get_by_text("Logistic regression").click()
    name = page.get_by_label("Name of the model")
    expect(name).to_have_value("kmer-logistic-pairs", timeout=60_000)
    expect(page.get_by_text("Training takes")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Start training").click()
    page.wait_for_url("**run=*")
    address = page.url
    expect(page.get_by_text("Model kmer-logistic-pairs is trained")).to_be_visible(timeout=300_000)
    assert overhang_on_telephone(page) <= 0
    again = opened(address.split("/")[-1])
    expect(again.get_by_text("Nobody measured this model")).to_be_visible()
    again.get_by_role("link", name="Use this model on Screen").click()
    expect(again.get_by_text("Model kmer-logistic-pairs is chosen")).to_be_visible()
    expect(again.get_by_text("Not measured").first).to_be_visible()
