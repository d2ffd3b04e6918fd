from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
PAGES = sorted(p.name for p in (ROOT / "pages").glob("[!_]*.py"))


def opened(page=None):
    app = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    if page:
        app.switch_page(f"pages/{page}")
    return app.run()


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_on_an_empty_home(page):
    app = opened(page)
    assert not app.exception
    assert not app.error
    assert app.title


def test_screen_is_the_page_one_lands_on():
    assert opened().title[0].value == "Screen"


@pytest.mark.parametrize(
    ("address", "warns"), [("127.0.0.1", False), ("localhost", False), ("0.0.0.0", True)]
)
def test_others_at_the_address_are_warned_of(address, warns):
    before = st.get_option("server.address")
    st.config.set_option("server.address", address)
    try:
        found = [w.value for w in opened().warning if "open to others" in w.value]
    finally:
        st.config.set_option("server.address", before)
    assert bool(found) == warns


def test_the_file_of_a_page_begins_with_what_it_is_for():
    for name in PAGES:
        first = (ROOT / "pages" / name).read_text("utf-8").splitlines()[0]
        assert first.startswith('"""')
        assert first.endswith('"""')
