import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mirinter_core.datasets import bench
from mirinter_core.home import home, write_json
from mirinter_core.runs import run as runs
from mirinter_core.runs.execute import execute
from mirinter_core.runs.run import all_runs, create, pin
from mirinter_core.tasks.baselines import RULES
from mirinter_core.web.run_list import when
from tests.finished import MARKUP, screened, world
from tests.measured import as_run, summary
from tests.notebooks import finding
from tests.worlds import seed_world, write_folder

APP = Path(__file__).parents[2] / "app.py"


def opened(**address):
    page = AppTest.from_file(APP, default_timeout=60)
    page.switch_page("pages/runs.py")
    for key, value in address.items():
        page.query_params[key] = value
    return page.run()


def said(page):
    """All that the page says in words, as a reader sees it."""
    boxes = [*page.error, *page.warning, *page.info, *page.success, *page.markdown, *page.caption]
    return "\n".join(box.value for box in boxes).replace("\\", "")


def made(number, state="done", **request):
    """Write down runs that never ran, the oldest first."""
    found = []
    for i in range(number):
        run = create("screen", {"catalog": "c", "model": "m"}, title=f"run {i}", **request)
        write_json(run.folder / "state.json", {"format_version": 1, "state": state})
        found.append(run)
    return found


def more(page, run):
    return [
        key.removeprefix("more-") for b in page.button if (key := b.key or "") == f"more-{run.id}"
    ]


def test_an_empty_list_says_what_comes_here():
    page = opened()
    assert not page.exception
    assert "Nothing was run yet" in said(page)


def test_runs_are_listed_newest_first_a_page_at_a_time():
    found = made(45)
    page = opened()
    keys = [b.key for b in page.button if (b.key or "").startswith("more-")]
    newest = sorted((run.id for run in found), reverse=True)
    assert keys == [f"more-{id_}" for id_ in newest[:20]]
    assert "20 of 45 runs shown" in said(page)


def test_only_the_runs_of_the_page_are_read():
    old = made(1)[0]
    made(20)
    (old.folder / "request.json").write_text("{")  # would be told if it were read
    assert "damaged" not in said(opened()).lower()


def test_a_search_looks_into_all_titles_and_notes():
    found = made(25)
    runs.note(found[0], "the good one")
    page = opened(q="GOOD")
    assert more(page, found[0])
    assert "1 of 1 found shown, of 25 runs in all" in said(page)


def test_pinned_runs_can_be_listed_alone():
    found = made(3)
    pin(found[1])
    page = opened(only="pinned")
    assert more(page, found[1])
    assert not more(page, found[0])


def test_a_run_can_be_renamed_and_noted():
    run = made(1)[0]
    page = opened(show=run.id)
    page.text_input(key=f"title-{run.id}").input(MARKUP)
    page.text_area(key=f"notes-{run.id}").input("<i>n</i>")
    next(b for b in page.button if b.label == "Save").click().run()
    assert not page.exception
    assert run.request.title == MARKUP
    assert run.request.notes == "<i>n</i>"
    assert "Saved" in said(page)
    for box in (*page.markdown, *page.caption):
        assert "<b>" not in box.value


def test_a_run_can_be_pinned_and_unpinned():
    run = made(1)[0]
    page = opened(show=run.id)
    page.button(key=f"pin-{run.id}").click().run()
    assert run.request.pinned
    page.button(key=f"pin-{run.id}").click().run()
    assert not run.request.pinned


def test_deleting_takes_everything_and_says_so():
    run, other = made(2)
    page = opened(show=run.id)
    assert "Everything of this run is deleted" in said(page)
    page.button(key=f"delete-{run.id}").click().run()
    assert not page.exception
    assert not run.folder.exists()
    assert other.folder.exists()
    assert f"{run.id} and all that was in it are deleted" in said(page)


def test_a_damaged_run_is_listed_and_can_be_deleted():
    run = made(1)[0]
    (run.folder / "request.json").write_text("{")
    page = opened(show=run.id)
    assert not page.exception
    assert "Damaged" in said(page)
    page.button(key=f"delete-{run.id}").click().run()
    assert not run.folder.exists()


@pytest.mark.parametrize(
    "content", ["[]", "null", '{"format_version": 9}', '{"format_version": 1}', ""]
)
def test_no_damage_takes_the_list_down(content):
    run, other = made(2)
    (run.folder / "request.json").write_text(content)
    page = opened()
    assert not page.exception
    assert "Damaged" in said(page)
    assert more(page, other)


def test_a_run_of_a_verb_that_is_not_known_is_listed():
    run = made(1)[0]
    raw = json.loads((run.folder / "request.json").read_text())
    write_json(run.folder / "request.json", raw | {"verb": "of_the_future"})
    page = opened(show=run.id)
    assert not page.exception
    assert "of_the_future" in said(page)


def test_a_failed_run_shows_its_error_and_offers_to_try_again():
    run = made(1)[0]
    facts = {"format_version": 1, "state": "failed", "error": "No <b>such</b> thing."}
    write_json(run.folder / "state.json", facts)
    (run.folder / "log.txt").write_text("ERROR it was so\n")
    page = opened(show=run.id)
    assert "No <b>such</b> thing." in said(page)
    assert page.button(key=f"resume-{run.id}").label == "Try again"
    assert "it was so" in page.expander[0].code[0].value


