"""A served app and a browser to look at it with."""

import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from mirinter_core.cli.serve import words

ROOT = Path(__file__).parents[2]
SYSTEM = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
PATIENCE = 90_000  # ms; a busy machine is no failure


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@contextmanager
def serving(home: Path, *options: str):
    """Serve the app at a free port of this machine; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = home.parent / f"server-{port}.txt"
    with log.open("wb") as file:
        server = subprocess.Popen(
            [*words("127.0.0.1", port), "--server.headless=true", *options],
            cwd=ROOT,
            env={**os.environ, "MIRINTER_HOME": str(home)},
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health", server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def _wait(address: str, server: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE / 1000
    while server.poll() is None and time.monotonic() < deadline:
        try:
            if urlopen(address, timeout=5).status == 200:
                return
        except (URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    pytest.fail(f"The server did not come up:\n{log.read_text()}")


@pytest.fixture(scope="session")
def home_of_server(tmp_path_factory) -> Path:
    """The MIRINTER_HOME of the served app, shared by the tests of a session."""
    return tmp_path_factory.mktemp("served") / "home"


@pytest.fixture(scope="session")
def server(home_of_server, browser):
    """The address of the app; not served where there is no browser."""
    with serving(home_of_server) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium: the system's, else the test tool's own, else skip."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    found = next((path for name in SYSTEM if (path := shutil.which(name))), None)
    api.expect.set_options(timeout=PATIENCE)
    with api.sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        except api.Error as error:
            pytest.skip(f"there is no Chromium to be had: {str(error).splitlines()[0]}")
        yield chromium
        chromium.close()


@pytest.fixture
def tab(browser, server):
    """Open tabs, each a user of its own: ``tab(path, width=1280, dark=False)``."""
    contexts = []

    def open_tab(path: str = "", *, width: int = 1280, dark: bool = False):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.strangers = []  # requests to any other machine
        page.on("request", lambda request: _note(page, request.url, server))
        page.goto(f"{server}/{path}")
        page.wait_for_selector("h1")
        return page

    yield open_tab
    for context in contexts:
        context.close()


@pytest.fixture
def opened(served, browser):
    """Open pages of what the module's own `served` serves: ``opened(path, **options of a tab)``.

    What a page loads from elsewhere is an error.
    """
    contexts, strangers = [], []

    def open_page(path, **options):
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}, **options))
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda r: strangers.append(r.url) if served[0] not in r.url else None)
        page.goto(f"{served[0]}/{path}")
        page.get_by_role("heading", level=1).wait_for()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [url for url in strangers if url.startswith("http")] == []


def choose(page, label: str, option: str) -> None:
    """Choose from a select box; its list is opened anew where a rerun of the page closed it."""
    api = pytest.importorskip("playwright.sync_api")
    tries = 30
    for _ in range(tries):
        page.get_by_role("combobox", name=label).click()
        try:
            page.get_by_role("option", name=option).click(timeout=PATIENCE / tries)
        except api.TimeoutError:
            page.keyboard.press("Escape")
        else:
            return
    pytest.fail(f"{label} never showed the option {option}.")


def select_first_row(page, *, table: int = 0) -> None:
    """Select the first row of a ranking, so that its pair can be opened; again if it is redrawn.

    Parameters
    ----------
    table : int
        Which of the page's tables it is: of several queries the first tells their verdicts.
    """
    api = pytest.importorskip("playwright.sync_api")
    opens = page.get_by_role("button", name="Open pair")
    tries = 10
    for _ in range(tries):
        grid = page.get_by_test_id("stDataFrame").nth(table)
        try:
            page.wait_for_function("!document.querySelector('[data-stale=true]')")
            grid.scroll_into_view_if_needed()
            place = grid.bounding_box()
            page.mouse.click(place["x"] + 15, place["y"] + 55)
            opens.wait_for(timeout=PATIENCE / tries)
        except (api.Error, TypeError):  # taken away meanwhile
            continue
        return
    pytest.fail("No row could be selected.")


def overhang_on_telephone(page) -> int:
    """By how many pixels the page's content is wider than a telephone's screen."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(800)  # figures are drawn anew
    return page.get_by_test_id("stMain").evaluate("e => e.scrollWidth - e.clientWidth")


def _note(page, url: str, server: str) -> None:
    if not url.startswith((server, server.replace("http", "ws"), "data:", "blob:")):
        page.strangers.append(url)
