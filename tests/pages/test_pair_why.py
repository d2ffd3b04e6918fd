"""The Pair page with a model that weighs kinds of evidence, and the short list on Screen."""

import re
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from mirinter_core.datasets.catalog import from_molecules, save
from mirinter_core.models import checkpoint
from mirinter_core.molecules import fasta
from mirinter_core.runs.execute import execute
from mirinter_core.runs.run import create
from mirinter_core.tasks.explain import explain
from mirinter_core.tasks.short_list import load
from tests.page_words import said

APP = Path(__file__).parents[2] / "app.py"


@pytest.fixture
def run(gate_model):
    model, _, table = gate_model
    save(from_molecules("genes", table.right))
    checkpoint.save(model, "# card")
    arguments = {"catalog": "genes", "model": "gate", "device": "cpu", "evidence": 2}
    made = create("screen", arguments, inputs={"input.fa": fasta.write(table.left[:1])})
    assert execute(made, waits=False).state == "done"
    return made


def best(run):
    found = pd.read_parquet(run.path("hits.parquet"))
    return found[found["seed_class"].isin(["8mer", "7mer-m8"])].iloc[0]["id1"]


def opened(page="pages/pair.py", **address):
    test = AppTest.from_file(APP, default_timeout=60)
    test.switch_page(page)
    for key, value in address.items():
        test.query_params[key] = value
    return test.run()


def test_the_contributions_stand_on_the_page_as_python_gives_them(run, gate_model):
    model, embedding, table = gate_model
    partner = next(m for m in table.right if m.id == best(run))
    found = explain(table.left[0], partner, model, embedding)
    page = opened(run=run.id, id=partner.id)
    assert not page.exception
    shown = page.table[0].value
    assert list(shown["Evidence"]) == [
        *("Nothing known", "Sites", "Footprint", "Partner", "Family", "Pattern", "Score")
    ]
    told = [float(text) for text in shown["Gives"]]
    expected = [p.value for p in found.contributions.parts]
    assert told[1:-1] == pytest.approx(expected, abs=0.011)
    assert sum(told[:-1]) == pytest.approx(told[-1], abs=1e-9)
    assert shown["Gives"].iloc[-1] == f"{found.score:.2f}"
    sites = page.dataframe[0].value
    assert sites["adds"][0] == found.evidence[0].worth.adds
    assert sites["local_AU"][0] == found.evidence[0].local_au


def test_a_letter_changed_is_shown_again_when_the_page_is_opened_again(run):
    address = {"run": run.id, "id": best(run), "further": "What if a letter changes"}
    for _ in range(2):  # computed, then recalled
        page = opened(**address)
        assert not page.exception
        assert "A change in the seed moves the score" in said(page)
    page.get("button_group")  # as scored, families hidden
    assert list(page.dataframe[1].value["begins"]) == ["5' +1", "5' +2"]


def test_mutants_of_the_site_in_the_address_are_designed(run):
    partner = best(run)
    page = opened(run=run.id, id=partner, further="Mutants to order")
    assert not page.exception
    assert re.search(r"Mutating the seed of the \w+", said(page).replace("\\", ""))
    order = page.dataframe[1].value
    assert order["sites_left"][0] >= 1
    assert order["name"][1].endswith("seed mutant")
    labels = [button.label for button in page.get("download_button")]
    assert {"Order, TSV", "Order, CSV", "Order, XLSX"} <= set(labels)


def test_the_short_list_survives_and_has_matched_negatives(run):
    page = opened("pages/screen.py", run=run.id)
    assert not page.exception
    assert "Nothing is picked yet" in said(page)
    page.number_input(key="short-first").set_value(3).run()
    page.button(key="short-add-first").click().run()
    assert not page.exception
    query = str(pd.read_parquet(run.path("hits.parquet"))["id2"][0])
    assert len(load(run.folder, query)) == 3
    again = opened("pages/screen.py", run=run.id)
    plate = next(d.value for d in again.dataframe if "well" in d.value)
    assert "each in 3 wells" in said(again)
    first = list(plate[plate["replicate"] == 1]["role"])
    assert (first.count("candidate"), first.count("matched negative")) == (3, 3)
    again.number_input(key="short-wells").set_value(1).run()
    plate = next(d.value for d in again.dataframe if "well" in d.value)
    assert list(plate["role"]).count("candidate") == 3
    box = next(m for m in again.multiselect if m.label.startswith("Picked"))
    box.unselect(box.value[0]).run()
    assert len(load(run.folder, query)) == 2


def test_a_pair_is_put_on_the_short_list_of_its_screen(run):
    page = opened(run=run.id, id=best(run))
    page.button(key="short-add-pair").click().run()
    assert not page.exception
    query = str(pd.read_parquet(run.path("hits.parquet"))["id2"][0])
    assert load(run.folder, query) == (best(run),)
    assert page.button(key="short-add-pair").disabled
