from mirinter_core.runs import state as states
from mirinter_core.runs.evaluated import places
from tests.measured import as_run, summary


def test_reports_of_finished_evaluations_are_found_the_newest_first():
    first = as_run(summary("baselines", "pair"))
    second = as_run(summary("baselines"))
    assert [place.run for place in places()] == [second.id, first.id]
    assert places()[0].path.name == "seed-world-denovo-family.json"


def test_what_is_under_way_or_no_evaluation_leaves_none():
    as_run(summary("baselines", "pair"), state=states.RUNNING)
    as_run(summary("baselines", "pair"), verb="screen")
    assert places() == []


def test_a_damaged_run_is_left_out():
    run = as_run(summary("baselines", "pair"))
    (run.folder / "request.json").write_text("{")
    assert places() == []
