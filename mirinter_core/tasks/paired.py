"""Is one better than another, or were its folds luckier: paired tests over the same folds."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mirinter_core.errors import DatasetError

ALONE = "it alone"  # said of a data set that was split with no other
_FEWEST = 2  # folds, below which there is no spread to compare a difference with


@dataclass(frozen=True)
class Paired:
    """One-sided paired test of a figure: the first against the second, fold by fold.

    Parameters
    ----------
    figure : str
        What was compared, such as ``"auprc"``.
    difference : float
        Mean over folds of first minus second.
    t, p : float
        Student's paired t and the chance of one as large if the first were no better.
        It takes folds for independent, but they share training pairs, so p is too small.
    p_corrected : float
        The same with the variance corrected for that.
    folds : int
        Folds in which both could be measured.
    higher : int
        In how many of them the first is higher.
    """

    figure: str
    difference: float
    t: float
    p: float
    p_corrected: float
    folds: int
    higher: int


def compare(first: Mapping[str, Any], second: Mapping[str, Any], figure: str = "auprc") -> Paired:
    """Test whether one report's figure is higher than another's, over the folds of both.

    Parameters
    ----------
    first, second : mapping
        Reports of one data set under one protocol; see `mirinter_core.tasks.report`.

    Raises
    ------
    DatasetError
        If they were not measured on the same pairs in the same folds.
    """
    for what, one, other in _asked(first, second):
        if one != other:
            raise DatasetError(
                f"The two reports differ in {what} ({one} and {other}), so their folds do not "
                "pair. Evaluate both on the same data, under the same protocol."
            )
    return over_folds(figure, _values(first["folds"], figure), _values(second["folds"], figure))


def against_rule(report: Mapping[str, Any], rule: str, figure: str = "auprc") -> Paired:
    """Test whether a report's figure is higher than that of a rule measured beside it.

    Raises
    ------
    DatasetError
        If the report does not hold the rule.
    """
    if rule not in report["baselines"]:
        known = ", ".join(report["baselines"])
        raise DatasetError(f"This report holds no rule {rule!r}. It holds: {known}.")
    other = report["baselines"][rule]["folds"]
    return over_folds(figure, _values(report["folds"], figure), _values(other, figure))


def over_folds(figure: str, first: Sequence[float], second: Sequence[float]) -> Paired:
    """Test whether the first values are higher; folds that lack a value are left out.

    References
    ----------
    Nadeau and Bengio 2003, "Inference for the generalization error",
    doi:10.1023/A:1024068626366: the variance is multiplied by 1/k + test/train, which for k
    folds is 1/k + 1/(k - 1), instead of 1/k.
    """
    from scipy import stats  # half a second to import

    a, b = np.array(first, dtype=np.float64), np.array(second, dtype=np.float64)
    k = len(a)
    gain = (a - b)[~np.isnan(a - b)]
    n, nan = len(gain), float("nan")
    if n < _FEWEST:
        mean = float(gain.mean()) if n else nan
        return Paired(figure, mean, nan, nan, nan, n, int((gain > 0).sum()))
    mean, variance = float(gain.mean()), float(gain.var(ddof=1))
    t = _ratio(mean, math.sqrt(variance / n))
    corrected = _ratio(mean, math.sqrt(variance * (1 / n + 1 / (k - 1))))
    p, p_corrected = (float(stats.t.sf(value, n - 1)) for value in (t, corrected))
    return Paired(figure, mean, t, p, p_corrected, n, int((gain > 0).sum()))


def holm(p: Sequence[float]) -> list[float]:
    """Adjust p-values for how many there are: each bounds the chance of any false find up to it.

    Parameters
    ----------
    p : sequence of float
        NaN for a test that said nothing: it stays so, and counts for none.

    References
    ----------
    Holm 1979, "A simple sequentially rejective multiple test procedure", Scand. J. Statist. 6.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    adjusted = [float("nan")] * len(p)
    told = sorted((value, i) for i, value in enumerate(p) if not math.isnan(value))
    least = 0.0
    for rank, (value, i) in enumerate(told):
        least = max(least, min(1.0, value * (len(told) - rank)))
        adjusted[i] = least
    return adjusted


def _ratio(mean: float, error: float) -> float:
    """Divide, where folds that all differ by the same leave no error; equal ones say nothing."""
    if error > 0:
        return mean / error
    return math.copysign(math.inf, mean) if mean else float("nan")


def _asked(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[tuple[str, object, object]]:
    """List what must be the same for folds to pair, in words."""
    reports = (first, second)
    seeds = [report.get("recipe_json", {}).get("seed") for report in reports]
    facts: list[tuple[str, list[object]]] = [
        ("data", [str(report["dataset"]["data_digest"])[:12] for report in reports]),
        ("protocol", [report["protocol"] for report in reports]),
        ("test negatives", [report["negatives"] for report in reports]),
        ("the number of folds", [len(report["folds"]) for report in reports]),
        ("the data that were split together", [split_with(report) for report in reports]),
    ]
    if None not in seeds:  # the folds are drawn with the recipe's seed
        facts.append(("the seed of their folds", list(seeds)))
    return [(what, one, other) for what, (one, other) in facts]


def split_with(report: Mapping[str, Any]) -> str:
    """Name the data sets that were split together, where there are several: folds hang on it."""
    names = trained_on(report)
    return " and ".join(sorted(names)) if len(names) > 1 else ALONE


def trained_on(report: Mapping[str, Any]) -> list[str]:
    """Name the data sets that were trained on: the measured one, if a report does not tell."""
    names = report.get("provenance", {}).get("trained_with", [])
    return [*map(str, names)] or [str(report["dataset"]["name"])]


def _values(folds: Sequence[Mapping[str, Any]], figure: str) -> list[float]:
    """Read a figure of each fold; null, as JSON holds it, could not be measured."""
    values = [fold.get(figure) for fold in folds]
    return [float("nan") if value is None else float(value) for value in values]
