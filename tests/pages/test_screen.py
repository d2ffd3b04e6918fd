from pathlib import Path
from time import monotonic, sleep

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from mirinter_core.datasets import catalog
from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.molecules import fasta
from mirinter_core.molecules.fasta import read_text
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.runs.execute import execute
from mirinter_core.runs.run import all_runs, create
from mirinter_core.tasks.hits import HUB_FROM, nulls_of
from mirinter_core.tasks.null_words import found_line
from mirinter_core.web.beside import DECOYS
from mirinter_core.web.choices import CATALOG, MODEL, TYPES
from mirinter_core.web.inputs import TEXT
from tests.finished import MARKUP, screened, world
from tests.page_words import said

APP = Path(__file__).parents[2] / "app.py"
LET7 = "TGAGGTAGTAGGTTGTATAGTT"


def opened(**address):
    page = AppTest.from_file(APP, default_timeout=60)
    for key, value in address.items():
        page.query_params[key] = value
    return page.run()


def pasted(text, page=None):
    page = page or opened()
    return page.text_area(TEXT).set_value(text).run()


def ranked(page):
    return next(d.value for d in page.dataframe if "percentile" in d.value)


def press(page, label):
    return next(b for b in page.button if b.label == label).click().run()


def test_a_known_mirna_is_recognised_as_it_is_pasted():
    page = pasted(LET7)
    text = said(page)
    assert "22 nt" in text
    assert "seed GAGGUAG" in text
    assert "9 T written as U" in text
    assert "Known as **hsa-let-7a-5p**" in text
    assert "1 query against 626 partners: about **" in text
    assert not page.exception


def test_a_new_mirna_is_told_its_nearest_kin():
    text = said(pasted(">mine\n12 ugagguaguagg ttgtataggg"))
    assert "Not among the" in text
    assert "same seed as" in text
    assert "hsa-let-7a-5p** (2 edits, same seed)" in text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (">only a header", "no letters"),
        ("MKTAYIAKQRQISFVKSHFSRQ", "protein"),
        ("ACNGUCAGUCAGGCUUAACGUA", "'N' at position 3 is ambiguous"),
        ("ACG", "too short"),
        ("hsa-miR-21-5p", "UAGCUUAUCAGACUGAUGUUGA"),
        ("AACTATACAACCTACTACCTCA", "reverse complement"),
        ("AAAAAAAAAAAAAAAAAAAAAA", "low complexity"),
        (
            "UGGGAUGAGGUAGUAGGUUGUAUAGUUUUAGGGUCACACCCACCACUGGGAGAUAACUAUACAAUCUACUGUCUUUCCUA",
            "paste that arm alone",
        ),
    ],
)
def test_what_is_no_mature_mirna_is_answered_with_what_to_do(text, told):
    page = pasted(text)
    assert told in said(page)
    assert not page.exception


@pytest.mark.parametrize(
    ("text", "warned"), [("TGAGG4TAGTAGGTTGTATAGTT", True), ("1 " + LET7, False)]
)
def test_a_digit_between_letters_is_a_warning_and_a_line_number_none(text, warned):
    page = pasted(text)
    told = [one.value for one in page.warning if "between letters 5 and 6" in one.value]
    assert len(told) == warned
    assert "1 digit removed" in said(page)


def test_an_empty_box_is_answered_in_words_and_makes_no_run():
    page = press(opened(), "Run")
    assert "There is no sequence to screen" in page.error[0].value
    assert not all_runs()


def test_bad_records_are_named_and_the_good_ones_counted():
    good = "\n".join(
        f">good-{i}\nACGGUCAGUCAGGCUUAACG{a}{b}" for i, (a, b) in enumerate(["AA", "CC"])
    )
    page = pasted(f"{good}\n>bad\nACNGUCAGUCAGGCUUAACGUA\n>short\nACG")
    text = said(page)
    assert "2 of 4 records cannot be screened;" in text
    assert "Record 'bad'" in text
    assert "Record 'short'" in text
    assert "2 queries against 626 partners" in text


