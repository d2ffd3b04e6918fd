import numpy as np
import pytest

from mirinter_core.datasets.catalog import from_molecules, save
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.runs.execute import execute
from mirinter_core.runs.run import create
from tests.browser.conftest import PATIENCE, serving
from tests.worlds import letters

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect

ASKED = {"catalog": "mine", "encoder": "kmer", "pooling": "mean", "method": "pca", "points": 500}


@pytest.fixture(scope="module")
def served(tmp_path_factory, browser):
    """The app on a home of its own with one finished map: its address and the run."""
    home = tmp_path_factory.mktemp("served") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MIRINTER_HOME", str(home))
        rng = np.random.default_rng(0)
        made = [Molecule(f"lnc-{i}", letters(rng, 90), "lncRNA") for i in range(60)]
        save(from_molecules("mine", made))
        run = create("map", ASKED, title="a map")
        assert execute(run, waits=False).error == ""
    with serving(home) as address:
        yield f"{address}/embedding_map?run={run.id}"


@pytest.fixture
def tab(browser):
    page = browser.new_page(viewport={"width": 1280, "height": 1200})
    page.set_default_timeout(PATIENCE)
    yield page
    page.close()


def _loaded(tab, address, width=1280):
    tab.set_viewport_size({"width": width, "height": 1200})
    tab.goto(address)
    tab.locator(".js-plotly-plot .nsewdrag").first.wait_for()
    tab.get_by_test_id("stStatusWidget").wait_for(state="detached")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_map_fits_the_width(served, tab, width):
    _loaded(tab, served, width)
    main = "document.querySelector('[data-testid=stMain]')"
    assert tab.evaluate(f"{main}.scrollWidth <= {main}.clientWidth + 1")


def test_drawing_around_points_lists_them(served, tab):
    _loaded(tab, served)
    plot = tab.locator(".js-plotly-plot .nsewdrag").first
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    left, top = box["x"] + 5, box["y"] + 5
    right, bottom = box["x"] + box["width"] - 5, box["y"] + box["height"] - 5
    tab.mouse.move(left, top)
    tab.mouse.down()
    for x, y in ((right, top), (right, bottom), (left, bottom), (left, top)):
        tab.mouse.move(x, y, steps=6)
    tab.mouse.up()
    expect(tab.get_by_text("60 points: 60 lncRNA")).to_be_visible(timeout=PATIENCE)
    expect(tab.get_by_role("button", name="Chosen points, TSV")).to_be_visible(timeout=PATIENCE)


def test_a_query_is_placed_and_its_neighbours_stand_beside_it(served, tab):
    _loaded(tab, served)
    tab.get_by_role("textbox", name="Sequence").fill("ACGUACGUACGUACGUAACC")
    tab.get_by_role("button", name="Place it").click()
    expect(tab.get_by_text("Placed in")).to_be_visible(timeout=PATIENCE)
    expect(tab.get_by_role("button", name="All neighbours, TSV")).to_be_visible(timeout=PATIENCE)
