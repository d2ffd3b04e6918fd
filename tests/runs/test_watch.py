import json
import os
import time

import psutil
import pytest

from mirinter_core.runs import events, watch
from mirinter_core.runs import state as states
from mirinter_core.runs.run import create


def _running(points):
    """Make a run that another process works on, with reports of (seconds ago, share)."""
    run, now = create("count", {}), time.time()
    other = psutil.Process(os.getppid())
    states.change(
        run.folder,
        state="running",
        started=now - 100,
        pid=other.pid,
        process_started=other.create_time(),
        share=points[-1][1],
    )
    with (run.folder / "events.jsonl").open("w") as file:
        for ago, share in points:
            event = {"at": now - ago, "kind": events.PROGRESS, "share": share, "what": "folding"}
            file.write(json.dumps(event) + "\n")
    return run


def test_the_time_left_follows_from_the_rate():
    status = watch.progress(_running([(20, 0.1), (10, 0.3), (0, 0.5)]))
    assert status.rate == pytest.approx(0.02, rel=1e-3)
    assert status.seconds_left == pytest.approx(25, abs=1)
    assert status.seconds == pytest.approx(100, abs=1)
    assert not status.is_over


def test_the_leap_to_where_it_was_cut_short_is_no_pace():
    status = watch.progress(_running([(22, 0.0), (20, 0.58), (10, 0.59), (0, 0.6)]))
    assert status.rate == pytest.approx(0.001, rel=1e-3)


def test_a_slow_beginning_is_forgotten():
    points = [(1000, 0.01), *((20 - i, 0.1 + 0.02 * i) for i in range(21))]
    status = watch.progress(_running(points))
    assert status.rate == pytest.approx(0.02, rel=1e-3)


@pytest.mark.parametrize("points", [[(0, 0.5)], [(10, 0.5), (0, 0.5)]])
def test_without_movement_no_time_is_told(points):
    status = watch.progress(_running(points))
    assert status.rate is None
    assert status.seconds_left is None


def test_the_reports_before_a_restart_do_not_count():
    run = _running([(20, 0.1), (10, 0.9)])
    events.record(run, events.STATE, state="running")
    events.record(run, events.PROGRESS, share=0.0, what="again")
    assert watch.progress(run).rate is None


def test_a_queued_run_is_not_over_and_a_done_one_is():
    run = create("count", {})
    assert not watch.progress(run).is_over
    assert watch.progress(run).seconds == 0
    states.change(run.folder, state="done", started=10.0, ended=12.5)
    assert watch.progress(run).is_over
    assert watch.progress(run).seconds == 2.5
