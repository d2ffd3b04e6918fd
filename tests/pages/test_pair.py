from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from mirinter_core.datasets import catalog
from mirinter_core.home import home
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.runs.run import create
from mirinter_core.tasks.reading import Reading
from mirinter_core.web import filters, pair_row, pair_view
from tests.finished import CONTROL, MARKUP, screened, world
from tests.page_words import said

FILES = [
    *("Everything, JSON", "Report, text", "Drawing, SVG"),
    *("Sites, TSV", "Sites, BED", "Sites, GFF3"),
]
APP = Path(__file__).parents[2] / "app.py"


def opened(**address):
    page = AppTest.from_file(APP, default_timeout=60)
    page.switch_page("pages/pair.py")
    for key, value in address.items():
        page.query_params[key] = value
    return page.run()


@pytest.fixture
def table():
    return world()


@pytest.fixture
def run(table):
    return screened(table.left[0], title="one query")


def hits(run):
    return pd.read_parquet(run.path("hits.parquet"))


def test_no_filter_of_the_screen_is_taken_for_the_site_that_is_drawn():
    own = {value for name, value in vars(pair_view).items() if name == "DRAWN"}
    others = {v for name, v in vars(filters).items() if name.isupper() and isinstance(v, str)}
    assert own
    assert not own & others  # widgets of two pages share one state and one address


def test_a_row_of_a_screen_is_explained_with_the_screens_own_score(run):
    row = hits(run).query("seed_class == '8mer'").iloc[0]
    page = opened(run=run.id, id=row["id1"])
    assert not page.exception
    text = said(page)
    assert f"stands at rank {row['rank']} of 42 partners of mir-0" in text
    assert f"score of {row['score']:.3g}" in text
    assert "listed" in text
    assert "the pair scores" not in text  # else: changed since
    metrics = {metric.label: metric.value for metric in page.metric}
    assert metrics["Strongest seed site"] == "8mer"
    assert page.get("image")
    assert any("seed" in code.value and "5'" in code.value for code in page.code)
    labels = [button.label for button in page.get("download_button")]
    assert labels == ["HTML", "Numbers (TSV)", *FILES]
    assert any("mirinter_core pair" in code.value for code in page.code)


@pytest.mark.parametrize("verdict", ["chance", "tentative"])
def test_a_pair_of_a_ranking_no_better_than_chance_says_so_as_the_screen_does(
    run, monkeypatch, verdict
):
    monkeypatch.setattr(pair_row, "read", lambda *_: Reading(verdict, ""))
    page = opened(run=run.id, id=hits(run).iloc[0]["id1"])
    assert not page.exception
    told = [one.value for one in page.warning if "Nothing beyond chance" in one.value]
    assert len(told) == (verdict == "chance")


def test_what_only_the_screen_knows_of_the_pair_is_told_beside_it(run):
    found = hits(run)
    bare = opened(run=run.id, id=found.iloc[0]["id1"])
    assert not {"Chance (p)", "Taken by"} & {metric.label for metric in bare.metric}
    found.assign(p=0.004, q=0.03, hub=0.125).to_parquet(run.path("hits.parquet"))
    page = opened(run=run.id, id=found.iloc[0]["id1"])
    assert not page.exception
    metrics = {metric.label: (metric.value, metric.delta) for metric in page.metric}
    assert metrics["Chance (p)"][0] == "0.004"
    assert metrics["False finds (q)"][0] == "0.03"
    assert metrics["Taken by"] == ("12.5%", "of miRNAs: a hub")


def test_another_site_can_be_drawn_instead(run):
    found = hits(run)
    for partner in found[found["seed_class"] != "none"]["id1"]:
        page = opened(run=run.id, id=partner)
        if len(page.selectbox[0].options) > 2:
            break
    before, drawn = page.code[0].value, page.selectbox[0]
    assert drawn.options[-1].startswith("strongest duplex anywhere")
    drawn.select_index(1).run()
    assert not page.exception
    assert page.code[0].value != before


def test_the_next_rank_is_one_click_away(run):
    first, second = hits(run)["id1"].head(2)
    page = opened(run=run.id, id=first)
    next(b for b in page.button if b.label == "Rank 2").click().run()
    assert second in page.query_params["id"]
    assert "rank 2 of 42" in said(page)


def test_a_query_of_several_is_named_in_the_address(table):
    run = screened(*table.left[:2])
    partner = hits(run)["id1"].iloc[0]
    assert f"partners of {table.left[0].id}" in said(opened(run=run.id, id=partner))
    other = opened(run=run.id, id=partner, query=table.left[1].id)
    assert f"partners of {table.left[1].id}" in said(other)


def test_a_control_is_called_artificial(run):
    assert "artificial transcript" in said(opened(run=run.id, id=CONTROL.id))


def test_what_users_wrote_is_shown_as_text(run):
    page = opened(run=run.id, id=MARKUP)
    assert not page.exception
    for box in page.markdown:
        assert "<b>" not in box.value
        assert "**y**" not in box.value
        assert ":red[" not in box.value


