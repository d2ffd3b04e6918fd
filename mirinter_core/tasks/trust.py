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
    """

    dataset: str
    protocol: str
    listed: float
    by_chance: float | None
    partners: float | None


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
                )
            )
    return tuple(found)
