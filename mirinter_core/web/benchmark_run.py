"""What the address asks of the Benchmarks page, where it names a finished evaluation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from mirinter_core.errors import RunError, StorageError
from mirinter_core.runs import run as runs
from mirinter_core.runs.evaluated import reports_of
from mirinter_core.tasks import reports
from mirinter_core.tasks.report import load
from mirinter_core.tasks.reports import Kept, Summary, rule_of
from mirinter_core.tasks.standings import Bench
from mirinter_core.web.measurements import named
from mirinter_core.web.show import counted, plain

_RUN = "run"


def turn_to_run(by: Mapping[Bench, Sequence[Kept]], by_data: Mapping[str, Sequence[Bench]]) -> None:
    """Turn the choice to the report of the run that the address names, and say so.

    Only before the choice is asked for. Of several reports the first is shown. The address then
    names what is shown, so that another choice is not turned back.

    Parameters
    ----------
    by_data : mapping of str to sequence of Bench
        Benches by the label of their data.
    """
    run_id = st.query_params.pop(_RUN, "")
    if not run_id:
        return
    told, problems = _reports(run_id)
    shown = [found for summary in told if (found := _find(summary, by))]
    for problem in problems:
        st.warning(plain(problem, letters=1000), icon=":material/broken_image:")
    if not shown:
        if not problems:
            st.warning(
                f"Run {plain(run_id)} left no report to show. The Runs page tells how it ended.",
                icon=":material/info:",
            )
        return
    bench, kept = shown[0]
    st.query_params["data"] = next(label for label, own in by_data.items() if bench in own)
    st.query_params["protocol"] = bench.protocol
    st.query_params["negatives"] = bench.negatives
    rule = rule_of(kept.summary)
    names = [f"{rule} (rule)"] if rule else _names(by[bench], kept)
    st.query_params["models"] = names
    sets = ", ".join(dict.fromkeys(plain(own.dataset) for own, _ in shown))
    more = f" It measured {counted(len(shown), 'data set')}: {sets}." if len(shown) > 1 else ""
    st.info(f"Shown is what run {plain(run_id)} measured.{more}", icon=":material/history:")


def _names(reports_: Sequence[Kept], wanted: Kept) -> list[str]:
    return [name for name, kept in named(reports_).items() if kept is wanted]


def _reports(run_id: str) -> tuple[list[Summary], list[str]]:
    """Read a run's reports, and say what is wrong with those that cannot be read."""
    told, problems = [], []
    try:
        paths = reports_of(runs.load(run_id))
    except RunError as error:
        return [], [str(error)]
    for path in paths:
        try:
            told.append(reports.complete(load(path), str(path)))
        except StorageError as error:
            problems.append(str(error))
    return told, problems


def _find(summary: Summary, by: Mapping[Bench, Sequence[Kept]]) -> tuple[Bench, Kept] | None:
    """Find a report among those at hand; one that lies elsewhere too stands there once."""
    wanted = reports.content(summary)
    found = ((bench, kept) for bench, all_ in by.items() for kept in all_)
    return next((f for f in found if reports.content(f[1].summary) == wanted), None)
