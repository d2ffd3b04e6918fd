"""Every report at hand, wherever it lies; one that cannot be read never hides the others."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mirinter_core import home
from mirinter_core.errors import StorageError
from mirinter_core.tasks.report import load

Summary = Mapping[str, Any]


@dataclass(frozen=True, order=True)
class Place:
    """Where a report lies.

    Parameters
    ----------
    model : str
        The model beside which it lies; empty for none.
    run : str
        The evaluation that wrote it; empty for none.
    """

    path: Path
    model: str = ""
    run: str = ""


@dataclass(frozen=True)
class Kept:
    """A report, and where it lies."""

    summary: Summary
    place: Place


@dataclass(frozen=True)
class Found:
    """All reports, and what is wrong with the files that are none.

    Parameters
    ----------
    refused : tuple of str
        One sentence a file: which, what is wrong, what to do.
    """

    reports: tuple[Kept, ...]
    refused: tuple[str, ...]


def places() -> list[Place]:
    """List the reports beside models, and those that come with mirinter for recipes."""
    beside = [
        Place(path, model=name)
        for name in home.names("models")
        if (folder := home.find("models", name))
        for path in sorted((folder / "reports").glob("*.json"))
    ]
    return beside + [Place(path) for path in sorted((home.ASSETS / "reports").glob("*/*.json"))]


def gather(where: Iterable[Place]) -> Found:
    """Read reports; of two that say the same the first is kept, those of other forms are named."""
    kept: dict[str, Kept] = {}
    refused = []
    for place in where:
        try:
            summary = complete(load(place.path), str(place.path))
        except StorageError as error:
            refused.append(str(error))
        else:
            kept.setdefault(content(summary), Kept(summary, place))
    return Found(tuple(kept.values()), tuple(refused))


def beside(model: str) -> list[Summary]:
    """Read the reports that lie beside a model; what cannot be read is left out."""
    mine = [place for place in places() if place.model == model]
    return [report.summary for report in gather(mine).reports]


def rule_of(summary: Summary) -> str:
    """Name the rule whose figures a report's own are; empty if a model was trained."""
    return str(summary.get("recipe_json", {}).get("network_options", {}).get("rule", ""))


def content(summary: Summary) -> str:
    """Write a report so that two of one content are equal, made twice or kept in two places."""
    apart = ("provenance", "command", "variant")  # may differ where nothing else does
    return json.dumps({k: v for k, v in summary.items() if k not in apart}, sort_keys=True)


def complete(summary: Summary, name: str) -> Summary:
    """Return a report that holds all that pages show.

    Raises
    ------
    StorageError
        If something is missing or of another form; it says what.
    """
    wrong = _wrong(summary)
    if wrong:
        raise StorageError(
            f"{name} is no complete report: {wrong}. Make it again with `evaluate`, or remove it."
        )
    return summary


_FORM: dict[str, type | tuple[type, ...]] = {
    "dataset": dict,
    "recipe": str,
    "recipe_json": dict,
    "protocol": str,
    "negatives": (str, int),
    "n_pairs": int,
    "n_positive": int,
    "prevalence": (int, float),
    "folds": list,
    "mean": dict,
    "sd": dict,
    "baselines": dict,
    "by_type": dict,
    "views": dict,
    "curves": dict,
}


def _wrong(summary: Summary) -> str:
    """Say what is wrong with a report's form; empty if nothing is."""
    for key, kind in _FORM.items():
        if not isinstance(summary.get(key), kind):
            return f"{key!r} is missing or of another form"
    if not all(isinstance(summary["dataset"].get(key), str) for key in ("name", "data_digest")):
        return "its data set is not told"
    measured = {"this report": summary, **summary["baselines"]}
    for name, one in measured.items():
        if not (isinstance(one, Mapping) and _measured(one) and _apart(one.get("by_family", {}))):
            return f"the figures of {name} are no figures"
    for key in ("by_type", "views"):
        if not all(_figures(own) for own in summary[key].values()):
            return f"the figures of {key!r} are no figures"
    return "" if _curves(summary["curves"]) else "its curves do not fit together"


def _measured(one: Summary) -> bool:
    folds = one.get("folds")
    return (
        isinstance(folds, list)
        and bool(folds)
        and all(_figures(figures) for figures in (*folds, one.get("mean"), one.get("sd")))
    )


def _apart(by_family: object) -> bool:
    """Tell whether these are figures of known and of new families, or none."""
    return isinstance(by_family, Mapping) and all(
        isinstance(own, Mapping) and _measured(own) for own in by_family.values()
    )


def _figures(value: object) -> bool:
    """Tell whether these are figures: numbers, or null where none could be measured."""
    return isinstance(value, Mapping) and all(
        figure is None or _number(figure) for figure in value.values()
    )


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _curves(curves: Summary) -> bool:
    thresholds = curves.get("thresholds")
    if not (isinstance(thresholds, list) and all(map(_number, thresholds))):
        return False
    folds = [curves.get(f"n_{kind}") for kind in ("listed", "unlisted")]
    counts = [curves.get(kind) for kind in ("listed", "unlisted")]
    return all(
        isinstance(part, list) and isinstance(n, list) and len(part) == len(n)
        for part, n in zip(counts, folds, strict=True)
    ) and all(_counts(one, len(thresholds)) for part in counts for one in part or ())


def _counts(one: object, n: int) -> bool:
    return isinstance(one, Sequence) and len(one) == n and all(map(_number, one))
