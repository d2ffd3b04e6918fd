import csv
import shutil
from pathlib import Path

import pytest

from mirinter_core.home import ASSETS
from tests.browser.conftest import choose, overhang_on_telephone, serving
from tests.measured import WORLD, lay_out

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect

DRAWN = ".js-plotly-plot .modebar"


@pytest.fixture(scope="module")
def served(tmp_path_factory, browser):
    """The app with reports of a small world and a model of the user's: address and home."""
    home = tmp_path_factory.mktemp("served") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MIRINTER_HOME", str(home))
        lay_out()
        shutil.copytree(ASSETS / "models" / "evidence", home / "models" / "mine")
    with serving(home) as address:
        yield address, home


def saved(page, name):
    with page.expect_download() as found:
        page.get_by_role("button", name=name, exact=True).click()
    return Path(found.value.path()).read_bytes()


def test_a_plot_is_saved_in_every_form_without_any_other_program(opened):
    page = opened(f"benchmarks?data={WORLD}")
    expect(page.get_by_text("Would it find partners of my new microRNA?")).to_be_visible()
    page.wait_for_selector(DRAWN, state="attached")
    assert saved(page, "PNG of: AUPRC")[:8] == b"\x89PNG\r\n\x1a\n"
    assert b"<svg" in saved(page, "SVG of: AUPRC")[:200]
    html = saved(page, "HTML")
    assert b"Plotly.newPlot" in html
    rows = list(csv.reader(saved(page, "Numbers (TSV)").decode().splitlines(), delimiter="\t"))
    assert rows[0][:2] == ["series", "AUPRC"]
    assert any("degree" in row[0] for row in rows)


def test_choices_stand_in_the_address_and_a_new_tab_finds_them(opened):
    page = opened(f"benchmarks?data={WORLD}")
    choose(page, "Question, the hardest first", "pair: Does it fill gaps")
    expect(page.get_by_text("Does it fill gaps in a known table?").last).to_be_visible()
    page.wait_for_url("**protocol=pair**")
    page.get_by_role("tab", name="Is it luck?").click()
    page.wait_for_url("**view=Is+it+luck**")
    again = opened(page.url.split("/", 3)[3])
    expect(again.get_by_text("Paired t-tests over the folds;")).to_be_visible()
    expect(again.get_by_text("Hidden from the model: single pairs")).to_be_visible()


def test_a_finished_evaluation_is_opened_from_runs_with_its_report_shown(opened):
    page = opened("runs")
    page.get_by_role("link", name="Open").first.click()
    expect(page.get_by_text("Shown is what run")).to_be_visible()
    page.wait_for_url(f"**data={WORLD}**")
    expect(page.get_by_text("family-transcript (rule)").first).to_be_visible()


def test_the_threshold_moves_what_it_is_worth(opened):
    page = opened(f"benchmarks?data={WORLD}&view=Scores+and+threshold")
    page.wait_for_selector(DRAWN, state="attached")
    slider = page.get_by_role("slider")
    slider.focus()
    slider.press("Home")
    expect(page.get_by_test_id("stMetricValue").nth(4)).to_have_text("100.0 %")


def test_a_model_is_used_on_screen_and_removed_after_a_question(opened, served):
    page = opened("models?model=mine")
    page.get_by_role("link", name="Use on Screen").click()
    expect(page.get_by_role("combobox", name="Model")).to_have_value("mine")
    page.get_by_role("link", name="Models", exact=True).click()
    choose(page, "Look into", "mine")
    page.get_by_role("button", name="Remove", exact=True).click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("Model mine is removed.")).to_be_visible()
    assert not (served[1] / "models" / "mine").exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        "benchmarks?view=Bars",
        "benchmarks?view=Curves",
        "benchmarks?view=Pair+types",
        "benchmarks?view=As+published",
        "models",
    ],
)
def test_on_a_telephone_nothing_is_wider_than_the_screen(opened, path, scheme):
    page = opened(path, color_scheme=scheme)
    assert overhang_on_telephone(page) <= 0


def test_a_plot_is_told_to_those_who_do_not_see_it(opened):
    page = opened(f"benchmarks?data={WORLD}")
    page.wait_for_selector(DRAWN, state="attached")
    told = page.get_by_test_id("stPlotlyChart").evaluate("e => e.outerHTML")
    assert "whole seed families held out" in told
