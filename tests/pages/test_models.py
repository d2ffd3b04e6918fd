from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mirinter_core import home
from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.web import measurements
from tests.finished import world
from tests.measured import WORLD, beside_model, summary
from tests.page_words import said

APP = Path(__file__).parents[2] / "app.py"


@pytest.fixture(autouse=True)
def fresh():
    """No page remembers what lay in the folders of another test."""
    measurements.forget()


@pytest.fixture
def mine(own_home):
    """A model of the user's, as the default one, with a report."""
    world()
    (own_home / "models" / "evidence").rename(own_home / "models" / "mine")
    beside_model(summary(), model="mine")
    return own_home / "models" / "mine"


def at_top():
    """The listed share of the first 20, as the report says."""
    return summary()["mean"]["per_query_precision_at_20"]


def opened(model=None, tab="Card"):
    page = AppTest.from_file(APP, default_timeout=60)
    page.switch_page("pages/models.py")
    page.session_state["of"] = tab
    if model:
        page.session_state["model"] = model
    page.run()
    assert not page.exception
    return page


def test_the_shipped_model_is_shown_with_its_card_and_cannot_be_removed():
    page = opened()
    assert page.subheader[0].value == "evidence"
    assert "What it is for" in said(page)
    assert "comes with mirinter" in said(page)
    assert any("(21 tables)" in e.label for e in page.expander)  # looked up, not read first
    assert not [b for b in page.button if b.label == "Remove"]


def test_every_model_is_listed_with_what_it_is_worth_and_the_damaged_with_what_is_wrong(mine):
    (home.home() / "models" / "broken").mkdir()
    table = opened().dataframe[0].value.set_index("name")
    assert list(table.index) == ["evidence", "broken", "mine"]
    assert table.loc["broken", "state"] == "damaged"
    assert f"lncRNA {20 * at_top():.1f} (" in table.loc["mine", "listed"]
    page = opened("broken")
    assert "cannot be read" in page.error[0].value
    assert page.button(key="unmodel-broken")


def test_figures_stand_beside_rules_and_chance(mine):
    table = opened("mine", "Figures").table[-1].value
    held = PROTOCOLS["denovo-family"].held
    assert table.index[0] == (f"{WORLD} (lncRNA)", f"{held} (denovo-family)")
    row = table.iloc[0]
    assert row["Listed in the first 20"] == f"{20 * at_top():.1f}"
    assert row["by the best rule"].endswith(")")
    assert float(row["by chance"])


def test_files_are_told_with_checksum_and_provenance(mine):
    page = opened("mine", "Files")
    size = (mine / "weights.safetensors").stat().st_size
    assert f"{size:,} bytes" in said(page)
    assert "SHA-256 of the weights" in said(page)
    assert '"network": "two_tower"' in page.code[0].value
    assert page.json


def test_weights_that_changed_are_noticed(mine):
    opened("mine")
    (mine / "weights.safetensors").write_bytes(b"x")
    assert "(SHA-256 differs)" in said(opened("mine"))


def test_a_card_of_the_user_s_is_formatted_and_loads_nothing(mine):
    text = "# Mine\n## Data\n![](http://127.0.0.1:9/x.png) <b>b</b> [a](http://127.0.0.1:9)\n"
    (mine / "README.md").write_text(text)
    card = next(m.value for m in opened("mine").markdown if "Data" in m.value)
    assert card.startswith("#### Data")
    assert "# Mine" not in card
    assert "](" not in card
    assert "://" not in card
    assert "<b" not in card


def test_a_model_is_not_removed_before_a_question_is_answered(mine):
    page = opened("mine")
    page.button(key="unmodel-mine").click().run()
    assert page.button(key="really-unmodel-mine")
    assert "cannot be undone" in said(page)
    assert mine.is_dir()


def test_a_model_without_a_card_says_so(mine):
    (mine / "README.md").unlink()
    assert "has no card" in said(opened("mine"))
