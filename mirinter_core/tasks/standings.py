"""Models, rules and chance in one table: only what was measured on the same pairs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from mirinter_core.tasks.best_rule import APART, ranked_rules, rules_of
from mirinter_core.tasks.meanings import MEANINGS, chance, figure_of
from mirinter_core.tasks.paired import ALONE, compare, holm, split_with
from mirinter_core.tasks.report import unmeasured
from mirinter_core.tasks.reports import Summary, rule_of
from mirinter_core.tasks.trust import TOP

MODEL, RULE, SAMPLED, CHANCE = "model", "rule", "rule, on a sample", "chance"
CERTAIN = 0.05  # adjusted p above which nothing is decided
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
    """Give a report all rules that were measured beside others of its bench.

    Those of the very same folds come first; one that was measured in other folds only is marked
    `APART`: it stands beside, but its folds do not pair.
    """
    same = [other for other in others if _folds_of(other) == _folds_of(report)]
    rules = rules_of([report, *same])
    for other in others:
        for name, rule in other["baselines"].items():
            rules.setdefault(name, {**rule, APART: folds_in_words(other)})
    return {**report, "baselines": rules}


def alike(report: Summary, reports: Sequence[Summary]) -> list[Summary]:
    """Pick the reports of the same bench, whatever its data set is called there."""
    own = bench_of(report)
    return [r for r in reports if replace(bench_of(r), dataset=own.dataset) == own]


def rules_alone(reports: Sequence[Summary]) -> dict[str, Summary]:
    """Give every rule of a bench as a report of its own, the best first.

    A rule measured as a recipe is that report; of the others no curves, intervals and figures by
    type were kept. Rules on a sample are left out.
    """
    own = {rule_of(report): report for report in reversed(reports) if rule_of(report)}
    for report in reports:
        for name, rule in report["baselines"].items():
            if "sample" not in rule:
                own.setdefault(name, _as_report(name, rule, report))
    best_first = dict.fromkeys([*ranked_rules(own, "auprc"), *own])
    return {f"{name} (rule)": own[name] for name in best_first}


def _as_report(name: str, rule: Summary, report: Summary) -> Summary:
    return {
        **report,
        **unmeasured(len(rule["folds"])),
        "by_type": {},
        **rule,
        "recipe_json": {**report["recipe_json"], "network_options": {"rule": name}},
    }


def standings(named: Mapping[str, Summary], others: Sequence[Summary] = ()) -> pd.DataFrame:
    """Lay out figures of models, of all rules, and of chance; the best AUPRC on top.

    What was measured on a sample does not compare, and stands below what was measured on all pairs.

    Parameters
    ----------
    named : mapping of str to report
        Of one bench, by the names they are shown under; rules are told in the first's folds, if
        they were measured in them.
    others : sequence of reports
        Of the same bench, for the rules in them.

    Returns
    -------
    DataFrame
        Columns ``name``, ``kind``, ``auprc_low`` and ``auprc_high`` (95 %), `LISTED`, the keys of
        `MEANINGS`, for some of them ``..._sd``, and ``folds``: a word for each way in which the
        pairs were dealt into folds. NaN is not measured.
    """
    reports = [*named.values(), *others]
    # Of one rule measured in several folds, those of the first report's stand there.
    same = [_folds_of(report) for report in reports[:1]]
    reports.sort(key=lambda report: _folds_of(report) not in same)
    rules: dict[str, tuple[Summary, str]] = {}
    for report in reports:
        for name, rule in report["baselines"].items():
            rules.setdefault(name, (rule, rule.get(APART, folds_in_words(report))))
    rows = [
        _row(name, MODEL, report, folds_in_words(report))
        for name, report in named.items()
        if rule_of(report) not in rules
    ]
    rows += [
        _row(name, SAMPLED if rule.get("sample") else RULE, rule, folds)
        for name, (rule, folds) in rules.items()
    ]
    rows.sort(key=_standing, reverse=True)
    return pd.DataFrame([*rows, *map(_chance, reports[:1])])


def _standing(row: Mapping[str, Any]) -> tuple[bool, float]:
    return row["kind"] != SAMPLED, -math.inf if math.isnan(row["auprc"]) else row["auprc"]


def folds_in_words(report: Summary) -> str:
    """Say how a report's pairs were dealt into folds: rows of equal words pair."""
    seed, folds, together = _folds_of(report)
    drawn = "" if seed is None else f", seed {seed}"
    return f"{folds} folds{drawn}, split {'alone' if together == ALONE else f'with {together}'}"


def _row(name: str, kind: str, measured: Summary, folds: str) -> dict[str, Any]:
    mean, sd = measured["mean"], measured["sd"]
    low, high = measured.get("interval", {}).get("auprc") or (None, None)
    return {
        "name": name,
        "kind": kind,
        "folds": folds,
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
    return {"name": "by chance", "kind": CHANCE, "folds": "", LISTED: top, **by_chance}


def contests(
    first: str, named: Mapping[str, Summary], figure: str = "auprc"
) -> tuple[pd.DataFrame, list[str]]:
    """Test one report against every other and against its rules, the better one first each time.

    Returns
    -------
    table : DataFrame
        Columns of `CONTEST`.
    untested : list of str
        Names of reports and rules that were measured in other folds, so that nothing pairs.
    """
    own = named[first]
    others = {name: report for name, report in named.items() if name != first}
    untested = [name for name, report in others.items() if _folds_of(report) != _folds_of(own)]
    rivals = {name: report for name, report in others.items() if name not in untested}
    shown = {rule_of(own), *map(rule_of, rivals.values())}
    for name, rule in own["baselines"].items():
        if name in shown or "sample" in rule:
            continue
        if APART in rule:
            untested.append(name)
        else:
            rivals[name] = {**own, "folds": rule["folds"]}
    rows = [_contest((first, own), rival, figure) for rival in rivals.items()]
    adjusted = holm([2 * row["p_corrected"] for row in rows])
    for row, p in zip(rows, adjusted, strict=True):
        row["p_adjusted"] = p
        row["verdict"] = "higher" if p <= CERTAIN else "undecided"
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
    "(Nadeau and Bengio 2003).",
    "p_adjusted": "Twice that, since which of two is higher was not known before, and adjusted for "
    "as many tests as stand here (Holm 1979). Decide by this one.",
    "verdict": f"`higher` where the adjusted p is at most {CERTAIN}, else `undecided`.",
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
    }


def _folds_of(report: Summary) -> tuple[object, int, str]:
    """Tell the folds of reports of one bench: drawn with the recipe's seed, from all data given."""
    return report["recipe_json"].get("seed"), len(report["folds"]), split_with(report)
