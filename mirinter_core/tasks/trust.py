"""How far to trust a ranking: what was measured for queries like this one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

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
    """

    dataset: str
    protocol: str
    listed: float
    by_chance: float | None
    partners: float | None
    rule: str = ""
    by_rule: float | None = None

    @property
    def loses(self) -> bool:
        """Whether a rule that needs no model does as well or better."""
        return self.by_rule is not None and self.by_rule >= self.listed


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
    return "pair" if query_seen else "denovo-mirna"


def measured(reports: Iterable[Mapping[str, Any]], protocol: str) -> tuple[Measured, ...]:
    """Pick from a model's reports what was measured under a protocol; nothing if nothing was."""
    found = []
    for report in reports:
        mean = report["mean"]
        share, chance = mean.get("per_query_precision_at_20"), mean.get("per_query_chance")
        if report["protocol"] == protocol and share is not None:
            found.append(
                Measured(
                    dataset=report["dataset"]["name"],
                    protocol=protocol,
                    listed=share * TOP,
                    by_chance=None if chance is None else chance * TOP,
                    partners=mean.get("per_query_partners"),
                    **_best_rule(report),
                )
            )
    return tuple(found)


def _best_rule(report: Mapping[str, Any]) -> dict[str, Any]:
    shares = {  # a rule that was measured on a sample does not compare
        name: rule["mean"].get("per_query_precision_at_20")
        for name, rule in report.get("baselines", {}).items()
        if "sample" not in rule
    }
    known = {name: share for name, share in shares.items() if share is not None}
    if not known:
        return {}
    name = max(known, key=known.__getitem__)
    return {"rule": name, "by_rule": known[name] * TOP}
