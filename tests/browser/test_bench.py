"""A finding on its way: recorded on Pair, seen on Screen and in the notebook, in two tabs."""

import pytest

from tests.browser.conftest import PATIENCE, overhang_on_telephone, serving
from tests.finished import screened, world

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect


@pytest.fixture(scope="module")
def served(tmp_path_factory, browser):
    """The app on a home of its own with one finished screen: its address, home, run and pair."""
    home = tmp_path_factory.mktemp("served") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MIRINTER_HOME", str(home))
        table = world()
        run = screened(table.left[0])
    with serving(home) as address:
        yield address, home, run, table.right[2].id


def test_a_finding_is_recorded_in_one_tab_and_taken_back_in_another(served, opened):
    _, _, run, partner = served
    page = opened(f"pair?run={run.id}&id={partner}")
    page.get_by_role("button", name="Record a finding").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Tested, and they do not interact").wait_for()
    dialog.get_by_role("radio").nth(1).check(force=True)
    dialog.get_by_role("textbox", name="Note").fill("<b>weak</b>")
    dialog.get_by_role("button", name="Record", exact=True).click()
    expect(page.get_by_text("The bench found: not bound")).to_be_visible(timeout=PATIENCE)
    assert page.locator("b", has_text="weak").count() == 0
    other = opened("catalogues?way=Bench")
    expect(other.get_by_text("Not bound", exact=True)).to_be_visible(timeout=PATIENCE)
    assert overhang_on_telephone(other) <= 1
    other.set_viewport_size({"width": 1280, "height": 1400})
    rows = other.get_by_test_id("stDataFrame").last
    rows.scroll_into_view_if_needed()
    box = rows.bounding_box()
    other.mouse.click(box["x"] + 16, box["y"] + 53)
    other.get_by_role("button", name="Take back").click()
    expect(other.get_by_text("Nothing stands in it")).to_be_visible(timeout=PATIENCE)
    page.reload()
    page.get_by_role("button", name="Record a finding").wait_for()
    expect(page.get_by_text("The bench found")).to_have_count(0)
