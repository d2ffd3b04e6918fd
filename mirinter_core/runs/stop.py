"""Stopping runs, and seeing that they have stopped."""

from __future__ import annotations

import os
import time
from contextlib import suppress

import psutil

from mirinter_core.errors import RunError
from mirinter_core.runs import events
from mirinter_core.runs import state as states
from mirinter_core.runs.run import Run

_POLL = 0.05  # seconds
_KILL_TIMEOUT = 10.0  # seconds; only a process stuck in the kernel outlives SIGKILL for so long


def cancel(run: Run, *, grace: float = 3.0) -> None:
    """Stop a run: by asking, then by ending its process and all that process began.

    Returns when the run has stopped. What it had written whole stays, and it can be resumed.

    Parameters
    ----------
    grace : float
        Seconds it has to stop by itself.

    Raises
    ------
    RunError
        If it has ended already; or if it does not stop in time and works inside another
        program, which is not ended for it: the request stands, it stops at its next report.
    """
    state = run.state
    if state.state not in (states.QUEUED, states.RUNNING, states.INTERRUPTED):
        raise RunError(f"Run {run.id} is {state.state}: there is nothing to cancel.")
    states.ask_to_stop(run.folder)
    _wait_for_end(run, grace)
    state = run.state
    if state.own_process and state.pid is not None:
        end_processes(state.pid, state.process_started)
    elif run.is_live:
        raise RunError(
            f"Run {run.id} works inside another program and has not stopped within {grace:g} s. "
            "It was asked to, and will stop at its next step; or end that program."
        )
    with states.held(run.folder, timeout=states.LETTING_GO):
        if run.state.state in (states.QUEUED, states.RUNNING, states.INTERRUPTED):
            states.change(run.folder, state=states.CANCELLED, ended=time.time(), error="")
            events.record(run, events.STATE, state=states.CANCELLED)


def end_processes(leader: int, started: float | None) -> None:
    """Kill a worker, its process group and its children, and see that they are gone.

    Safe to call when the worker died before: a group keeps its number from being used again as
    long as anyone is left in it.

    Parameters
    ----------
    leader, started : int, float
        The worker, which leads its group, and when it began (seconds since 1970).

    Raises
    ------
    RunError
        If some of them cannot be killed.
    """
    deadline = time.monotonic() + _KILL_TIMEOUT
    left = _family(leader, started)
    while left:
        for process in left:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        time.sleep(0.01)
        left = {p for p in left | _family(leader, started) if _lives(p)}
        if left and time.monotonic() > deadline:
            raise RunError(
                f"The processes {', '.join(str(p.pid) for p in left)} could not be ended. "
                "End them by hand, or restart the machine."
            )


def _wait_for_end(run: Run, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while run.is_live and time.monotonic() < deadline:
        time.sleep(_POLL)


def _family(leader: int, started: float | None) -> set[psutil.Process]:
    """Find the living among a worker, its group, and its children in groups of their own."""
    if psutil.pid_exists(leader) and not _is_same(leader, started):
        return set()  # the number went to a stranger, so nobody of ours is left
    if leader == os.getpgid(0):
        return set()  # a worker leads a group of its own: this one is ours, whoever led it
    found = set()
    for pid in psutil.pids():
        with suppress(OSError, psutil.NoSuchProcess):
            if os.getpgid(pid) == leader:
                process = psutil.Process(pid)
                found |= {process, *process.children(recursive=True)}
    return {p for p in found if _lives(p)}


def _is_same(pid: int, started: float | None) -> bool:
    """Tell whether that process, alive or a zombie, is the one that began then."""
    try:
        return abs(psutil.Process(pid).create_time() - (started or 0.0)) < states.CLOCK_STEP
    except psutil.NoSuchProcess:
        return True


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