def test_ten_thousand_records_are_read_and_the_screen_that_does_not_fit_is_refused():
    letters = ["ACGU"[i % 4] + "ACGU"[i // 4 % 4] + "ACGU"[i // 16 % 4] for i in range(64)]
    many = "\n".join(f">r{i}\nUGAGGUAG{letters[i % 64]}UUGUAUAGUU" for i in range(10_000))
    page = pasted(many)
    assert "at most 1,597 queries at once" in said(page)
    assert "**10,000 queries**" in said(page)
    assert "1,000 of 10,000 shown" in said(page)
    assert len(page.dataframe[0].value) == 1000
    assert not page.exception


@pytest.mark.parametrize("letters", [10_000, 400])
def test_an_id_of_any_length_is_no_trouble(letters):
    page = pasted(f">{'x' * letters}\n{LET7}")
    assert not page.exception
    assert ("its id has 10,000 letters" in said(page)) == (letters == 10_000)


def test_the_run_of_nameless_letters_is_called_by_them():
    page = press(pasted("UGAGGUAGUAGGUUGUAUAGUU"), "Run")
    assert not page.exception
    assert all_runs()[0].request.title == "UGAGGUAGUAGG... on builtin"


def test_an_example_is_one_click_and_a_run_another():
    page = next(b for b in opened().button if b.key == "example-let-7a-5p").click().run()
    assert "hsa-let-7a-5p" in page.text_area(TEXT).value
    page = press(page, "Run")
    assert not page.exception
    (run,) = all_runs()
    assert page.query_params["run"] == run.id
    assert page.title[0].value.replace("\\", "") == "hsa-let-7a-5p on builtin"
    assert page.metric[0].value == "626"
    assert len(page.dataframe[0].value) == 100
    assert "Rows 1 to 100 of 626 shown." in said(page)
    assert "bind" not in said(page).lower().replace("binding", "")


@pytest.fixture
def table():
    return world()


@pytest.fixture
def run(table):
    return screened(*table.left[:2], title="two of them")


def test_an_address_brings_back_queries_choices_and_results(run, table):
    page = opened(run=run.id)
    assert not page.exception
    assert page.title[0].value == "two of them"
    assert table.left[0].letters in page.text_area(TEXT).value
    assert page.selectbox(CATALOG).value == run.request.arguments["catalog"]
    assert page.selectbox(MODEL).value == run.request.arguments["model"]
    assert ranked(page)["rank"].tolist() == list(range(1, 43))


def test_the_address_holds_the_filters_and_the_query(run, table):
    second = table.left[1].id
    page = opened(run=run.id, of=second, site="8mer", sort="length, longest first")
    hits = pd.read_parquet(run.path("hits.parquet"))
    expected = hits[(hits["id2"] == second) & (hits["seed_class"] == "8mer")]
    shown = ranked(page)
    assert sorted(shown["id1"]) == sorted(expected["id1"])
    assert shown["length1"].is_monotonic_decreasing
    assert "42 without filters (best site 8mer)" in said(page)


def test_a_favourite_is_told_its_rank(run, table):
    hits = pd.read_parquet(run.path("hits.parquet"))
    row = hits[hits["id2"] == table.left[0].id].iloc[4]
    page = opened(run=run.id, favourite=row["id1"])
    assert f"rank **{row['rank']}** of 42" in said(page)
    nobody = opened(run=run.id, favourite="nobody")
    assert "No partner's id or symbol contains nobody" in said(nobody)


def test_results_say_which_known_mirna_a_nameless_query_is(table):
    letters = LET7.replace("T", "U")
    run = screened(Molecule("sequence-1", letters, "miRNA"), table.left[0])
    assert "sequence-1 has the letters of **hsa-let-7a-5p**." in said(opened(run=run.id))
    kin = screened(Molecule("sequence-1", f"{letters[:-3]}AAA", "miRNA"))
    assert "sequence-1 has the seed of **hsa-let-7a-5p** and" in said(opened(run=kin.id))
    named = screened(Molecule("hsa-let-7a-5p", letters, "miRNA"))
    assert "has the letters of" not in said(opened(run=named.id))


def test_a_query_that_stood_in_training_is_judged_so_whatever_it_is_screened_against(table):
    catalog.save(catalog.from_molecules("unseen", [Molecule("new", "ACGGU" * 30, "lncRNA")]))
    new = Molecule("new-sibling", f"{table.left[0].letters[:-2]}AA", "miRNA")
    run = screened(table.left[0], new, catalog="unseen")
    own, siblings = PROTOCOLS["pair"].held, PROTOCOLS["denovo-mirna"].held
    page = opened(run=run.id, of=table.left[0].id)
    assert not page.exception
    results = [c.value for c in page.caption if c.value.startswith("Seed family")]
    assert own in results[0]
    page = opened(run=run.id, of="new-sibling")
    results = [c.value for c in page.caption if c.value.startswith("Seed family")]
    assert siblings in results[0]


def test_results_outlive_their_catalogue(run):
    catalog.remove(run.request.arguments["catalog"])
    page = opened(run=run.id)
    assert not page.exception
    assert "is not here any more" in said(page)
    assert len(ranked(page)) == 42
    assert page.selectbox(CATALOG).value == "builtin"


def test_an_unknown_run_is_said_to_be_and_a_new_screen_offered():
    page = opened(run="../../etc/passwd")
    assert "No run is called" in page.error[0].value
    assert page.text_area(TEXT).value == ""


def test_a_run_of_another_kind_is_not_shown_as_a_screen():
    other = create("embed_catalog", {"catalog": "builtin"})
    assert "is no screen" in opened(run=other.id).error[0].value


def test_a_new_screen_leaves_the_old_one_behind(run):
    page = press(opened(run=run.id, text="x"), "New screen")
    assert page.title[0].value == "Screen"
    assert page.text_area(TEXT).value == ""
    assert "run" not in page.query_params


def test_the_screen_is_there_again_after_another_page(run):
    page = opened(run=run.id)
    page.switch_page("pages/help.py").run()
    del page.query_params["run"]
    page.switch_page("pages/screen.py").run()
    assert page.title[0].value == "two of them"


def test_a_choice_of_types_is_what_is_screened():
    page = pasted(LET7)
    pills = next(g for g in page.get("button_group") if g.key == f"{TYPES}-builtin")
    pills.set_value(["snoRNA"]).run()
    page = press(page, "Run")
    assert page.metric[0].value == "16"
    assert set(page.dataframe[0].value["rna_type"]) == {"snoRNA"}


def test_what_users_write_is_shown_as_written(table):
    reading = read_text(f">{MARKUP} x\n{table.left[0].letters}", type="miRNA")
    run = screened(reading.molecules[0], title=MARKUP)
    page = opened(run=run.id)
    assert not page.exception
    assert MARKUP in page.title[0].value.replace("\\", "").replace("\u2060", "")


def test_how_far_to_trust_is_said_for_the_types_that_are_ranked():
    page = pasted("UCCCCGGAUCGGUUGUAUCGUU")
    (table,) = page.table
    assert [who.partition(" (")[0] for who in table.value.index] == ["snoRNA", "hairpin and miRNA"]
    assert "Never measured" not in said(page)
    page.session_state[f"{TYPES}-builtin"] = ["control", "snoRNA"]
    assert "Never measured among control" in said(page.run())


def test_a_link_with_a_model_says_that_it_is_chosen():
    page = opened(**{"with": "evidence"})
    assert "Model **evidence** is chosen" in said(page)
    assert page.session_state[MODEL] == "evidence"
    assert "There is no model nobody here" in said(opened(**{"with": "nobody"}))


def test_a_short_run_goes_on_when_its_page_does_not_wait_for_it(monkeypatch):
    monkeypatch.setattr("mirinter_core.web.submit._PATIENCE", 0.0)
    page = press(pasted(LET7), "Run")
    assert not page.exception
    (run,) = all_runs()
    until = monotonic() + 120
    while run.is_live and monotonic() < until:
        sleep(0.1)
    assert run.state.state == "done"
    assert "ranked" in said(opened(run=run.id))


def judged(table, **asked):
    """A run with decoys, and hubs if they are asked for."""
    arguments = {"catalog": "world", "model": "evidence", "device": "cpu", "evidence": 0}
    arguments |= {"decoys": 20, **asked}
    run = create("screen", arguments, inputs={"input.fa": fasta.write(table.left[:1])}, title="x")
    assert execute(run, waits=False).state == "done"
    return run


def test_decoys_say_in_words_what_is_more_than_chance(table):
    run = judged(table)
    page = opened(run=run.id)
    assert not page.exception
    told = nulls_of(run.folder)[0]
    text = said(page)
    assert f"Against decoys: **{found_line(told)}**" in text
    assert "The smallest p there can be is" in text
    assert "Dashed line" in text
    shown = page.dataframe[0].value
    assert shown["p"].between(0, 1).all()
    assert (shown["q"] >= shown["p"] - 1e-12).all()


def test_what_to_test_next_warns_where_the_ranking_is_no_more_than_chance(run):
    def page(name, doubtful):
        from mirinter_core.runs.run import load
        from mirinter_core.web import short_list

        short_list.show(load(name), doubtful=doubtful)

    for doubtful in (True, False):
        shown = AppTest.from_function(page, args=(run.id, doubtful), default_timeout=60).run()
        assert not shown.exception
        assert any("Make sure that it is" in one.value for one in shown.warning) == doubtful


def test_results_say_whether_the_mirna_stood_in_training(table):
    new = Molecule("new", f"{table.left[0].letters[:-2]}AA", "miRNA")
    run = screened(table.left[0], new)
    told = [
        next(m for m in opened(run=run.id, of=one).metric if m.label == "Listed in training")
        for one in (table.left[0].id, "new")
    ]
    assert [metric.delta for metric in told] == ["", "this microRNA was not in it"]


def test_several_queries_are_read_at_a_glance_and_one_is_opened(table):
    run = screened(table.left[0], table.left[1], Molecule("new", "UACGCGUACCAUAGCAAUCGUA", "miRNA"))
    page = opened(run=run.id)
    assert not page.exception
    told = page.dataframe[0].value
    assert list(told["query"]) == [table.left[0].id, table.left[1].id, "new"]
    assert list(told["seed family"]) == ["known", "known", "new"]
    for name, verdict in zip(told["query"], told["verdict"], strict=True):
        shown = opened(run=run.id, of=name)
        boxes = (*shown.success, *shown.info, *shown.warning)
        assert any(box.value.startswith(f"**{verdict}.**") for box in boxes)


def test_without_decoys_the_page_says_that_chance_is_not_known(run):
    page = opened(run=run.id)
    assert "Against decoys" not in said(page)
    assert "No decoys were run" in said(page)
    assert "p" not in page.dataframe[0].value
    assert not [t for t in page.toggle if t.label.startswith("Hide hubs")]


@pytest.mark.usefixtures("hubs_of_few")
def test_hubs_can_be_hidden_and_the_address_remembers(table):
    run = judged(table, hubs=True)
    everyone = pd.read_parquet(run.path("hits.parquet"))
    page = opened(run=run.id)
    (toggle,) = [t for t in page.toggle if t.label.startswith("Hide hubs")]
    hubs = everyone["hub"] >= HUB_FROM
    shown = page.dataframe[0].value
    told = everyone.set_index("id1").loc[shown["id1"], "hub"].to_numpy()
    assert shown["hub"].to_numpy() == pytest.approx(100 * told)
    assert hubs.any()
    assert toggle.label == f"Hide hubs ({hubs.sum()})"
    assert "10%" in toggle.help
    page = toggle.set_value(True).run()
    assert not page.exception
    assert sorted(page.dataframe[0].value["id1"]) == sorted(everyone["id1"][~hubs])
    page = opened(run=run.id, hide_hubs="true")
    assert len(page.dataframe[0].value) == (~hubs).sum()
    assert "fewer than 10% of known miRNAs" in said(page)


def test_decoys_are_on_as_many_as_fit_unless_told_otherwise(table):
    page = press(pasted(table.left[0].letters), "Run")
    (run,) = all_runs()
    assert run.request.arguments["decoys"] == 100
    assert "Against decoys" in said(page)
    page = opened(run=run.id)
    assert page.number_input(DECOYS).value is None
    page.number_input(DECOYS).set_value(0).run()
    press(page, "Run")
    assert min(r.request.arguments["decoys"] for r in all_runs()) == 0
