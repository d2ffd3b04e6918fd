"""A report: what was measured, under which protocol, beside which rules."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from mirinter_core import home

FORMAT_VERSION = 1


@dataclass(frozen=True)
class Report:
    """Figures of one recipe on one data set under one protocol.

    Parameters
    ----------
    summary : mapping
        What ``report.json`` holds.
    scores : DataFrame
        Columns query, partner (digests of letters), label, fold, score: every test row.
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
    """Read a report's summary; StorageError if it is missing, damaged, or of a newer format."""
    return home.read_json(path, version=FORMAT_VERSION)


def reports_of(model: str) -> list[Mapping[str, Any]]:
    """Read the reports that lie beside a model, in the order of their names."""
    folder = home.find("models", model)
    return [load(p) for p in sorted((folder / "reports").glob("*.json"))] if folder else []


def _finite(value: Any) -> Any:
    """Write what could not be measured as null: JSON has no NaN."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Mapping):
        return {key: _finite(item) for key, item in value.items()}
    return [_finite(item) for item in value] if isinstance(value, list | tuple) else value
