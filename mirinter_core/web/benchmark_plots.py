"""The plots of the Benchmarks page that need no more choice than what to compare."""

from __future__ import annotations

import streamlit as st

from mirinter_core.figures import (
    benchmark_bars,
    precision_recall,
    roc,
    type_heatmap,
)
from mirinter_core.figures import reliability as promises
from mirinter_core.tasks.meanings import MEANINGS
from mirinter_core.tasks.reports import Summary, rule_of
from mirinter_core.web.benchmark_choice import Choice
from mirinter_core.web.figure_files import figure

_NO_CURVES = (
    "A report that an older mirinter made holds no curves. Make it again with the command under "
    "*Make it again*."
)
_NO_PROMISES = (
    "Of rules beside models, and in reports of an older mirinter, there is nothing to check here."
)
_NO_RULE = (
    "Of a rule that stands beside models only its figures are kept: no {what}. They are in the "
    "table and under *Bars*."
)
_DRAWN = ("auprc", "auroc", "per_query_auprc", "per_query_precision_at_20", "mcc")


def bars(choice: Choice) -> None:
    """Show models as bars and the rules as lines, in one figure of measure after another."""
    key = st.segmented_control(
        "Figure",
        _DRAWN,
        default=_DRAWN[0],
        required=True,
        format_func=lambda name: MEANINGS[name].title,
        key="figure",
        bind="query-params",
    )
    st.caption(MEANINGS[key].says)
    reports = choice.reports
    figure(
        lambda dark: benchmark_bars.benchmark_bars(reports, key, dark=dark),
        benchmark_bars.reading(reports, key),
        key=f"bars-{key.replace('_', '-')}",
        file=file_name(choice, key),
    )


def curves(choice: Choice) -> None:
    """Show precision over recall, and ROC: folds thin, their mean thick."""
    reports = [r for r in choice.reports if has_curves(r)]
    for said in dict.fromkeys(no_curves(r) for r in choice.reports if not has_curves(r)):
        st.info(said, icon=":material/info:")
    if not reports:
        return
    for name, draw, reading in (
        ("precision-recall", precision_recall.precision_recall, precision_recall.reading),
        ("roc", roc.roc, roc.reading),
    ):
        figure(
            lambda dark, draw=draw: draw(reports, dark=dark),  # type: ignore[misc]
            reading(reports[0]),
            key=name,
            file=file_name(choice, name),
        )


def reliability(choice: Choice) -> None:
    """Show whether shares that scores promise are kept on pairs of other folds."""
    reports = [r for r in choice.reports if r["reliability"]]
    if len(reports) < len(choice.reports):
        st.info(_NO_PROMISES, icon=":material/info:")
    if reports:
        figure(
            lambda dark: promises.reliability(reports, dark=dark),
            promises.reading(reports[0]),
            key="reliability",
            file=file_name(choice, "reliability"),
        )


def has_curves(report: Summary) -> bool:
    """Tell whether a report says how many pairs score at least what: older ones do not."""
    return bool(report["curves"].get("thresholds"))


def no_curves(report: Summary) -> str:
    """Say why a report holds no curves (Markdown)."""
    return _NO_RULE.format(what="curves") if rule_of(report) else _NO_CURVES


def types(choice: Choice) -> None:
    """Show which types of pairs one model tells apart well."""
    name, report = one_of(choice, "types")
    if rule_of(report) and not report["by_type"]:
        st.info(_NO_RULE.format(what="figures by pair type"), icon=":material/info:")
        return
    figure(
        lambda dark: type_heatmap.type_heatmap(report, dark=dark),
        type_heatmap.reading(report),
        key="pair-types",
        file=file_name(choice, f"types-{name}"),
    )


def one_of(choice: Choice, key: str) -> tuple[str, Summary]:
    """Ask for one of the models that are compared."""
    names = list(choice.chosen)
    place = 0
    if len(names) > 1:
        name = st.selectbox("Model", names, key=f"one-{key}-{'|'.join(names)}")
        place = names.index(name)
    return names[place], choice.reports[place]


def file_name(choice: Choice, what: str) -> str:
    """Name a file after what it shows; letters that no disk minds."""
    text = f"mirinter-{choice.bench.dataset}-{choice.bench.protocol}-{what}"
    return "".join(letter if letter.isalnum() or letter in "-." else "-" for letter in text)
