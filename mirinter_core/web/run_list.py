"""The list of runs: which are shown, and one run as a card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from mirinter_core.errors import StorageError
from mirinter_core.runs import state as states
from mirinter_core.runs.asked import RECIPE
from mirinter_core.runs.command import without_folder
from mirinter_core.runs.run import Request, Run, all_runs
from mirinter_core.runs.watch import progress
from mirinter_core.web import run_details
from mirinter_core.web.run_report import run_report
from mirinter_core.web.running import DAMAGED, badge, running
from mirinter_core.web.show import counted, duration, errors_shown, plain

EACH = 20  # runs on a page
KINDS = {
    "screen": "screen",
    "embed_catalog": "embedding",
    "fetch_catalog": "download",
    "evaluate": "evaluation",
    "map": "map",
    "train": "training",
}
PAGES = {  # where a run of a verb is opened: its page, and whether the address names the run
    "screen": ("pages/screen.py", True),
    "embed_catalog": ("pages/catalogues.py", False),
    "fetch_catalog": ("pages/catalogues.py", False),
    "evaluate": ("pages/benchmarks.py", True),
    "map": ("pages/embedding_map.py", True),
    "train": ("pages/train.py", True),
}
_AT_END = ("evaluate",)  # verbs whose page has nothing to show before the run is done
_TOLD = {  # arguments worth telling, and what they are called
    "catalog": "catalogue",
    "model": "model",
    "encoder": "encoder",
    "source": "source",
    "datasets": "data",
    "dataset": "data",
    "recipe": "recipe",
    "protocol": "protocol",
}
_ALL, _PINNED = "all", "pinned"
_SHOWN = (_ALL, _PINNED, *states.STATES, DAMAGED)


@dataclass(frozen=True)
class Entry:
    """A run as it stands in the list.

    Parameters
    ----------
    request : Request or None
        None if it is damaged: `error` says how.
    """

    run: Run
    request: Request | None
    state: str
    error: str = ""


def entries() -> tuple[list[Entry], int, int]:
    """Ask which runs to show; give those of the page, how many are found, and how many there are.

    Only what is on the page is read, unless a search has to look into all.
    """
    found = all_runs()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input("Search titles and notes", type="search", key="q", bind="query-params")
        kind = st.selectbox("Show", _SHOWN, key="only", bind="query-params", width=180)
    total = len(found)
    if text or kind != _ALL:
        wanted = [e for e in map(entry, found) if _fits(e, text or "", kind)]
        found = [e.run for e in wanted]
    pages = max(1, -(-len(found) // EACH))
    number = st.session_state.get("runs_page", 1)
    if number > pages:  # runs were deleted, or the search changed
        st.session_state["runs_page"] = number = pages
    start = (number - 1) * EACH
    return [entry(run) for run in found[start : start + EACH]], len(found), total


def page_turner(found: int) -> None:
    """Lead to the other pages of the list."""
    if found > EACH:
        st.pagination(-(-found // EACH), key="runs_page")


def entry(run: Run) -> Entry:
    """Read what the list says of a run; a damaged one is listed too, so that it can be removed."""
    try:
        return Entry(run, run.request, run.state.state)
    except (StorageError, TypeError) as error:
        return Entry(run, None, DAMAGED, str(error))


def card(shown: Entry) -> None:
    """Show a run in the list: its state, what it is, and what can be done with it."""
    run, request = shown.run, shown.request
    is_open = st.query_params.get("show") == run.id
    with st.container(border=True, key=f"run-{run.id}"):
        left, right = st.columns([3, 1], vertical_alignment="center")
        with left.container(gap=None):
            _heading(shown)
        with right.container(horizontal=True, horizontal_alignment="right"):
            _ways_in(run, request, shown.state, is_open=is_open)
        if shown.state in (states.QUEUED, states.RUNNING) or (is_open and request):
            running(run)
        if is_open:
            with errors_shown():
                run_report(run)
                run_details.details(run, request)


def when(seconds: float) -> str:
    """Say a time as people write it, in the machine's time zone.

    Examples
    --------
    >>> len(when(0.0)) > 10
    True
    """
    return f"{datetime.fromtimestamp(seconds):%-d %b %Y, %H:%M}"


def _fits(found: Entry, text: str, kind: str) -> bool:
    if found.request is None:
        return kind in (_ALL, DAMAGED) and (not text or text.lower() in found.run.id)
    words = f"{found.request.title}\n{found.request.notes}\n{found.run.id}".lower()
    is_kind = {_ALL: True, _PINNED: found.request.pinned}.get(kind, found.state == kind)
    return is_kind and text.strip().lower() in words


def _heading(shown: Entry) -> None:
    request = shown.request
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        badge(shown.state)
        pin = ":material/push_pin: " if request and request.pinned else ""
        title = plain(request.title, letters=120) if request else shown.run.id
        st.markdown(f"{pin}**{title}**", width="content")
    if request is None:
        st.caption(plain(f"{shown.error} It can only be deleted."))
        return
    status = progress(shown.run)
    asked = request.arguments
    facts = [
        KINDS.get(request.verb, request.verb),
        when(request.created),
        f"took {duration(status.seconds)}" if status.is_over and status.seconds else "",
        *(
            f"{word} {_named(asked[key])}"
            for key, word in _TOLD.items()
            if asked.get(key) not in (None, "", RECIPE)  # a recipe of its own is in the title
        ),
    ]
    st.caption(plain(" · ".join(fact for fact in facts if fact)))


def _named(value: object) -> str:
    """Name what was asked for; of paths, only what they lead to."""
    values = value if isinstance(value, list) else [value]
    return ", ".join(without_folder(str(one)) for one in values)


def _ways_in(run: Run, request: Request | None, state: str, *, is_open: bool) -> None:
    place, is_named = PAGES.get(request.verb if request else "", ("", False))
    is_there = state == states.DONE if request and request.verb in _AT_END else True
    if place and is_there and state != states.FAILED:
        address = {"run": run.id} if is_named else None
        st.page_link(place, label="Open", icon=":material/open_in_full:", query_params=address)
    label = "Close" if is_open else "More"
    icon = f":material/expand_{'less' if is_open else 'more'}:"
    if st.button(label, key=f"more-{run.id}", icon=icon):
        if is_open:
            del st.query_params["show"]
        else:
            st.query_params["show"] = run.id
        st.rerun()


def said(number: int, found: int, total: int) -> str:
    """Say how many of the runs are shown.

    Examples
    --------
    >>> said(20, 37, 10000)
    '20 of 37 found shown, of 10,000 runs in all.'
    >>> said(0, 0, 5)
    'None of 5 runs is found so.'
    >>> said(3, 3, 3)
    '3 runs, newest first.'
    """
    if number == total:
        return f"{counted(total, 'run')}, newest first."
    if found == total:
        return f"{number:,} of {counted(total, 'run')} shown, newest first."
    if not found:
        return f"None of {counted(total, 'run')} is found so."
    return f"{number:,} of {found:,} found shown, of {counted(total, 'run')} in all."
