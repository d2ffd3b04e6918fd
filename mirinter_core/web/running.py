"""A run as every page shows it: under way with what is left of its time, or how it ended."""

from __future__ import annotations

import os

import streamlit as st

from mirinter_core.errors import RunError
from mirinter_core.runs import run as runs
from mirinter_core.runs import state as states
from mirinter_core.runs.run import LOG, Run
from mirinter_core.runs.start import resume
from mirinter_core.runs.stop import cancel
from mirinter_core.runs.watch import Status, progress
from mirinter_core.web.show import duration, errors_shown, plain

DAMAGED = "damaged"  # a run whose request cannot be read
ICONS = {  # by state: an icon and a colour, always beside the word
    states.QUEUED: (":material/hourglass_empty:", "grey"),
    states.RUNNING: (":material/progress_activity:", "blue"),
    states.DONE: (":material/check_circle:", "green"),
    states.FAILED: (":material/error:", "red"),
    states.CANCELLED: (":material/cancel:", "grey"),
    states.INTERRUPTED: (":material/power_off:", "orange"),
    DAMAGED: (":material/broken_image:", "red"),
}
_POLL = 1  # seconds
_LOG_TAIL = 20_000  # bytes of the log's end that are shown; the whole of it can be downloaded


def running(run: Run) -> None:
    """Show a run that is not done: how far it is and how to stop it, or why it ended.

    Polls while the run lives; when it has ended, the whole page is run again, once. Shows
    nothing of a run that is done: its results are the page's to show.
    """
    status = progress(run)
    if not status.is_over:
        _live(run.id, status.state)
    elif status.state == states.FAILED:
        message = plain(status.error, letters=2000)
        st.error(f"**It failed.** {message}", icon=ICONS[status.state][0])
        _go_on(run, "Try again")
        log_of(run)
    elif status.state == states.CANCELLED:
        st.info("**Cancelled.** What was done so far is kept.", icon=ICONS[status.state][0])
        _go_on(run, "Resume")
    elif status.state == states.INTERRUPTED:
        st.warning(
            "**Interrupted.** Its process ended before the work did: the machine was switched "
            f"off, or the process was killed. What was done so far is kept. {plain(status.error)}",
            icon=ICONS[status.state][0],
        )
        _go_on(run, "Resume")
        log_of(run)


def badge(state: str) -> None:
    """Show a state as a word with an icon and a colour."""
    icon, colour = ICONS[state]
    st.badge(state.capitalize(), icon=icon, color=colour)  # type: ignore[arg-type]


def log_of(run: Run) -> None:
    """Show the end of a run's log, and give all of it."""
    path = run.folder / LOG
    if not path.exists() or not path.stat().st_size:
        return
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _LOG_TAIL), os.SEEK_SET)
        end = file.read().decode("utf-8", "replace")
    with st.expander("Log", icon=":material/description:"):
        if size > _LOG_TAIL:
            st.caption(f"The last {_LOG_TAIL:,} of {size:,} bytes.")
        st.code(end, language=None, height=260 if end.count("\n") > 10 else "content")
        st.download_button(
            "Whole log",
            path.read_bytes,
            file_name=f"mirinter-{run.id}-log.txt",
            mime="text/plain",
            key=f"log-{run.id}",
            on_click="ignore",
            icon=":material/download:",
        )


def progress_line(status: Status) -> str:
    """Say in one line how far a run is, how fast it goes and what is left (Markdown).

    Examples
    --------
    >>> facts = {"what": "folding", "error": "", "seconds": 9.0, "is_over": False}
    >>> print(
    ...     progress_line(Status(state="running", share=0.5, rate=0.05, seconds_left=9.6, **facts))
    ... )
    **50 %** folding · 5.0 % a second · about 10 s left
    """
    if status.state == states.QUEUED:
        return f"**Queued** {plain(status.what) or 'waiting to begin'}"
    parts = [f"**{status.share * 100:.0f} %** {plain(status.what)}".strip()]
    if status.rate:
        one_minute = 60 * status.rate
        a_second = one_minute >= 1
        share, unit = (status.rate, "second") if a_second else (one_minute, "minute")
        parts.append(f"{share * 100:.1f} % a {unit}")
    if status.seconds_left is None:
        parts.append("time left not known yet")
    else:
        about = "about " if status.seconds_left >= 1 else ""
        parts.append(f"{about}{duration(status.seconds_left)} left")
    return " · ".join(parts)


@st.fragment(run_every=_POLL)
def _live(run_id: str, drawn: str) -> None:
    """Show a living run, again each second; in another state than drawn, the page is run again."""
    try:
        run = runs.load(run_id)
    except RunError:  # removed in another tab: the page says so
        st.rerun()
    status = progress(run)
    if status.state != drawn:
        st.rerun()
    st.progress(status.share, text=progress_line(status))
    if st.button("Cancel", key=f"cancel-{run.id}", icon=":material/stop_circle:"):
        with errors_shown(), st.spinner("Stopping, and seeing that it has stopped."):
            cancel(run)
            st.rerun()


def _go_on(run: Run, label: str) -> None:
    if st.button(label, key=f"resume-{run.id}", icon=":material/replay:"):
        with errors_shown():
            resume(run)
            st.rerun()
