"""Where to cut: the scores, and what a threshold or the top of a ranking is worth."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from mirinter_core.figures import confusion, score_distribution
from mirinter_core.tasks.calls import Confusion, expected_listed
from mirinter_core.tasks.calls import confusion as calls_at
from mirinter_core.tasks.curves import Curves
from mirinter_core.tasks.meanings import figure_of
from mirinter_core.web.benchmark_choice import Choice
from mirinter_core.web.benchmark_plots import file_name, has_curves, no_curves, one_of
from mirinter_core.web.figure_files import figure
from mirinter_core.web.show import counted, plain

_COUNTS, _SHARES = "Counts", "Shares"
_MOST_PARTNERS = 10_000_000


@dataclass(frozen=True)
class _Yours:
    """What a user's own ranking would be like.

    Parameters
    ----------
    prevalence : float
        The share of partners that is truly listed, 0 to 1.
    """

    partners: int
    top: int
    prevalence: float


def threshold(choice: Choice) -> None:
    """Show scores, the confusion matrix at a threshold, and what to expect of one's own ranking."""
    name, report = one_of(choice, "threshold")
    if not has_curves(report):
        st.info(no_curves(report), icon=":material/info:")
        return
    found = Curves.read(report["curves"])
    if len(found.thresholds) < 2:
        st.info("All pairs score alike: there is nothing to cut.", icon=":material/info:")
        return
    cut = _cut(found, report, name)
    yours = _yours(report)
    _worth(found, cut, yours)
    figure(
        lambda dark: score_distribution.score_distribution(report, threshold=cut, dark=dark),
        score_distribution.reading(report),
        key="scores",
        file=file_name(choice, f"scores-{name}"),
    )
    shares = st.segmented_control(
        "Numbers in the confusion matrix", [_COUNTS, _SHARES], default=_COUNTS, required=True
    )
    figure(
        lambda dark: confusion.confusion(report, cut, normalised=shares == _SHARES, dark=dark),
        confusion.reading(calls_at(found, cut).total),
        key="confusion",
        file=file_name(choice, f"confusion-{name}"),
    )


def _cut(found: Curves, report: Mapping[str, Any], name: str) -> float:
    """Ask for a threshold; the usual one is that of the report, the best by MCC on other folds."""
    # Where two read alike, one is offered: a slider tells its steps apart by what they read.
    steps = sorted({_label(step): step for step in found.thresholds.tolist()}.values())
    usual = figure_of(report["mean"], "threshold")
    start = steps[len(steps) // 2] if math.isnan(usual) else steps[_nearest(steps, usual)]
    finds = {step: float(calls_at(found, step).total.recall[0]) for step in steps}
    chosen: float = st.select_slider(
        "Threshold: pairs that score at least this are called listed",
        steps,
        value=start,
        format_func=lambda step: f"{_label(step)}, finds {_share(finds[step])}",
        key=f"threshold-{name}-{steps[0]}-{steps[-1]}",
        help="Begins where the Matthews correlation was best on the other folds.",
    )
    return chosen


def _label(step: float) -> str:
    return f"{step:.4g}"


def _nearest(steps: list[float], value: float) -> int:
    return int(np.abs(np.array(steps) - value).argmin())


def _yours(report: Mapping[str, Any]) -> _Yours:
    partners = figure_of(report["mean"], "per_query_partners")
    with st.grid(3, min_column_width=140):
        prevalence = st.number_input(
            "Truly listed among yours (%)",
            min_value=0.001,
            max_value=100.0,
            value=round(100 * float(report["prevalence"]), 3),
            step=0.5,
            format="%.3f",
            help="The share of your partners that would be listed if all were known. It begins "
            "with the share in the test; a whole transcriptome has less.",
        )
        top = st.number_input("You look at the first", min_value=1, value=20, step=5)
        ranked = st.number_input(
            "of so many partners",
            min_value=1,
            max_value=_MOST_PARTNERS,
            value=1000 if math.isnan(partners) else max(round(partners), 1),
            step=100,
        )
    if top > ranked:
        st.warning(
            f"There are no more than {counted(int(ranked), 'partner')} to look at: all are taken.",
            icon=":material/warning:",
        )
    return _Yours(int(ranked), min(int(top), int(ranked)), float(prevalence) / 100)


def _worth(found: Curves, cut: float, yours: _Yours) -> None:
    """Show what the threshold and the top are worth, in a sentence and three numbers."""
    total = calls_at(found, cut).total
    expected = expected_listed(
        found, yours.top, partners=yours.partners, prevalence=yours.prevalence
    )
    st.markdown(plain(confusion.reading(total, prevalence=yours.prevalence), letters=1000))
    with st.grid(3, min_column_width=140):
        st.metric("Precision among yours", _share(_precision(total, yours)), border=True)
        st.metric("Recall", _share(float(total.recall[0])), border=True)
        st.metric(
            f"In your first {yours.top:,}",
            f"{expected.mean():.1f}" if len(expected) else "not known",
            border=True,
            help="Listed partners, mean over the folds, if the listed share were yours. Recall and "
            "false positive rate are taken to be as in the test; for other kinds of partners they "
            "are not.",
        )
    if len(expected):
        st.caption(
            f"Of the first {yours.top:,} among {counted(yours.partners, 'partner')}, "
            f"{expected.min():.1f} to {expected.max():.1f} would be listed, by fold; by chance "
            f"{min(yours.top, yours.partners) * yours.prevalence:.1f}. This takes the pairs of all "
            "queries as one ranking; what each query's own gave is in the table above."
        )


def _precision(total: Confusion, yours: _Yours) -> float:
    return float(total.precision_at(yours.prevalence)[0])


def _share(value: float) -> str:
    return "none called" if math.isnan(value) else f"{100 * value:.1f} %"
