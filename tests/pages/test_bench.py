"""Recording what the bench found, and the notebooks on the Catalogues page."""

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from mirinter_core.datasets import bench
from mirinter_core.datasets.finding import today
from mirinter_core.errors import DatasetError
from mirinter_core.tasks import short_list
from mirinter_core.web.bench_plate import findings_of
from tests.finished import MARKUP, screened, world
from tests.notebooks import finding
from tests.page_words import said

APP = Path(__file__).parents[2] / "app.py"
RECORD = "FormSubmitter:bench-finding-Record"


def opened(page="pages/catalogues.py", **address):
    test = AppTest.from_file(APP, default_timeout=60)
    test.switch_page(page)
    if page == "pages/catalogues.py":
        test.session_state["way"] = "Bench"
    for key, value in address.items():
        test.query_params[key] = value
    test.run()
    assert not test.exception
    return test


@pytest.fixture
def table():
    return world()


@pytest.fixture
def run(table):
    return screened(table.left[0])


def ranked(page):
    return next(d.value for d in page.dataframe if "rank" in d.value and "score" in d.value)


def test_without_a_finding_the_tab_says_how_one_is_recorded():
    assert "Nothing was recorded yet" in said(opened())


def form(**facts):
    """The form that the button opens: a test's page has no dialogs that stay open."""

    def shown(facts):
        from mirinter_core.web.bench_record import ask, say

        say()
        ask(**facts)

    page = AppTest.from_function(shown, args=(facts,), default_timeout=30).run()
    assert not page.exception
    return page


def test_a_pair_offers_to_record_a_finding_and_says_what_was_found(run, table):
    address = {"run": run.id, "id": table.right[2].id}
    page = opened("pages/pair.py", **address)
    assert page.button(key="bench-record-pair")
    assert "The bench found" not in said(page)
    bench.record("mine", finding(table.right[2], table.left[0], "not bound", note="<b>weak</b>"))
    page = opened("pages/pair.py", **address)
    assert "The bench found: not bound" in said(page)
    assert not [box for box in page.markdown if "<b>" in box.value]


def test_a_finding_is_recorded_by_the_form(table):
    page = form(query=table.left[0], partner=table.right[2], run="r")
    page.radio[0].set_value("not bound")
    page.text_area[0].input("weak")
    page.button(key=RECORD).click().run()
    assert not page.exception
    (entry,) = bench.read("bench").entries
    assert entry.finding == finding(
        table.left[0], table.right[2], "not bound", date=today(), note="weak", run="r"
    )
    assert "Recorded in bench: mir-0 with lnc-2, not bound" in page.toast[0].value.replace("\\", "")


def test_a_correction_begins_with_what_was_recorded(table):
    wrong = bench.record("mine", finding(table.left[0], table.right[2], method="our own assay"))
    page = form(query=table.left[0], partner=table.right[2], before=wrong)
    page.radio[0].set_value("unclear")
    page.button(key=RECORD).click().run()
    (entry,) = bench.read("mine").standing
    assert (entry.finding.outcome, entry.finding.date) == ("unclear", "2026-01-31")
    assert entry.finding.method == "our own assay"
    assert len(bench.read("mine").entries) == 2


def test_an_outcome_has_to_be_chosen(table):
    page = form(query=table.left[0], partner=table.right[2])
    page.button(key=RECORD).click().run()
    assert "Say what was found" in said(page)
    assert not bench.names()


def test_what_was_found_stands_in_the_ranked_table(run, table):
    assert "bench" not in ranked(opened("pages/screen.py", run=run.id))
    bench.record("mine", finding(table.left[0], table.right[4], "bound"))
    bench.record("ours", finding(table.left[0], table.right[4], "not bound"))
    bench.record("ours", finding(table.left[1], table.right[5], "bound"))  # another query's
    rows = ranked(opened("pages/screen.py", run=run.id)).set_index("id1")["bench"]
    assert rows[table.right[4].id] == "bound / not bound"
    assert (rows != "").sum() == 1