def test_a_deleted_catalogue_is_named_and_the_row_still_shown(run):
    partner = hits(run)["id1"].iloc[0]
    catalog.remove("world")
    page = opened(run=run.id, id=partner)
    assert not page.exception
    assert "catalogue 'world'" in said(page)
    assert "Catalogues page" in said(page)
    shown = page.dataframe[0].value.set_index("column")
    assert shown.loc["id1", "value"] == partner
    assert shown.loc["rank", "value"] == "1"


def test_a_catalogue_changed_since_is_told(run):
    row = hits(run).iloc[0]
    catalog.remove("world")
    changed = Molecule(row["id1"], "ACGGGGCCUUUAAGCGC" * 9, "lncRNA")
    catalog.save(catalog.from_molecules("world", [changed]))
    assert "was changed since" in said(opened(run=run.id, id=row["id1"]))


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ({"run": "20260101-000000000-aaaaaa", "id": "x"}, "No run is called"),
        ({"run": "../../etc", "id": "x"}, "No run is called"),
        ({"id": "<script>"}, "has no row of"),
        ({"id": "lnc-0", "query": "nobody"}, "has no row of"),
    ],
)
def test_a_wrong_address_says_what_is_wrong(run, address, message):
    page = opened(**{"run": run.id, **address})
    assert not page.exception
    assert message in said(page)


def test_a_run_that_is_no_finished_screen_is_refused():
    waiting = create("screen", {"catalog": "x", "model": "evidence"}, inputs={"input.fa": ">q\nA"})
    assert "is a screen that is" in said(opened(run=waiting.id, id="x"))


def test_damaged_results_are_said_to_be(run):
    run.path("hits.parquet").write_bytes(b"no")
    page = opened(run=run.id, id="lnc-0")
    assert not page.exception
    assert "damaged" in said(page)


def test_a_pasted_pair_is_explained_and_leaves_no_trace(table):
    page = opened()
    page.text_area(key="pair_query").input("tagcttatcagactgatgttga").run()
    page.text_area(key="pair_partner").input(">mine\n" + "GGAUAAGCUAGG" * 5).run()
    assert not page.exception
    assert "mine scores" in said(page)
    assert "T written as U" in said(page)
    vectors = home() / "vectors"
    assert not vectors.exists() or not list(vectors.rglob("*.parquet"))


def test_a_known_name_stands_for_its_letters(table):
    page = opened()
    page.text_area(key="pair_query").input("miR-21").run()
    assert "UAGCUUAUCAGACUGAUGUUGA" in said(page)


def found_in(catalog, query, partner):
    """The page of a pasted query and a partner looked for in a catalogue."""
    page = opened()
    page.text_area(key="pair_query").input(query).run()
    page.segmented_control(key="pair_source").set_value("Take it from a catalogue").run()
    page.selectbox(key="pair_catalog").select(catalog).run()
    page.text_input(key="pair_search").input(partner).run()
    assert not page.exception
    return page


def test_a_partner_is_found_in_a_catalogue(table):
    page = found_in("world", "let-7a-5p", "lnc-3")
    assert "lnc-3 scores" in said(page)
    page.text_input(key="pair_search").input("nothing like it").run()
    assert "Nothing is called so" in said(page)


def test_a_microrna_as_the_partner_may_guide_too(table):
    page = found_in("builtin", "AUCCGGAUUGCAAGCUUACGUA", "hsa-miR-100-3p")
    assert "the partner's own seed pairs with the query: 8mer at its letters 11 to 18" in said(page)


def test_the_example_explains_itself(table):
    page = opened()
    page.button[0].click().run()
    assert not page.exception
    assert "(hsa-mir-16-1) scores" in said(page)
    assert {metric.label: metric.value for metric in page.metric}["Strongest seed site"] == "8mer"


@pytest.mark.parametrize(
    ("query", "partner", "message"),
    [
        ("MKTAYIAKQRQISFVKSHFSRQ", "ACGU" * 9, "protein"),
        ("ACG", "ACGU" * 9, "too short"),
        ("UAGNUUAUCAGACUGAUGUUGA", "ACGU" * 9, "seed"),
        ("miR-21", "?!", "not an RNA letter"),
        ("miR-21", "A" * 200_001, "at most 200,000"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_reason(table, query, partner, message):
    page = opened()
    page.text_area(key="pair_query").input(query).run()
    page.text_area(key="pair_partner").input(partner).run()
    assert not page.exception
    assert message in said(page)


@pytest.mark.parametrize("partner", ["A", "ACG", "N" * 50, "ACGU" * 4])
def test_the_shortest_and_strangest_partners_are_explained(table, partner):
    page = opened()
    page.text_area(key="pair_query").input("miR-21").run()
    page.text_area(key="pair_partner").input(partner).run()
    assert not page.exception
    assert not page.error
    assert "partner scores" in said(page)
