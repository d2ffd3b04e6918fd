"""A report: what was measured, under which protocol, beside which rules."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from mirinter_core import home
from mirinter_core.errors import StorageError

FORMAT_VERSION = 2

_ALWAYS = ("dataset", "recipe", "protocol", "negatives", "folds", "mean", "sd", "baselines")


@dataclass(frozen=True)
class Report:
    """Figures of one recipe on one data set under one protocol.

    Parameters
    ----------
    summary : mapping
        What ``report.json`` holds.
    scores : DataFrame
        Columns query, partner (digests of letters), label, fold, score, regime: every test row.
        The regime is what the fold's training knew of the pair: see
        `mirinter_core.models.calibration.regime`.
    """

    summary: Mapping[str, Any]
    scores: pd.DataFrame

    @property
    def name(self) -> str:
        """Data set and protocol: the stem of its files."""
        return f"{self.summary['dataset']['name']}-{self.summary['protocol']}"

    def save(self, path: Path, *, scores: bool = True) -> None:
        """Write ``report.json``, and beside it the scores as Parquet."""
        home.write_json(path, {"format_version": FORMAT_VERSION, **_finite(self.summary)})
        if scores:
            with home.written(path.with_suffix(".parquet")) as temporary:
                self.scores.to_parquet(temporary, index=False)


def load(path: Path) -> Mapping[str, Any]:
    """Read a report's summary.

    What reports of format 1 did not hold is empty.

    Raises
    ------
    StorageError
        If it is missing, damaged, or of a newer format.
    """
    summary = home.read_json(path, version=FORMAT_VERSION, older=(1,))
    if lacking := [key for key in _ALWAYS if key not in summary]:
        raise StorageError(f"{path} is no report, or damaged: it lacks {lacking[0]!r}.")
    return {**unmeasured(len(summary["folds"])), **summary}


def with_scores(path: Path) -> Report:
    """Read a report with the scores that `Report.save` wrote beside it.

    Raises
    ------
    StorageError
        As `load`; also where there are no scores.
    """
    summary, beside = load(path), path.with_suffix(".parquet")
    try:
        return Report(summary, pd.read_parquet(beside))
    except (OSError, ValueError) as error:
        raise StorageError(
            f"{beside} is missing or damaged: the scores of {path.name} are needed. Make the "
            "report again."
        ) from error


def unmeasured(folds: int) -> dict[str, Any]:
    """Return what a report of format 1, or a rule beside one, lacks: as if never measured."""
    none: dict[str, Any] = {"thresholds": []}
    for kind in ("listed", "unlisted"):
        none |= {kind: [[] for _ in range(folds)], f"n_{kind}": [0] * folds}
    facts: dict[str, Any] = {"recipe_json": {}, "variant": "", "interval": {}, "views": {}}
    return {**facts, "curves": none, "reliability": []}


def _finite(value: Any) -> Any:
    """Write what could not be measured as null: JSON has no NaN."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Mapping):
        return {key: _finite(item) for key, item in value.items()}
    return [_finite(item) for item in value] if isinstance(value, list | tuple) else value
