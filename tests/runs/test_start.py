import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from mirinter_core.errors import RunError
from mirinter_core.home import home
from mirinter_core.runs import state as states
from mirinter_core.runs.run import create, remove
from mirinter_core.runs.start import pick_up, resume, start
from mirinter_core.runs.state import State

pytestmark = pytest.mark.usefixtures("ended")


def _holding(run, until):
    """Start a run and wait until it holds; return its process."""
    start(run)
    until((run.folder / "holding").exists)
    return psutil.Process(run.state.pid)


def test_a_started_run_is_done_in_a_process_of_its_own_and_leaves_no_zombie(until):
    run = create("count", {"hold_at": 1})
    process = _holding(run, until)
    assert run.state.own_process
    assert process.nice() == os.nice(0) + 5  # it gives way to what somebody waits for
    session = Path(f"/proc/{process.pid}/autogroup")
    assert not session.exists() or session.read_text().split()[-1] == "5"
    assert process.pid != os.getpid()
    assert os.getsid(process.pid) == os.getpgid(process.pid) == process.pid
    with pytest.raises(RunError, match="already"):
        start(run)
    with pytest.raises(RunError, match="already"):
        resume(run)
    with pytest.raises(RunError, match="Cancel it first"):
        remove(run)
    (run.folder / "go").touch()
    until(lambda: run.state.state == "done")
    until(lambda: not psutil.pid_exists(process.pid))
    assert not run.is_live
    with pytest.raises(RunError, match="is done"):
        resume(run)
    log = (run.folder / "log.txt").read_text()
    assert "count begins" in log
    assert "Warning" not in log


def test_a_run_killed_in_the_middle_is_interrupted_and_goes_on_where_it_was(until):
    run = create("count", {"steps": 4, "hold_at": 2})
    process = _holding(run, until)
    process.kill()
    until(lambda: run.state.state == "interrupted")
    assert not run.is_live
    with pytest.raises(RunError, match="Resume it"):
        start(run)
    (run.folder / "go").touch()
    resume(run)
    until(lambda: run.state.state == "done")
    assert (run.folder / "done.txt").read_text() == "0\n1\n2\n3\n"


def test_a_shutdown_leaves_an_interrupted_run_that_the_next_start_picks_up(until):
    run = create("count", {"hold_at": 2})
    _holding(run, until).send_signal(signal.SIGTERM)
    until(lambda: run.state.state == "interrupted" and not run.is_live)
    queued, done = create("count", {"steps": 1}), create("count", {})
    states.write(done.folder, State(state="done"))
    (run.folder / "go").touch()
    assert pick_up() == [run, queued]
    until(lambda: run.state.state == queued.state.state == "done")
    assert pick_up() == []


def test_what_was_cut_short_three_times_waits_for_its_user(until):
    run = create("count", {"steps": 1})
    states.write(run.folder, State(state="interrupted", attempts=3))
    assert pick_up() == []
    resume(run)
    until(lambda: run.state.state == "done")
    assert run.state.attempts == 1


def test_a_failed_run_says_why_and_can_be_resumed(until):
    run = create("fail", {"how": "user"})
    start(run)
    until(lambda: run.state.state == "failed")
    assert run.state.error == "No catalogue is called 'x'. Add it first."
    until(lambda: not run.is_live)
    resume(run)
    until(lambda: run.state.state == "failed")


def test_two_runs_queue_before_one_device(until):
    first = create("count", {"hold_at": 1, "device": "cpu"})
    _holding(first, until)
    second = create("count", {"device": "cpu"})
    start(second)
    until(lambda: second.state.what == "waiting until cpu is free, next in line")
    assert second.state.state == "queued"
    assert second.is_live
    with pytest.raises(RunError, match="already"):
        resume(second)
    assert pick_up() == []
    (first.folder / "go").touch()
    until(lambda: first.state.state == second.state.state == "done")
    assert first.state.ended <= second.state.started


def test_a_run_outlives_its_starter(until):
    run = create("count", {"hold_at": 1})
    code = (
        "import sys; from mirinter_core.runs.run import load; "
        "from mirinter_core.runs.start import start; start(load(sys.argv[1]))"
    )
    subprocess.run([sys.executable, "-c", code, run.id], check=True)
    until((run.folder / "holding").exists)
    assert run.state.state == "running"
    (run.folder / "go").touch()
    until(lambda: run.state.state == "done")


def test_after_a_reboot_what_was_running_goes_on_though_its_number_is_anothers(until):
    run = create("count", {"steps": 3, "device": "cpu"})
    facts = {"state": "running", "pid": 1, "process_started": 1.0, "own_process": True}
    states.write(run.folder, State(**facts, started=2.0, share=0.4, attempts=1))
    line = home() / "locks" / "cpu.waiting"  # and what was cut short left its ticket
    line.mkdir(parents=True)
    (line / f"{run.id} 1 1.0").touch()
    assert run.state.state == "interrupted"
    assert pick_up() == [run]
    until(lambda: run.state.state == "done")
    assert run.state.attempts == 2
    assert psutil.pid_exists(1)
