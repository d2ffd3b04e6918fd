import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE, choose, select_first_row, serving

LET7 = "TGAGGTAGTAGGTTGTATAGTT"
MARKUP = "<img/src=x/onerror=document.title='owned'>"


def box(page):
    return page.get_by_role("textbox", name="Your microRNA")


def paste(page, text):
    """Paste as a person does: nothing else is clicked, nothing is left."""
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    box(page).click()
    page.keyboard.press("Control+V")


def run(page):
    page.get_by_test_id("stStatusWidget").wait_for(state="detached")
    page.get_by_role("button", name="Run", exact=True).click()
    page.wait_for_selector("[data-testid=stMetric]")
    page.wait_for_selector("[data-testid=stPlotlyChart] svg")


def downloaded(page, label) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=label, exact=True).click()
    return Path(download.value.path()).read_bytes()


def screened(page):
    """Paste let-7a and screen it."""
    paste(page, f">mine{MARKUP}\n{LET7}")
    page.get_by_text("seed GAGGUAG").wait_for()
    run(page)


@pytest.fixture(scope="module")
def address(server, browser):
    """The address of a screen of let-7a, the same for all who only look at it."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(server)
    screened(page)
    found = page.url.partition("/?")[2]
    context.close()
    return found


@pytest.fixture
def done(tab, address):
    """A tab of its own with that screen."""
    page = tab(f"?{address}")
    page.wait_for_selector("[data-testid=stPlotlyChart] svg")
    return page


def test_paste_run_read_and_take_along(tab):
    done = tab()
    screened(done)
    assert "?run=" in done.url
    assert done.get_by_text("Rows 1 to 100 of 626 shown.").is_visible()
    table = pd.read_csv(io.BytesIO(downloaded(done, "TSV")), sep="\t")
    assert len(table) == 626
    assert table["rank"].tolist() == list(range(1, 627))
    with zipfile.ZipFile(io.BytesIO(downloaded(done, "Bundle"))) as bundle:
        assert {name.rpartition("/")[2] for name in bundle.namelist()} >= {
            *("input.fa", "as-given.txt", "hits.parquet", "hits.tsv", "command.txt", "methods.txt"),
        }
    assert done.title() != "owned"
    assert done.strangers == []


def test_the_address_opens_the_same_in_another_browser(done, tab, address):
    headline = done.locator("h1").inner_text()
    other = tab(f"?{address}", dark=True)
    other.wait_for_selector("[data-testid=stMetric]")
    assert other.locator("h1").inner_text() == headline
    other.get_by_text("Query and settings").click()
    other.wait_for_function(
        "letters => document.querySelector('textarea')?.value.includes(letters)", arg=LET7
    )


def test_of_several_queries_the_one_shown_leads_to_its_pair(tab):
    page = tab()
    paste(page, f">first\n{LET7}\n>second\nUAGCUUAUCAGACUGAUGUUGA")
    page.get_by_text("seed AGCUUAU").wait_for()
    run(page)
    choose(page, "Query (2 in all)", "second")
    page.wait_for_url("**of=second**")
    select_first_row(page, table=1)
    page.get_by_role("button", name="Open pair").click()
    page.wait_for_url("**/pair?*")
    assert "query=second" in page.url
    page.get_by_role("heading", name="second").first.wait_for()


def test_a_row_of_the_verdicts_on_several_queries_opens_its_query(tab):
    page = tab()
    paste(page, f">first\n{LET7}\n>second\nUAGCUUAUCAGACUGAUGUUGA")
    page.get_by_text("seed AGCUUAU").wait_for()
    run(page)
    verdicts = page.get_by_test_id("stDataFrame").first
    verdicts.scroll_into_view_if_needed()
    page.wait_for_function("!document.querySelector('[data-stale=true]')")
    place = verdicts.bounding_box()
    page.mouse.click(place["x"] + 15, place["y"] + 90)  # the second row's box
    page.wait_for_url("**of=second**")


def test_a_click_on_a_column_sorts_all_rows_and_a_row_leads_to_its_pair(done):
    grid = done.get_by_test_id("stDataFrame").first
    grid.scroll_into_view_if_needed()
    place = grid.bounding_box()
    done.mouse.click(place["x"] + 130, place["y"] + 15)  # the head of symbol
    done.wait_for_url("**sort=name**")
    select_first_row(done)
    done.get_by_role("button", name="Open pair").click()
    done.wait_for_url("**/pair?*")
    assert "id=" in done.url
    assert "query=mine" in done.url


def test_what_is_filtered_can_be_taken_along_alone(tab, address):
    page = tab(f"?{address}&site=offset-6mer")
    page.get_by_role("radio", name="Rows as filtered").click()
    page.get_by_text("rows of query").wait_for()
    table = pd.read_csv(io.BytesIO(downloaded(page, "TSV")), sep="\t")
    assert 0 < len(table) < 626
    assert set(table["seed_class"]) == {"offset-6mer"}
    assert pd.api.types.is_integer_dtype(table["start1"])


def test_what_one_came_for_is_found_and_kept_in_the_address(done):
    field = done.get_by_role("textbox", name="Where is my favourite?")
    field.fill("miR-21-5p")
    field.press("Enter")
    done.get_by_text("of 626, above").first.wait_for()
    done.wait_for_url("**favourite=miR-21-5p**")
    done.get_by_role("link", name="Help", exact=True).click()
    done.wait_for_url("**/help")
    done.get_by_role("link", name="Screen", exact=True).click()
    done.get_by_text("of 626, above").first.wait_for()


def test_two_users_at_once_do_not_meet(tab):
    first, second = tab(), tab()
    paste(first, LET7)
    paste(second, "CCGCGGAUGUUAUUAUCGACAG")
    for page in (first, second):
        page.get_by_role("button", name="Run", exact=True).click()
    for page in (first, second):
        page.wait_for_selector("[data-testid=stMetric]")
    assert first.url != second.url


@pytest.mark.parametrize("dark", [False, True])
def test_a_telephone_shows_the_page_without_scrolling_sideways(tab, dark):
    page = tab(width=390, dark=dark)
    page.get_by_role("button", name="let-7a, well known").click()
    page.get_by_text("Known as").wait_for()
    run(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    ground = page.evaluate(
        "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
    )
    assert (ground == "rgb(255, 255, 255)") != dark


def test_a_file_too_large_to_screen_is_refused_in_words(tab, tmp_path):
    big = tmp_path / "big.fa"
    big.write_bytes(b">a\n" + b"A" * 60_000_000)
    page = tab()
    page.get_by_text("Or upload a file").click()
    page.locator("input[type=file]").set_input_files(big)
    page.get_by_text("holds more than 50 MB").wait_for()


def test_whoever_opens_the_server_to_others_is_warned_on_every_page(browser, tmp_path):
    with serving(tmp_path / "home", "--server.address=0.0.0.0") as address:
        page = browser.new_page()
        for path in ("", "help"):
            page.goto(f"{address}/{path}")
            page.get_by_text("This page is open to others.").wait_for()
        page.close()


def test_the_first_address_opened_after_a_start_may_be_a_pages(browser, tmp_path):
    with serving(tmp_path / "home") as address:
        page = browser.new_page()
        page.goto(f"{address}/pair")
        page.get_by_role("heading", name="Pair", level=1).wait_for(timeout=60_000)
        assert page.get_by_role("link", name="Catalogues").is_visible()
        assert page.get_by_role("link", name="app", exact=True).count() == 0
        page.close()


def test_decoys_are_run_at_once_and_hubs_can_be_hidden(tab):
    page = tab()
    page.get_by_text("Advanced").click()
    hubs = page.get_by_role("checkbox", name="Count hubs").or_(
        page.get_by_role("switch", name="Count hubs")
    )
    hubs.wait_for(state="attached")
    page.wait_for_timeout(1000)  # a click misses what still moves as the expander opens
    page.get_by_text("Count hubs").click()
    expect(hubs).to_be_checked()
    for kind in ("miRNA 482", "snoRNA 16"):  # a hundred partners are enough, and quick
        page.get_by_text(kind).click()
    paste(page, f">mine\n{LET7}")
    page.get_by_text("seed GAGGUAG").wait_for()
    run(page)
    page.get_by_text("Against decoys:").wait_for()
    page.get_by_role("heading", name="More than chance?").wait_for()
    assert page.get_by_text("The smallest p there can be is").is_visible()
    table = pd.read_csv(io.BytesIO(downloaded(page, "TSV")), sep="\t")
    assert table["p"].between(0, 1).all()
    assert table["hub"].between(0, 1).all()
    page.get_by_text("Hide hubs").click()
    page.wait_for_url("**hide_hubs=true**")
    page.get_by_text("on top for fewer than 10% of known miRNAs").first.wait_for()