def test_a_finished_evaluation_shows_what_the_command_line_prints(tmp_path):
    name = MARKUP.replace("/", "")
    write_folder(seed_world(), tmp_path / name)
    asked = {"datasets": [str(tmp_path / name)], "recipe": "baselines", "device": "cpu"}
    asked |= {"protocol": "denovo-family", "folds": 3, "negatives": "full"}
    run = create("evaluate", asked, title="how good")
    assert execute(run).error == ""
    page = opened(show=run.id)
    assert not page.exception
    table = page.dataframe[0].value
    assert list(table["measured"][:2]) == ["recipe baselines", "95 % interval"]
    assert set(RULES) <= set(table["measured"])
    assert "is the best rule" in said(page)
    assert f"evaluation · {when(run.request.created)}" in said(page)
    assert f"data {name} · recipe baselines · protocol denovo-family" in said(page)
    for box in (*page.markdown, *page.caption):
        assert "<b>" not in box.value


def test_two_screens_are_compared():
    table = world()
    first, second = (screened(table.left[i], title=f"s{i}") for i in (0, 1))
    page = opened(view="Compare", a=first.id, b=second.id)
    assert not page.exception
    metrics = {metric.label: metric.value for metric in page.metric}
    assert metrics["Shared in the top 50"] == "42 of 42"
    assert list(page.dataframe[0].value.columns)[3:6] == ["rank_first", "rank_second", "shift"]
    assert "top 10" in said(page)
    assert first.id in page.query_params["a"]


def test_two_queries_of_one_screen_are_compared():
    table = world()
    run = screened(*table.left[:2])
    page = opened(view="Compare")
    assert "one and the same" in said(page)
    page.selectbox(key="compare_b_query").select(table.left[1].id).run()
    assert not page.exception
    assert page.metric
    assert run.id in page.query_params["b"]


def test_a_comparison_needs_two_screens():
    assert "Run two screens first" in said(opened(view="Compare"))


def test_a_run_that_is_no_finished_screen_cannot_be_compared():
    run = made(1, "failed")[0]
    page = opened(view="Compare", a=run.id)
    assert not page.exception
    assert "no finished screen" in said(page)
    assert (home() / "runs" / run.id).exists()


def test_a_finished_evaluation_opens_on_benchmarks_and_one_under_way_does_not():
    done, going = as_run(summary("baselines", "pair")), as_run(state="cancelled")
    page = opened()
    links = [link.proto for link in page.get("page_link")]
    mine = [link for link in links if link.label == "Open"]
    assert [link.query_string for link in mine] == [f"run={done.id}"]
    assert mine[0].page == "benchmarks"
    assert more(page, going)


def test_a_damaged_report_is_named_and_its_run_can_still_be_deleted():
    run = as_run(summary("baselines", "pair"))
    path = next(run.folder.glob("*-pair.json"))
    path.write_text('{"format_version": 2}')
    page = opened(show=run.id)
    assert not page.exception
    assert path.name in page.error[0].value.replace("\\", "")
    assert page.button(key=f"delete-{run.id}")


def test_partners_that_the_bench_tested_are_told_of_in_a_comparison():
    table = world()
    first, second = (screened(table.left[0], title=f"s{i}") for i in (0, 1))
    facts_file = home() / "models" / "evidence" / "provenance.json"
    facts = json.loads(facts_file.read_text())
    bench.record("mine", finding(table.left[0], table.right[3], "bound"))
    page = opened(view="Compare", a=first.id, b=second.id)
    assert not page.exception
    assert "Of 1 partner found bound, 0 rose and 0 fell" in said(page)
    assert "is no evidence" not in said(page)
    write_json(facts_file, facts | {"datasets": ["seed-world", "mine"]})
    assert "trained on notebook mine" in said(opened(view="Compare", a=first.id, b=second.id))


def test_findings_of_another_query_say_nothing_of_these_two():
    table = world()
    first, second = (screened(table.left[i]) for i in (0, 1))
    bench.record("mine", finding(table.left[0], table.right[3], "bound"))
    page = opened(view="Compare", a=first.id, b=second.id)
    assert not page.exception
    assert "found bound" not in said(page)


def test_a_comparison_waits_for_a_screen_that_is_under_way():
    first = screened(world().left[0])
    second = made(1, "queued")[0]
    page = opened(view="Compare", a=first.id, b=second.id)
    assert not page.exception
    assert "The comparison is shown here when it is done" in said(page)
    assert page.button(key=f"cancel-{second.id}")


def test_an_unfinished_screen_that_failed_says_so_in_a_comparison():
    first = screened(world().left[0])
    second = made(1, "failed")[0]
    page = opened(view="Compare", a=first.id, b=second.id)
    assert "is no finished screen" in said(page)


def test_runs_that_another_tab_began_are_told_of_and_shown_when_asked_for():
    made(1)
    page = opened()
    assert not [b for b in page.button if b.key == "newcomers"]
    new = made(2)
    # A fragment polls in a browser; here it is run with the page, which would read the list anew.
    shown = AppTest.from_function(_polled, args=(all_runs()[-1].id,)).run()
    assert shown.button(key="newcomers").label == "2 new runs: show"
    assert more(page.run(), new[0])
    assert not [b for b in page.button if b.key == "newcomers"]


def _polled(newest):
    from mirinter_core.web.newcomers import newcomers

    newcomers(newest)
