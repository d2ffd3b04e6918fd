import re

import pandas as pd
import pytest

from mirinter_core.datasets.catalog import from_molecules, save
from mirinter_core.models import checkpoint
from mirinter_core.molecules import fasta
from mirinter_core.runs.execute import execute
from mirinter_core.runs.run import create
from tests.browser.conftest import overhang_on_telephone, serving
from tests.gates import gate

expect = pytest.importorskip("playwright.sync_api").expect


@pytest.fixture(scope="module")
def served(tmp_path_factory, browser):
    """The app with a finished screen by a model that weighs kinds: its address, and the run."""
    home = tmp_path_factory.mktemp("served") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MIRINTER_HOME", str(home))
        model, _, table = gate()
        save(from_molecules("genes", table.right))
        checkpoint.save(model, "# card")
        asked = {"catalog": "genes", "model": "gate", "device": "cpu", "evidence": 2}
        run = create("screen", asked, inputs={"input.fa": fasta.write(table.left[:1])})
        assert execute(run, waits=False).state == "done"
        found = pd.read_parquet(run.path("hits.parquet"))
    with serving(home) as address:
        yield address, run.id, found[found["seed_class"] != "none"].iloc[0]["id1"]


def test_why_what_if_and_an_order_are_a_click_each_and_fit_a_telephone(served, opened):
    _, run, partner = served
    page = opened(f"pair?run={run}&id={partner}")
    expect(page.get_by_role("heading", name="Why this score")).to_be_visible()
    expect(page.get_by_text(re.compile("speaks? most"))).to_be_visible()
    page.get_by_role("radio", name="What if a letter changes").or_(
        page.get_by_role("button", name="What if a letter changes")
    ).first.click()
    expect(page.get_by_text("A change in the seed moves the score")).to_be_visible()
    assert "further=" in page.url
    page.get_by_role("radio", name="Mutants to order").or_(
        page.get_by_role("button", name="Mutants to order")
    ).first.click()
    expect(page.get_by_text("Mutating the seed of the")).to_be_visible()
    with page.expect_download() as told:
        page.get_by_role("button", name=re.compile("Order, XLSX")).click()
    assert told.value.suggested_filename.endswith(".xlsx")
    assert overhang_on_telephone(page) <= 1
