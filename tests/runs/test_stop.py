import os
import signal
import threading

import psutil
import pytest

from mirinter_core.errors import RunError
from mirinter_core.runs import events
from mirinter_core.runs import state as states
from mirinter_core.runs.execute import execute
from mirinter_core.runs.run import create, remove
from mirinter_core.runs.start import resume, start
from mirinter_core.runs.stop import cancel, end_processes

pytestmark = pytest.mark.usefixtures("ended")


def _begun(run, until):
    start(run)
    until((run.folder / "pids.txt").exists)
    pids = [run.state.pid, *map(int, (run.folder / "pids.txt").read_text().split())]
    assert all(map(_lives, pids))
    return pids


def _lives(pid):
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_cancelling_ends_a_process_that_does_not_listen_and_all_it_began(until):
    run = create("stubborn", {})
    pids = _begun(run, until)
    cancel(run, grace=0.2)
    assert not any(map(_lives, pids))
    assert run.state.state == "cancelled"
    assert run.state.ended
    with pytest.raises(RunError, match="nothing to cancel"):
        cancel(run)
    remove(run)


def test_cancelling_asks_first(until):
    run = create("count", {"hold_at": 1})
    start(run)
    until((run.folder / "holding").exists)
    cancel(run, grace=30)  # a busy machine is no failure
    assert run.state.state == "cancelled"
    assert "cancelled" in (run.folder / "log.txt").read_text()
    (run.folder / "go").touch()
    resume(run)
    until(lambda: run.state.state == "done")


def test_the_state_is_the_last_word_of_a_run(monkeypatch):
    """Who sees it ended may end its process: by then log and events must be whole."""
    run = create("count", {})
    log, seen = run.folder / "log.txt", []
    whole = states.write_at_any_cost

    def write(folder, state):
        seen.extend((log.read_text().splitlines()[-1], events.read(run)[-1]))
        whole(folder, state)

    monkeypatch.setattr(states, "write_at_any_cost", write)
    execute(run)
    assert seen[0].endswith("done. ")
    assert seen[1]["state"] == "done"


def test_the_children_of_a_killed_worker_are_ended_before_it_is_resumed(until):
    run = create("stubborn", {})
    worker, child, _apart = _begun(run, until)
    os.kill(worker, signal.SIGKILL)
    until(lambda: run.state.state == "interrupted")
    assert _lives(child)
    (run.folder / "pids.txt").unlink()
    resume(run)
    assert not _lives(child)
    until((run.folder / "pids.txt").exists)
    cancel(run, grace=0)
    os.kill(_apart, signal.SIGKILL)  # a session of its own, and its parent dead: nobody's


def test_a_run_that_waits_in_line_leaves_it_when_cancelled(until):
    first = create("count", {"hold_at": 1, "device": "cpu"})
    start(first)
    until((first.folder / "holding").exists)
    second = create("count", {"device": "cpu"})
    start(second)
    until(lambda: second.state.what == "waiting until cpu is free, next in line")
    cancel(second)
    assert second.state.state == "cancelled"
    assert not second.is_live
    assert first.state.state == "running"


def test_a_run_nobody_began_is_cancelled_at_once():
    run = create("count", {})
    cancel(run)
    assert run.state.state == "cancelled"


def test_a_run_inside_another_program_is_asked_and_the_program_lives(until):
    run = create("count", {"hold_at": 1})
    thread = threading.Thread(target=execute, args=(run,))
    thread.start()
    until((run.folder / "holding").exists)
    with pytest.raises(RunError, match="works inside another program"):
        cancel(run, grace=0)
    thread.join(10)
    assert run.state.state == "cancelled"


def test_a_stranger_who_has_the_number_now_is_left_alone():
    end_processes(os.getpid(), psutil.Process().create_time() - 1000)
    end_processes(os.getpgid(0), 1.0)
