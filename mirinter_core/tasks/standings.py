"""Models, rules and chance in one table: only what was measured on the same pairs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from mirinter_core.tasks.meanings import MEANINGS, chance, figure_of
from mirinter_core.tasks.paired import compare, split_with
from mirinter_core.tasks.reports import Summary, rule_of
from mirinter_core.tasks.trust import TOP

MODEL, RULE, SAMPLED, CHANCE = "model", "rule", "rule, on a sample", "chance"
CERTAIN = 0.05  # corrected p above which nothing is decided
LISTED = "listed_at_top"  # listed partners among the first `TOP` of a query's ranking
_SPREAD = ("auprc", "auroc", "per_query_auprc")  # shown with their standard deviation


@dataclass(frozen=True, order=True)
class Bench:
    """What reports must share to stand beside each other."""

    dataset: str
    digest: str
    protocol: str
    negatives: str


def bench_of(report: Summary) -> Bench:
    """Say on which bench a report was measured."""
    data = report["dataset"]
    return Bench(data["name"], data["data_digest"], report["protocol"], str(report["negatives"]))


def completed(report: Summary, others: Sequence[Summary]) -> Summary:
    """Give a report the rules that were measured beside others in the very same folds."""
    rules: dict[str, Any] = {}
    for other in (report, *others):
        if _folds_of(other) == _folds_of(report):
            rules |= {n: rule for n, rule in other["baselines"].items() if n not in rules}
    return {**report, "baselines": rules}


def standings(named: Mapping[str, Summary], others: Sequence[Summary] = ()) -> pd.DataFrame:
    """Lay out figures of models, of all rules, and of chance; the best AUPRC on top.

    Parameters
    ----------
    named : mapping of str to report
        Of one bench, by the names they are shown under.
    others : sequence of reports
        Of the same bench, for the rules in them.

    Returns
    -------
    DataFrame
        Columns ``name``, ``kind``, ``auprc_low`` and ``auprc_high`` (95 %), `LISTED`, the keys of
        `MEANINGS`, and for some of them ``..._sd``. NaN is not measured.
    """
    reports = [*named.values(), *others]
    rules: dict[str, Summary] = {}
    for report in reports:
        for name, rule in report["baselines"].items():
            rules.setdefault(name, rule)
    rows = [
        _row(name, MODEL, report) for name, report in named.items() if rule_of(report) not in rules
    ]
    rows += [
        _row(name, SAMPLED if rule.get("sample") else RULE, rule) for name, rule in rules.items()
    ]
    rows.sort(key=lambda row: -math.inf if math.isnan(row["auprc"]) else row["auprc"], reverse=True)
    return pd.DataFrame([*rows, *map(_chance, reports[:1])])


def _row(name: str, kind: str, measured: Summary) -> dict[str, Any]:
    mean, sd = measured["mean"], measured["sd"]
    low, high = measured.get("interval", {}).get("auprc") or (None, None)
    return {
        "name": name,
        "kind": kind,
        LISTED: figure_of(mean, "per_query_precision_at_20") * TOP,
        "auprc_low": math.nan if low is None else low,
        "auprc_high": math.nan if high is None else high,
        **{key: figure_of(mean, key) for key in MEANINGS},
        **{f"{key}_sd": figure_of(sd, key) for key in _SPREAD},
    }


def _chance(report: Summary) -> dict[str, Any]:
    mean = report["mean"]
    by_chance = {key: chance(mean, key) for key in MEANINGS}
    top = figure_of(mean, "per_query_chance") * TOP
    return {"name": "by chance", "kind": CHANCE, LISTED: top, **by_chance}


def contests(
    first: str, named: Mapping[str, Summary], figure: str = "auprc"
) -> tuple[pd.DataFrame, list[str]]:
    """Test one report against every other and against its rules, the better one first each time.

    Returns
    -------
    table : DataFrame
        Columns of `CONTEST`.
    untested : list of str
        Names of reports that were measured in other folds, so that nothing pairs.
    """
    own = named[first]
    others = {name: report for name, report in named.items() if name != first}
    untested = [name for name, report in others.items() if _folds_of(report) != _folds_of(own)]
    rivals = {name: report for name, report in others.items() if name not in untested}
    shown = {rule_of(own), *map(rule_of, rivals.values())}
    for name, rule in own["baselines"].items():
        if name not in shown and "sample" not in rule:
            rivals[name] = {**own, "folds": rule["folds"]}
    rows = [_contest((first, own), rival, figure) for rival in rivals.items()]
    return pd.DataFrame(rows, columns=list(CONTEST)), untested


CONTEST = {
    "higher": "The one with the higher mean.",
    "lower": "The other one.",
    "difference": "Mean over folds of the higher minus the lower.",
    "folds": "In how many folds the higher one is higher.",
    "t": "Student's paired t over the folds.",
    "p": "One-sided: the chance of such a t if the higher one were no better, taking folds for "
    "independent. They share training pairs, so it is too small.",
    "p_corrected": "The same with the variance corrected for shared training pairs "
    "(Nadeau and Bengio 2003). Decide by this one.",
    "verdict": f"`higher` where the corrected p is at most {CERTAIN}, else `undecided`.",
}


def _contest(
    first: tuple[str, Summary], second: tuple[str, Summary], figure: str
) -> dict[str, Any]:
    found = compare(first[1], second[1], figure)
    if found.difference < 0:
        first, second = second, first
        found = compare(first[1], second[1], figure)
    return {
        "higher": first[0],
        "lower": second[0],
        "difference": found.difference,
        "folds": f"{found.higher} of {found.folds}",
        "t": found.t,
        "p": found.p,
        "p_corrected": found.p_corrected,
        "verdict": "higher" if found.p_corrected <= CERTAIN else "undecided",
    }


def _folds_of(report: Summary) -> tuple[object, int, str]:
    """Tell the folds of reports of one bench: drawn with the recipe's seed, from all data given."""
    return report["recipe_json"].get("seed"), len(report["folds"]), split_with(report)
