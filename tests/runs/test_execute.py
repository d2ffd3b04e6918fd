import errno
import json
import logging
import os
import threading
import time
from pathlib import Path

import pytest

from mirinter_core.errors import CancelledError, RunError
from mirinter_core.runs import events
from mirinter_core.runs import state as states
from mirinter_core.runs.execute import execute
from mirinter_core.runs.run import create


def test_the_work_is_done_here_and_its_end_is_written_down():
    run = create("count", {"steps": 3})
    told = []
    state = execute(run, progress=lambda done, what: told.append((done, what)))
    assert state == run.state
    assert state.state == "done"
    assert state.share == 1.0
    assert state.started <= state.ended <= time.time()
    assert not state.own_process
    assert (run.folder / "done.txt").read_text() == "0\n1\n2\n"
    assert told[-1] == (1.0, "done")
    kinds = [event.get("state") for event in events.read(run) if event["kind"] == "state"]
    assert kinds == ["running", "done"]
    facts = json.loads((run.folder / "provenance.json").read_text())
    assert facts["command"] == "python -m mirinter_core count -q input.fa --steps 3"


def test_on_a_full_disk_the_true_error_is_still_written_down(monkeypatch):
    run = create("count", {"steps": 3})

    def full(path, *_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    def fill(_done, _what):
        monkeypatch.setattr(Path, "write_text", full)  # nothing new can be written

    with monkeypatch.context():
        state = execute(run, progress=fill)
    monkeypatch.undo()
    assert state == run.state
    assert state.state == "failed"
    assert "No space left on device" in state.error
    assert "Free some space" in state.error
    assert json.loads((run.folder / "state.json").read_text())["format_version"] == 1


def test_progress_is_written_at_most_four_times_a_second():
    run = create("count", {"steps": 2000})
    told = []
    begun = time.monotonic()
    execute(run, progress=lambda done, _: told.append(done))
    assert len(told) <= 4 * (time.monotonic() - begun) + 3
    assert len(events.read(run)) <= len(told) + 2


@pytest.mark.parametrize(
    ("how", "state", "message"),
    [
        ("user", "failed", "No catalogue is called 'x'. Add it first."),
        ("bug", "failed", "This is our bug, not your data's fault: ZeroDivisionError: a piece by"),
        ("memory", "failed", "This machine has not enough free memory"),
        ("cancel", "cancelled", ""),
    ],
)
def test_an_error_is_the_runs_and_is_not_raised(how, state, message):
    run = create("fail", {"how": how})
    end = execute(run)
    assert end.state == state
    assert end.error.startswith(message)
    assert bool(end.error) == bool(message)
    log = (run.folder / "log.txt").read_text()
    assert "about to fail" in log
    assert ("Traceback" in log) == (how in ("bug", "memory"))


@pytest.mark.parametrize(
    ("how", "raised", "state"),
    [("ctrl-c", KeyboardInterrupt, "cancelled"), ("exit", SystemExit, "interrupted")],
)
def test_what_is_no_error_goes_on_once_it_is_written_down(how, raised, state):
    run = create("fail", {"how": how})
    with pytest.raises(raised):
        execute(run)
    assert run.state.state == state


def test_a_verb_that_is_none_fails_with_the_names_there_are():
    run = create("cuont", {})
    assert "Did you mean 'count'?" in execute(run).error


def test_a_callers_progress_can_cancel():
    def stop(_done, _what):
        raise CancelledError("the user left")

    run = create("count", {"hold_at": 1})
    assert execute(run, progress=stop).state == "cancelled"


def test_a_thread_can_work_on_a_run_and_be_asked_to_stop(until):
    run = create("count", {"hold_at": 1})
    thread = threading.Thread(target=execute, args=(run,))
    thread.start()
    until((run.folder / "holding").exists)
    assert run.state.state == "running"
    assert run.is_live
    with pytest.raises(RunError, match="being worked on"), states.held(run.folder, timeout=0):
        pass
    states.ask_to_stop(run.folder)
    thread.join(10)
    assert run.state.state == "cancelled"
    assert not run.is_live


def test_threads_keep_their_logs_apart(until):
    first, second = create("count", {"hold_at": 0}), create("fail", {"how": "user"})
    thread = threading.Thread(target=execute, args=(first,))
    thread.start()
    until((first.folder / "holding").exists)
    other = threading.Thread(target=execute, args=(second,))
    other.start()
    other.join(10)
    (first.folder / "go").touch()
    thread.join(10)
    assert "about to fail" in (second.folder / "log.txt").read_text()
    assert "about to fail" not in (first.folder / "log.txt").read_text()


def test_a_done_run_is_not_done_again_and_no_handler_is_left():
    run = create("count", {"steps": 1})
    handlers = logging.getLogger().handlers[:]
    execute(run)
    with pytest.raises(RunError, match="is done"):
        execute(run)
    assert run.state.state == "done"
    assert logging.getLogger().handlers == handlers


def test_a_second_attempt_does_not_repeat_what_is_there():
    run = create("count", {"steps": 4, "hold_at": 2})
    states.ask_to_stop(run.folder)
    assert execute(run).state == "cancelled"
    states.forget_request(run.folder)
    (run.folder / "go").touch()
    assert execute(run).state == "done"
    assert (run.folder / "done.txt").read_text() == "0\n1\n2\n3\n"


def test_a_run_waits_for_its_device_unless_told_not_to(until):
    first = create("count", {"hold_at": 0, "device": "cpu"})
    time.sleep(0.002)
    second = create("count", {"device": "cpu"})
    threads = [threading.Thread(target=execute, args=(run,)) for run in (first, second)]
    threads[0].start()
    until((first.folder / "holding").exists)
    threads[1].start()
    until(lambda: second.state.what == "waiting until cpu is free, next in line")
    assert second.state.state == "queued"
    assert execute(create("count", {"device": "cpu"}), waits=False).state == "done"
    (first.folder / "go").touch()
    for thread in threads:
        thread.join(10)
    assert second.state.state == "done"
    assert first.state.ended <= second.state.started + 0.5
