"""The best rule that needs no model: one answer for every sentence, table, plot and card."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from mirinter_core.tasks.meanings import MEANINGS, figure_of
from mirinter_core.tasks.reports import Summary

APART = "other_folds"  # key of a rule that was measured in other folds of the same pairs
_OF_SAMPLES = ("auroc", "recall_at_fpr_1")  # do not move with the listed share


def rules_of(reports: Sequence[Summary]) -> dict[str, Summary]:
    """Collect every rule that stands in the reports; of two of one name, the first report's."""
    found: dict[str, Summary] = {}
    for report in reports:
        for name, rule in report.get("baselines", {}).items():
            found.setdefault(name, rule)
    return found


def ranked_rules(rules: Mapping[str, Summary], figure: str) -> dict[str, float]:
    """Give the figure of every rule that has one, best first.

    A rule that was measured on a sample is left out of figures that move with the listed share.
    """
    known = {
        name: value
        for name, rule in rules.items()
        if ("sample" not in rule or figure in _OF_SAMPLES)
        and not math.isnan(value := figure_of(rule["mean"], figure))
    }
    sign = -1 if MEANINGS[figure].higher else 1
    return dict(sorted(known.items(), key=lambda item: sign * item[1]))


def best_rule(rules: Mapping[str, Summary], figure: str) -> tuple[str, float]:
    """Name the best rule, with its figure; no name and NaN where none has one."""
    return next(iter(ranked_rules(rules, figure).items()), ("", math.nan))
