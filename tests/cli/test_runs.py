import json
import zipfile

import pytest
from typer.testing import CliRunner

from mirinter_core.cli.runs import app
from mirinter_core.errors import RunError
from mirinter_core.runs import state as states
from mirinter_core.runs.execute import execute
from mirinter_core.runs.run import all_runs, create
from mirinter_core.runs.state import State
from tests.finished import screened
from tests.finished import world as world_of_screens
from tests.measured import as_run, summary

pytestmark = pytest.mark.usefixtures("little_jobs")


def _do(*words):
    answer = CliRunner().invoke(app, words)
    if answer.exception and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    return answer


def test_runs_are_listed_and_what_is_left_out_is_said():
    for title in ("first", "second\x1b[31m"):
        execute(create("count", {}, title=title))
    lines = _do("list").stdout.splitlines()
    assert len(lines) == 2
    assert all("done" in line and "100%" in line for line in lines)
    assert not any("\x1b" in line for line in lines)
    answer = _do("list", "--last", "1")
    assert len(answer.stdout.splitlines()) == 1
    assert "1 of 2 runs shown" in answer.stderr
    rows = json.loads(_do("list", "--json", "--last", "0").stdout)
    assert [row["id"] for row in rows] == [run.id for run in all_runs()]


def test_a_damaged_run_is_listed_and_can_be_removed():
    run = create("count", {})
    (run.folder / "request.json").write_text("{")
    assert "damaged" in _do("list").stdout
    assert "deleted" in _do("remove", run.id).stdout
    assert all_runs() == []


def test_a_run_is_shown_with_its_error_and_its_command():
    run = create("fail", {"how": "user"}, title="why")
    execute(run)
    text = _do("show", run.id).stdout
    assert "No catalogue is called 'x'. Add it first." in text
    assert "python -m mirinter_core fail" in text
    facts = json.loads(_do("show", run.id, "--json").stdout)
    assert facts["state"] == "failed"
    assert facts["title"] == "why"
    assert facts["is_over"]


def test_a_waiting_run_says_how_far_it_is():
    assert "done     0%" in _do("show", create("count", {}).id).stdout


def test_exec_does_the_work_and_its_exit_tells_how_it_ended():
    done, failed = create("count", {"steps": 2}), create("fail", {"how": "user"})
    assert _do("exec", done.id).exit_code == 0
    assert done.state.state == "done"
    answer = _do("exec", failed.id)
    assert answer.exit_code == 1
    assert answer.stderr == "failed. No catalogue is called 'x'. Add it first.\n"


def test_cancel_resume_and_remove_say_what_they_did():
    run = create("count", {})
    assert "is cancelled" in _do("cancel", run.id).stdout
    states.write(run.folder, State(state="done"))
    with pytest.raises(RunError, match="is done"):
        _do("resume", run.id)
    assert f"Run {run.id} and all" in _do("remove", run.id).stdout
    with pytest.raises(RunError, match="No run is called"):
        _do("show", run.id)


def test_export_writes_a_bundle(tmp_path):
    run = create("count", {}, inputs={"input.fa": ">q\nA\n"})
    execute(run)
    answer = _do("export", run.id, "-o", str(tmp_path / "bundle.zip"))
    assert answer.stdout == ""
    assert zipfile.is_zipfile(tmp_path / "bundle.zip")


def test_a_finished_evaluation_says_what_it_found_and_which_report_is_damaged():
    run = as_run(summary("baselines", "pair"))
    assert "is the best rule" in _do("show", run.id).stdout
    (report,) = run.folder.glob("*-pair.json")
    report.write_text("{")
    assert f"damaged  {report} is damaged" in _do("show", run.id).stdout


def test_two_screens_are_laid_beside_each_other(tmp_path):
    table = world_of_screens()
    first, second = (screened(table.left[i]) for i in (0, 1))
    told = json.loads(_do("compare", first.id, second.id, "--json").stdout)
    assert (told["partners"], told["shared"]) == (42, 42)
    assert told["overlap"] + len(told["new"]) == 10
    assert len(told["new"]) == len(told["lost"])
    assert "rank_correlation" in _do("compare", first.id, second.id).stdout
    file = tmp_path / "both.tsv"
    _do("compare", first.id, second.id, "-o", str(file))
    assert len(file.read_text().splitlines()) == 43
