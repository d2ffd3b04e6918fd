"""How far a run is, how fast it goes, and when it will be done: what a page polls."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mirinter_core.runs import events
from mirinter_core.runs import state as states
from mirinter_core.runs.run import Run

_TAIL = 8192  # bytes of events: some eighty reports
_RECENT = 12  # reports the rate is taken from, so that a slow beginning is forgotten


@dataclass(frozen=True, kw_only=True)
class Status:
    """How a run fares, for a reader.

    Parameters
    ----------
    state, what, error : str
        As in `mirinter_core.runs.state.State`.
    share : float
        0 to 1.
    seconds : float
        Since it began, or how long it took; 0 before.
    rate : float or None
        Share a second, of late; None until two reports tell.
    seconds_left : float or None
        Estimate; None when it cannot be told.
    is_over : bool
        Whether polling can stop: nothing will happen unless it is resumed.
    """

    state: str
    share: float
    what: str
    error: str
    seconds: float
    rate: float | None
    seconds_left: float | None
    is_over: bool


def progress(run: Run) -> Status:
    """Tell how far a run is."""
    state = run.state
    now = time.time()
    rate = left = None
    if state.state == states.RUNNING:
        points = _points(events.read(run, last_bytes=_TAIL))
        rate = _rate(points)
        if rate:
            at, share = points[-1]
            expected = (1.0 - share) / rate - (now - at)
            left = expected if expected > 0 else None  # it takes longer than its pace foretold
    end = now if state.state == states.RUNNING else (state.ended or now)
    return Status(
        state=state.state,
        share=state.share,
        what=state.what,
        error=state.error,
        seconds=max(0.0, end - state.started) if state.started else 0.0,
        rate=rate,
        seconds_left=left,
        is_over=state.state not in (states.QUEUED, states.RUNNING),
    )


def _points(happened: Sequence[dict[str, Any]]) -> list[tuple[float, float]]:
    """Return the latest times and shares of this attempt; a new attempt begins at 0 again.

    What goes on where it was cut short leaps there at once: its first report tells no pace.
    """
    points: list[tuple[float, float]] = []
    for event in happened:
        if event["kind"] == events.STATE:
            points = []
        elif event["kind"] == events.PROGRESS:
            points.append((event["at"], event["share"]))
    return points[1:][-_RECENT:] if len(points) > 2 else points


def _rate(points: Sequence[tuple[float, float]]) -> float | None:
    if len(points) < 2:
        return None
    (first_at, first_share), (last_at, last_share) = points[0], points[-1]
    if last_at <= first_at or last_share <= first_share:
        return None
    return (last_share - first_share) / (last_at - first_at)
