"""How far to trust a ranking: what was measured for queries like this one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mirinter_core.models.calibration import PROTOCOL_OF, regime
from mirinter_core.tasks.best_rule import best_rule

TOPS = (1, 5, 20)
KNOWN_SIBLINGS = "microRNAs whose seed siblings are known"  # hidden one by one, so in words
_ONE_BY_ONE = PROTOCOL_OF[regime(family_known=True, partner_known=True)]
_SHARE = "per_query_precision_at_20"
TOP = 20  # ranks a person reads; the reports measure this many


@dataclass(frozen=True)
class Measured:
    """What a model's ranking was worth on one data set, for one kind of query.

    Parameters
    ----------
    dataset, protocol : str
        Where, and how the test queries were kept from training.
    listed : float
        Listed partners among the first `TOP` of a query's ranking, mean over queries.
    by_chance : float or None
        The same for a ranking drawn at random; None in reports that did not measure it.
    partners : float or None
        Partners a query was tested with, mean over queries; None likewise.
    rule, by_rule : str, float or None
        The best rule that needs no model, and what it was worth; None likewise.
    error : float
        Standard error of the difference between the two, by the spread of their folds; 0 where
        that was not measured. Folds that pair would tell smaller differences apart.
    types : tuple of str
        Pair types it was measured on, such as ``"miRNA-lncRNA"``, the most frequent first; empty
        in reports that do not tell. For partners of other types it says nothing.
    precision : mapping of int to float
        Listed share (0 to 1) of the first 1, 5 and 20 ranked, mean over queries; empty in reports
        that did not measure it.
    of_known : bool
        Whether only queries whose seed family was known count.
    """

    dataset: str
    protocol: str
    listed: float
    by_chance: float | None
    partners: float | None
    rule: str = ""
    by_rule: float | None = None
    error: float = 0.0
    types: tuple[str, ...] = ()
    precision: Mapping[int, float] = field(default_factory=dict)
    of_known: bool = False

    @property
    def partner_types(self) -> tuple[str, ...]:
        """The types of RNA that a microRNA was ranked against."""
        return partner_types(self.types)

    @property
    def to_find(self) -> float | None:
        """How many of its partners a query had listed in all, on average: the most there is."""
        if self.by_chance is None or self.partners is None:
            return None
        return self.by_chance / TOP * self.partners

    @property
    def level(self) -> bool:
        """Whether the two cannot be told apart: in tenths as told, or by the spread of folds."""
        if self.by_rule is None:
            return False
        same = round(self.by_rule, 1) == round(self.listed, 1)
        return same or abs(self.listed - self.by_rule) <= self.error

    @property
    def loses(self) -> bool:
        """Whether a rule that needs no model does as well or better."""
        return self.level or (self.by_rule is not None and self.by_rule > self.listed)


def protocol_for(*, family_known: bool, query_seen: bool) -> str:
    """Name the protocol whose test queries were as new as this one.

    Parameters
    ----------
    family_known : bool
        Whether a miRNA of its seed family stood in training.
    query_seen : bool
        Whether it stood in training itself.
    """
    if not family_known:
        return "denovo-family"
    return "pair" if query_seen else _ONE_BY_ONE


def measured(reports: Iterable[Mapping[str, Any]], protocol: str) -> tuple[Measured, ...]:
    """Pick from a model's reports what was measured under a protocol; nothing if nothing was.

    Of microRNAs that were held out one by one, those count whose family was known: the protocol
    speaks of such. Reports of an earlier mirinter do not tell them apart.
    """
    found = []
    for whole in reports:
        report = _known_families(whole) if protocol == _ONE_BY_ONE else whole
        mean = report["mean"]
        share, chance = mean.get(_SHARE), mean.get("per_query_chance")
        if report["protocol"] == protocol and share is not None:
            found.append(
                Measured(
                    dataset=report["dataset"]["name"],
                    protocol=protocol,
                    listed=share * TOP,
                    by_chance=None if chance is None else chance * TOP,
                    partners=mean.get("per_query_partners"),
                    **_best_rule(report),
                    types=types_of_report(report),
                    precision={
                        k: share
                        for k in TOPS
                        if (share := mean.get(f"per_query_precision_at_{k}")) is not None
                    },
                    of_known=report is not whole,
                )
            )
    return tuple(found)


def _known_families(report: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give a report the figures of queries of known families alone, where they are told apart."""
    own = report.get("by_family", {}).get("known")
    if not own:
        return report
    rules = report.get("baselines", {}).items()
    apart = {
        name: {**rule, **rule["by_family"]["known"]} for name, rule in rules if "by_family" in rule
    }
    return {**report, **own, "baselines": apart}


def untold(found: Iterable[Measured], types: Iterable[str]) -> tuple[str, ...]:
    """List the types of partners that nothing here was measured on.

    Empty where a report does not tell its types, as then nobody knows.
    """
    measurements = tuple(found)
    if not all(one.types for one in measurements):
        return ()
    known = {kind for one in measurements for kind in one.partner_types}
    return tuple(kind for kind in types if kind not in known)


def types_of_report(report: Mapping[str, Any]) -> tuple[str, ...]:
    """Name the pair types of which a report's test holds listed pairs, the most frequent first."""
    listed = {kind: own.get("positives") or 0 for kind, own in report.get("by_type", {}).items()}
    return tuple(sorted((k for k in listed if listed[k]), key=lambda kind: -listed[kind]))


def partner_types(types: Iterable[str]) -> tuple[str, ...]:
    """Name the types of partners in pair types, each once."""
    return tuple(dict.fromkeys(_partner(kind) for kind in types))


def _best_rule(report: Mapping[str, Any]) -> dict[str, Any]:
    name, share = best_rule(report.get("baselines", {}), _SHARE)
    if not name:
        return {}
    errors = [_error(measured) for measured in (report, report["baselines"][name])]
    return {"rule": name, "by_rule": share * TOP, "error": math.hypot(*errors) * TOP}


def _error(measured: Mapping[str, Any]) -> float:
    """Give the standard error of a mean of folds; 0 where their spread is not known."""
    folds = len(measured.get("folds", ()))
    return (measured.get("sd", {}).get(_SHARE) or 0.0) / math.sqrt(max(folds, 1))


def _partner(kind: str) -> str:
    """Name the partner's type of a pair type; of pairs that hold no microRNA, the second."""
    first, _, second = kind.partition("-")
    return first if second == "miRNA" else second
