"""Doing the work of a run in this process, and writing down how it ends, whatever happens."""

from __future__ import annotations

import errno
import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from functools import partial
from types import FrameType, TracebackType

import psutil

from mirinter_core.errors import NOT_ENOUGH_MEMORY, CancelledError, MirinterError, RunError
from mirinter_core.home import write_json
from mirinter_core.progress import Progress, silent
from mirinter_core.provenance import provenance
from mirinter_core.runs import events
from mirinter_core.runs import state as states
from mirinter_core.runs.command import command_of
from mirinter_core.runs.job import JOBS
from mirinter_core.runs.line import AWAITED, give_way, turn
from mirinter_core.runs.run import LOG, Run
from mirinter_core.runs.state import State

_log = logging.getLogger(__name__)
_WRITE_EVERY = 0.25  # seconds; a page polls about once a second
_EVENT_EVERY = 10.0  # seconds; or each hundredth, whichever comes first: a day is 10,000 lines
_EVENT_SHARE = 0.01
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def execute(run: Run, *, progress: Progress = silent, waits: bool = True) -> State:
    """Do the work of a run now, in this process and thread, and return how it ended.

    The error of a job is not raised: it is the run's, in its state and log. Only what is not an
    `Exception` goes on to the caller once it is written down: Ctrl-C (`cancelled`), SIGTERM and
    the interruptions of a page's script (`interrupted`).

    Parameters
    ----------
    progress : Progress
        Called at most four times a second; may raise `CancelledError`.
    waits : bool
        Whether to wait in line for the device, as all work over a few seconds should.

    Raises
    ------
    RunError
        If another process or thread works on the run, or it is done.
    StorageError
        If not even the end could be written down.
    """
    with states.held(run.folder, timeout=states.LETTING_GO), _logged(run), ExitStack() as ending:
        _refuse_if_done(run)
        ending.push(partial(_write_down, run))
        ending.enter_context(_sigterm_raises())
        if _sign_in(run).own_process and run.request.verb not in AWAITED:
            give_way()
        report = _reporter(run, progress)
        device = run.request.arguments.get("device")
        if waits and device:
            ending.enter_context(turn(run, str(device), report))
        _begin(run)
        JOBS.get(run.request.verb)(run, report)
        _keep_provenance(run)
        progress(1.0, "done")
    return run.state


def _refuse_if_done(run: Run) -> None:
    if run.state.state == states.DONE:
        raise RunError(f"Run {run.id} is done. Make a new run to do it again.")


@contextmanager
def _logged(run: Run) -> Iterator[None]:
    """Send what is logged meanwhile to the run's log; a page's thread sends only its own."""
    handler = logging.FileHandler(run.folder / LOG, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    if threading.current_thread() is not threading.main_thread():
        own = threading.get_ident()
        handler.addFilter(lambda entry: entry.thread == own)
    core = logging.getLogger("mirinter_core")
    if core.level == logging.NOTSET:
        core.setLevel(logging.INFO)
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()


@contextmanager
def _sigterm_raises() -> Iterator[None]:
    """Turn SIGTERM, as at a shutdown, into SystemExit, so that the end is written down."""

    def leave(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    if threading.current_thread() is not threading.main_thread():  # only it may set handlers
        yield
        return
    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _sign_in(run: Run) -> State:
    """Say that this process has the run; it is its own only if it was spawned for it."""
    state, pid = run.state, os.getpid()
    return states.change(
        run.folder,
        state=states.QUEUED,
        pid=pid,
        process_started=psutil.Process().create_time(),
        own_process=state.own_process and state.pid == pid,
        share=0.0,
        what="",
        error="",
        started=None,
        ended=None,
    )


def _begin(run: Run) -> None:
    states.change(run.folder, state=states.RUNNING, started=time.time())
    events.record(run, events.STATE, state=states.RUNNING)
    _log.info("%s begins", run.request.verb)


def _reporter(run: Run, progress: Progress) -> Progress:
    written = event_at = float("-inf")
    event_share = 0.0

    def report(done: float, what: str) -> None:
        nonlocal written, event_at, event_share
        now = time.monotonic()
        if now - written < _WRITE_EVERY:
            return
        written = now
        if states.is_asked_to_stop(run.folder):
            raise CancelledError("Stopped, as asked.")
        share = min(max(done, 0.0), 1.0)
        states.change(run.folder, share=share, what=what)
        if now - event_at >= _EVENT_EVERY or share - event_share >= _EVENT_SHARE:
            event_at, event_share = now, share
            events.record(run, events.PROGRESS, share=share, what=what)
        progress(share, what)

    return report


def _keep_provenance(run: Run) -> None:
    path = run.folder / "provenance.json"
    if not path.exists():
        facts = provenance(verb=run.request.verb, command=command_of(run, paths=False))
        write_json(path, {"format_version": 1, **facts})


def _write_down(
    run: Run,
    kind: type[BaseException] | None,
    error: BaseException | None,
    _trace: TracebackType | None,
) -> bool:
    """Write down how the run ended; true if the error ends here.

    This is the one place that lets no error through. It is told of them as a context manager's
    exit, so that nothing is caught that is not written down first.
    """
    state, message = _outcome(run, kind, error)
    facts = {"share": 1.0} if state == states.DONE else {}
    ended = replace(run.state, state=state, ended=time.time(), error=message, **facts)  # type: ignore[arg-type]
    if kind is None or issubclass(kind, MirinterError):
        _log.log(logging.ERROR if message else logging.INFO, "%s. %s", state, message)
    else:
        _log.error("%s. %s", state, message, exc_info=error)
    with suppress(OSError):  # of events, a full disk may keep the last
        events.record(run, events.STATE, state=state)
    # The state comes last: who sees it ended may end this process, or read the log and events.
    states.write_at_any_cost(run.folder, ended)
    return kind is not None and issubclass(kind, Exception)


def _outcome(
    run: Run, kind: type[BaseException] | None, error: BaseException | None
) -> tuple[str, str]:
    if kind is None:
        return states.DONE, ""
    if issubclass(kind, CancelledError | KeyboardInterrupt):
        return states.CANCELLED, ""
    if issubclass(kind, MirinterError):
        return states.FAILED, str(error)
    if issubclass(kind, MemoryError):
        return states.FAILED, NOT_ENOUGH_MEMORY
    if isinstance(error, OSError) and error.errno in _FULL:
        return states.FAILED, f"The disk is full ({error.strerror}). Free some space and resume it."
    if issubclass(kind, Exception):
        return states.FAILED, (
            f"This is our bug, not your data's fault: {kind.__name__}: {error}. What was done so "
            "far is kept; the log says where it happened. Please report it with the log."
        )
    return (states.CANCELLED if states.is_asked_to_stop(run.folder) else states.INTERRUPTED), ""