def test_a_partner_is_known_by_its_letters_whatever_it_was_called(run, table):
    other = table.right[4].__class__("another id", table.right[4].letters, "lncRNA")
    bench.record("mine", finding(table.left[0], other, "unclear"))
    rows = ranked(opened("pages/screen.py", run=run.id)).set_index("id1")["bench"]
    assert rows[table.right[4].id] == "unclear"


def test_a_notebook_shows_what_stands_what_contradicts_and_its_past(table):
    bench.record("mine", finding(table.left[0], table.right[0], "bound", method=MARKUP))
    bench.record("mine", finding(table.left[0], table.right[0], "not bound"))
    page = opened()
    assert "has both outcomes" in said(page)
    shown = next(d.value for d in page.dataframe if "outcome" in d.value)
    assert shown["outcome"].tolist() == ["not bound"]
    page.toggle(key="bench-history").set_value(True).run()
    shown = next(d.value for d in page.dataframe if "outcome" in d.value)
    assert shown["fate"].tolist() == ["stands", "superseded"]
    metrics = {metric.label: metric.value for metric in page.metric}
    assert (metrics["Bound"], metrics["Not bound"]) == ("0", "1")


def test_a_damaged_notebook_is_named_and_can_be_removed(table, own_home):
    bench.record("mine", finding(table.left[0], table.right[0]))
    (own_home / "datasets" / "mine" / bench.FILE).write_text('{"format_version": 9}\n')
    page = opened()
    assert "Update mirinter" in said(page)
    assert page.button(key="bench-remove-mine")


def test_a_notebook_stands_among_the_data_sets(table):
    bench.record("mine", finding(table.left[0], table.right[0]))
    page = AppTest.from_file(APP, default_timeout=60)
    page.switch_page("pages/catalogues.py")
    page.session_state["way"] = "Data sets"
    page.run()
    assert not page.exception
    shown = next(d.value for d in page.dataframe if "listed" in d.value)
    assert shown["name"].tolist() == ["mine"]


def test_a_filled_in_plate_is_recorded_from_an_upload(run, table):
    plate = f"id1\tid2\toutcome\n{table.right[0].id}\tmir-0\tbound\n{table.right[1].id}\tmir-0\t\n"
    page = opened()
    page.file_uploader(key="bench-upload").set_value(("plate.tsv", plate.encode(), "text/plain"))
    page.run()
    page.button(key="bench-take").click().run()
    assert "it has no query_letters" in said(page)
    page.selectbox(key="bench-upload-run").select(run.id).run()
    page.button(key="bench-take").click().run()
    assert not page.exception
    assert [e.finding.partner for e in bench.read("bench").entries] == [table.right[0]]


def test_only_wells_with_an_outcome_are_recorded(run, table):
    ids = [table.right[0].id, table.right[1].id]
    filled = pd.DataFrame({"id1": ids, "outcome": ["unclear", None], "note": ["n", None]})
    facts = {"date": "2026-01-31", "method": "EMSA"}
    (found,) = findings_of(run, "mir-0", filled, facts)
    assert found == finding(
        table.left[0], table.right[0], "unclear", method="EMSA", note="n", run=run.id
    )
    with pytest.raises(DatasetError, match="No well has an outcome"):
        findings_of(run, "mir-0", filled.assign(outcome=None), facts)


def test_what_to_test_next_passes_over_what_was_tested_and_can_be_picked(run, table):
    bench.record("mine", finding(table.left[0], table.right[4], "not bound"))
    page = opened("pages/screen.py", run=run.id)
    shown = next(d.value for d in page.dataframe if "why" in d.value)
    assert table.right[4].id not in set(shown["id1"])
    page.button(key="next-add").click().run()
    assert not page.exception
    assert short_list.load(run.folder, "mir-0") == tuple(shown["id1"])
