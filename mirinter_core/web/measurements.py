"""The reports that pages show: collected once, named so that no two are called alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from mirinter_core import home
from mirinter_core.figures.reported import name_of
from mirinter_core.models.listing import DEFAULT_MODEL
from mirinter_core.runs import evaluated
from mirinter_core.tasks import reports
from mirinter_core.tasks.paired import trained_on
from mirinter_core.tasks.reports import Found, Kept, Place, Summary, rule_of
from mirinter_core.tasks.standings import Bench, alike, bench_of, completed
from mirinter_core.web import resources

TRAINED = ", trained on "  # between a name and the data that tell it apart
_SECONDS = 5  # for which a look into the folders is believed


def found() -> Found:
    """Collect every report there is: of models, of recipes, and of finished evaluations."""
    return _found(_stamp(str(home.home())))


def benches(kept: Sequence[Kept]) -> dict[Bench, list[Kept]]:
    """Sort reports by what they were measured on.

    The same pairs under a name of one's own are the same bench, called as the shipped reports do.
    """
    called: dict[str, str] = {}
    for report in sorted(kept, key=lambda r: not r.place.path.is_relative_to(home.ASSETS)):
        bench = bench_of(report.summary)
        called.setdefault(bench.digest, bench.dataset)
    by: dict[Bench, list[Kept]] = defaultdict(list)
    for report in kept:
        bench = bench_of(report.summary)
        by[replace(bench, dataset=called[bench.digest])].append(report)
    return dict(by)


def named(kept: Sequence[Kept]) -> dict[str, Kept]:
    """Name reports of one bench: the default model's first, the best ones next, rules last."""
    ordered = sorted(kept, key=_place)
    names = _by_data([_name(report) for report in ordered], ordered)
    told: dict[str, Kept] = {}
    for name, report in zip(names, ordered, strict=True):
        told[_apart(name, report, told) if names.count(name) > 1 else name] = report
    return told


def shown(name: str, summary: Summary) -> Summary:
    """Return a report that figures call by this name."""
    if rule_of(summary) or name == name_of(summary):
        return summary
    return {**summary, "recipe": name, "variant": ""}


def of_model(name: str) -> list[Summary]:
    """Read what was measured of a model; beside it, every rule measured on the same pairs."""
    others = [report.summary for report in found().reports]
    return [completed(report, alike(report, others)) for report in resources.reports(name)]


def of_default(kept: Sequence[Kept]) -> Kept | None:
    """Find the report of the default model among those of one bench."""
    return next((report for report in kept if _is_default(report)), None)


def forget() -> None:
    """Drop what is kept in memory."""
    _stamp.clear()
    _found.clear()


def _is_default(report: Kept) -> bool:
    if report.place.model:
        return report.place.model == DEFAULT_MODEL
    return report.summary["recipe"] == DEFAULT_MODEL and not report.summary.get("variant")


def _place(report: Kept) -> tuple[bool, bool, bool, float]:
    summary = report.summary
    height = summary["mean"].get("auprc")
    is_its = report.place.model == DEFAULT_MODEL  # the model's own, before those of its recipe
    return bool(rule_of(summary)), not _is_default(report), not is_its, -(height or 0.0)


def _name(report: Kept) -> str:
    name, model = name_of(report.summary), report.place.model
    return name if model in ("", report.summary["recipe"]) else f"{model}: {name}"


def _by_data(names: Sequence[str], ordered: Sequence[Kept]) -> list[str]:
    """Tell reports of one name apart by what was trained on, where that differs."""
    data = [_in_words(trained_on(report.summary)) for report in ordered]
    of_name = {name: {d for n, d in zip(names, data, strict=True) if n == name} for name in names}
    return [
        f"{name}{TRAINED}{on}" if len(of_name[name]) > 1 else name
        for name, on in zip(names, data, strict=True)
    ]


def _in_words(data: Sequence[str]) -> str:
    if len(data) > 1:
        return f"{len(data)} data sets"
    return f"{data[0]} alone"


def _apart(name: str, report: Kept, taken: Mapping[str, Kept]) -> str:
    """Tell reports of one name apart by when they were made."""
    made = str(report.summary.get("provenance", {}).get("made", ""))[:16].replace("T", " ")
    longer = f"{name}, {made}" if made else f"{name}, {report.place.path.parent.name}"
    tries = (longer if n == 1 else f"{longer} #{n}" for n in range(1, len(taken) + 2))
    return next(one for one in tries if one not in taken)


@st.cache_data(ttl=_SECONDS, max_entries=8, show_spinner=False)
def _stamp(home_: str) -> tuple[tuple[Place, int], ...]:  # noqa: ARG001 (the home is the key)
    """List where reports lie and when each was written."""
    places = [*reports.places(), *evaluated.places()]
    # Of two reports of one content the first is kept, and a copy must not hide the default's.
    places.sort(key=lambda place: place.model != DEFAULT_MODEL)
    return tuple((p, p.path.stat().st_mtime_ns) for p in places if p.path.exists())


@st.cache_resource(max_entries=4, show_spinner="Reading reports")
def _found(stamp: tuple[tuple[Place, int], ...]) -> Found:
    return reports.gather(place for place, _ in stamp)
