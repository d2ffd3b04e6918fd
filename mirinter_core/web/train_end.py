"""What a training left: the model with its verdict, its measurement, and the ways on from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from mirinter_core import home
from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.runs.run import Run
from mirinter_core.tasks.reports import Summary
from mirinter_core.web import measurements, resources, verdicts
from mirinter_core.web.run_report import report_shown
from mirinter_core.web.running import running
from mirinter_core.web.show import errors_shown, plain
from mirinter_core.web.train_compare import compared
from mirinter_core.web.train_start import MEASURE
from mirinter_core.web.work import begin, unfinished

_PLAIN = {"protocol": "denovo-family", "folds": 5, "negatives": "full"}


def show(run: Run) -> None:
    """Show the model that a training left, and measure it."""
    name = str(run.request.arguments["name"])
    if home.find("models", name) is None:
        st.info(
            f"Model {plain(name)} was removed since. The course of its training is kept below.",
            icon=":material/link_off:",
        )
        return
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.subheader(f"Model {plain(name)} is trained", anchor=False, width="content")
            verdicts.badge(verdicts.verdict_of(name))
        st.markdown(plain(verdicts.verdict_of(name).sentence, letters=1000))
        ways_on(name)
    st.subheader("How good is it?", anchor=False)
    with errors_shown():
        _measured(run, name)


def ways_on(name: str) -> None:
    """Lead to where a model is used and told of."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(
            "pages/screen.py",
            label="Use this model on Screen",
            icon=":material/search:",
            query_params={"with": name},
        )
        st.page_link(
            "pages/models.py",
            label="Its card",
            icon=":material/deployed_code:",
            query_params={"model": name},
        )


def question_of(run: Run) -> dict[str, Any]:
    """Return under which question a training's model is to be measured."""
    asked: Mapping[str, Any] = run.request.arguments.get(MEASURE) or {}
    return {**_PLAIN, **{key: asked[key] for key in _PLAIN if key in asked}}


def _measured(run: Run, name: str) -> None:
    """Show the reports of a model, or measure it."""
    question = question_of(run)
    own = [r for r in resources.reports(name) if r["protocol"] == question["protocol"]]
    if own:
        for report in own:
            _report(report)
        st.subheader("Beside the default model", anchor=False)
        with errors_shown():
            compared(name, own, list(run.request.arguments["datasets"]), question)
        return
    work = unfinished("evaluate", model=name)
    if work is not None:
        st.markdown(_what(question))
        running(work)
        if work.is_live:
            return
    else:
        st.markdown(f"Not known yet. {_what(question)}")
    if st.button("Measure it", type="primary", icon=":material/straighten:"):
        asked = {"datasets": run.request.arguments["datasets"], "model": name, **question}
        begin("evaluate", {**asked, "device": "auto"}, title=f"{name}, {question['protocol']}")
        measurements.forget()
        st.rerun()


def _what(question: Mapping[str, Any]) -> str:
    """Say what measuring does (Markdown)."""
    protocol = PROTOCOLS[str(question["protocol"])]
    return (
        f"To measure it, its recipe is trained anew {question['folds']} times, each time without a "
        f"part of the pairs (hidden: {protocol.held}), and asked for that part, beside every rule "
        f"that needs no model. *{protocol.asks}*"
    )


def _report(report: Summary) -> None:
    report_shown(report)
    st.page_link("pages/benchmarks.py", label="All plots and tests", icon=":material/leaderboard:")
