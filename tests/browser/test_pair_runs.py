import json
import re
import zipfile
from pathlib import Path
from threading import Thread

import pandas as pd
import pytest

from mirinter_core.runs import jobs
from mirinter_core.runs.execute import execute
from mirinter_core.runs.run import create
from tests.browser.conftest import PATIENCE, serving
from tests.finished import MARKUP, screened, world

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect

ROOT = Path(__file__).parents[2]
LITTLE_JOBS = str(ROOT / "tests" / "runs" / "little_jobs")
WIDTHS = pytest.mark.parametrize("width", [1280, 390])


@pytest.fixture(scope="module")
def served(tmp_path_factory, browser):
    """The app on a home of its own with one finished screen: its address, home and the run."""
    home = tmp_path_factory.mktemp("served") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MIRINTER_HOME", str(home))
        run = screened(world().left[0], title=MARKUP)
    with serving(home) as address:
        yield address, home, run


@pytest.fixture
def tab(browser):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(PATIENCE)
    yield page
    page.close()


@pytest.fixture
def there(served, monkeypatch):
    """This process works in the server's home."""
    monkeypatch.setenv("MIRINTER_HOME", str(served[1]))


def _loaded(tab, address, width=1280):
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto(address)
    tab.get_by_role("heading", level=1).wait_for()
    tab.get_by_test_id("stStatusWidget").wait_for(state="detached")


def _fits(tab):
    main = "document.querySelector('[data-testid=stMain]')"
    return tab.evaluate(f"{main}.scrollWidth <= {main}.clientWidth + 1")


def _best(run):
    return pd.read_parquet(run.path("hits.parquet")).iloc[0]


@WIDTHS
def test_a_pair_is_drawn_and_taken_along_with_the_screens_score(served, tab, width):
    address, _, run = served
    row = _best(run)
    _loaded(tab, f"{address}/pair?run={run.id}&id={row['id1']}", width)
    expect(tab.get_by_text("stands at rank 1 of 42 partners")).to_be_visible()
    expect(tab.get_by_role("img", name="kcal/mol")).to_be_visible()
    assert _fits(tab)
    with tab.expect_download() as told:
        tab.get_by_role("button", name="Everything, JSON").click()
    found = json.loads(Path(told.value.path()).read_text())
    assert found["score"] == pytest.approx(row["score"], abs=1e-5)
    tab.get_by_role("button", name="Rank 2").click()
    expect(tab.get_by_text("stands at rank 2 of 42 partners")).to_be_visible()
    assert "id=" in tab.url


def test_letters_typed_into_the_boxes_are_explained(served, tab):
    _loaded(tab, f"{served[0]}/pair")
    tab.get_by_label("Query (miRNA)").fill("tagcttatcagactgatgttga")
    tab.get_by_label("Partner (any ncRNA)").fill(">mine\n" + "GGAUAAGCUAGG" * 5)
    tab.get_by_role("button", name="Explain this pair").click()
    expect(tab.get_by_text("mine scores")).to_be_visible()
    expect(
        tab.get_by_text("22 T written").or_(tab.get_by_text("T written as U")).first
    ).to_be_visible()


@WIDTHS
def test_titles_are_text_and_the_bundle_is_whole(served, tab, width):
    address, _, run = served
    _loaded(tab, f"{address}/runs?show={run.id}", width)
    expect(tab.get_by_text(MARKUP, exact=True).first).to_be_visible()
    assert tab.locator("b", has_text="x").count() == 0
    assert _fits(tab)
    with tab.expect_download() as told:
        tab.get_by_role("button", name="Download bundle").click()
    names = zipfile.ZipFile(told.value.path()).namelist()
    assert any(name.endswith("results/hits.parquet") for name in names)


def test_a_run_under_way_is_watched_and_cancelled_in_two_tabs(
    served, tab, browser, there, monkeypatch
):
    monkeypatch.setattr(jobs, "__path__", [*jobs.__path__, LITTLE_JOBS])
    run = create("count", {"steps": 4, "hold_at": 2}, title="counting")
    work = Thread(target=execute, args=(run,), kwargs={"waits": False})
    work.start()
    try:
        _loaded(tab, f"{served[0]}/runs")
        expect(tab.get_by_text("holding at 2")).to_be_visible()
        other = browser.new_page()
        _loaded(other, f"{served[0]}/runs?show={run.id}")
        expect(other.get_by_text("holding at 2")).to_be_visible()
        tab.get_by_role("button", name="Cancel", exact=True).click()
        expect(tab.get_by_text("holding at 2")).to_have_count(0)
        expect(other.get_by_text("What was done so far is kept")).to_be_visible()
        assert run.state.state == "cancelled"
        other.close()
    finally:
        (run.folder / "go").touch()
        work.join(10)


def test_a_run_is_deleted_after_a_second_click(served, tab, there):
    run = create("screen", {"catalog": "c", "model": "m"}, title="to be gone")
    (run.folder / "state.json").write_text('{"format_version": 1, "state": "cancelled"}')
    _loaded(tab, f"{served[0]}/runs?show={run.id}")
    tab.get_by_role("button", name=re.compile("Delete")).first.click()
    tab.get_by_role("button", name="Delete everything of this run").click()
    expect(tab.get_by_text("and all that was in it are deleted")).to_be_visible()
    assert not run.folder.exists()


def test_the_page_of_a_finished_run_asks_the_server_for_nothing_more(served, tab):
    told = []
    tab.on("websocket", lambda socket: socket.on("framereceived", lambda _: told.append(1)))
    _loaded(tab, f"{served[0]}/?run={served[2].id}")
    tab.get_by_text("Rows 1 to 42 of 42 shown").first.wait_for()
    for _ in range(10):  # a page that polls each second is never quiet for so long
        told.clear()
        tab.wait_for_timeout(4000)
        if not told:
            return
    pytest.fail("It still asks.")
