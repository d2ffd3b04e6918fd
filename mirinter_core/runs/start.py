"""Starting runs that outlive their starter: a process of their own, spawned, never forked."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Thread

import psutil

from mirinter_core.errors import RunError
from mirinter_core.home import home
from mirinter_core.runs import state as states
from mirinter_core.runs.run import LOG, Run, all_runs
from mirinter_core.runs.state import State
from mirinter_core.runs.stop import end_processes

_ROOT = Path(__file__).parents[2]
_ATTEMPTS = 3  # what took the machine down three times is not begun again unasked


def start(run: Run) -> None:
    """Begin a queued run in a process of its own, and return at once.

    Raises
    ------
    RunError
        If it was begun before: see `resume`.
    """
    _launch(run, (states.QUEUED,), attempts=0)


def resume(run: Run) -> None:
    """Begin a run again that was interrupted, cancelled, or failed; what is done is not repeated.

    Raises
    ------
    RunError
        If it is done, or being worked on.
    """
    again = (states.QUEUED, states.INTERRUPTED, states.CANCELLED, states.FAILED)
    _launch(run, again, attempts=0)


def pick_up() -> list[Run]:
    """Begin what is queued or interrupted and has no process, oldest first: at a server's start.

    Returns
    -------
    list of Run
        Those begun. A run that was cut short three times waits until a user resumes it.
    """
    begun = []
    for run in reversed(all_runs()):
        state = run.state
        if state.state in (states.QUEUED, states.INTERRUPTED) and state.attempts < _ATTEMPTS:
            with suppress(RunError):  # another server was quicker
                _launch(run, (states.QUEUED, states.INTERRUPTED), attempts=state.attempts)
                begun.append(run)
    return begun


def _launch(run: Run, allowed: tuple[str, ...], *, attempts: int) -> None:
    _check(run, allowed)
    with states.held(run.folder, timeout=states.LETTING_GO):
        state = run.state
        # A thread of this process that died without a word looks alive to us, who hold its run.
        left_by_us = state.pid == os.getpid() and state.state in (states.QUEUED, states.RUNNING)
        if not left_by_us:
            _check(run, allowed)  # again: another starter may have come first
        if state.own_process and state.pid is not None:
            end_processes(state.pid, state.process_started)  # what a killed process left
        states.forget_request(run.folder)
        states.write(run.folder, State(attempts=attempts + 1))
        pid, started = _spawn(run)
        states.change(run.folder, pid=pid, process_started=started, own_process=True)


def _check(run: Run, allowed: tuple[str, ...]) -> None:
    state = run.state
    if run.is_live:
        raise RunError(f"Run {run.id} is {state.state} already: a process has it.")
    if state.state not in allowed:
        raise RunError(
            f"Run {run.id} is {state.state}. "
            + ("Make a new run to do it again." if state.state == states.DONE else "Resume it.")
        )


def _spawn(run: Run) -> tuple[int, float]:
    """Spawn the worker, the leader of a session of its own; return its number and its start."""
    with (run.folder / LOG).open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "mirinter_core", "runs", "exec", run.id],
            cwd=_ROOT,
            env={**os.environ, "MIRINTER_HOME": str(home()), "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    started = psutil.Process(process.pid).create_time()  # before it can be reaped and forgotten
    # A server lives on after its workers: one that nobody waits for would stay as a zombie.
    Thread(target=process.wait, name=f"reaper of {run.id}", daemon=True).start()
    return process.pid, started
