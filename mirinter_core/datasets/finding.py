"""What a bench found of one pair, as its user records it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from mirinter_core.datasets.readable import unreadable
from mirinter_core.errors import DatasetError
from mirinter_core.molecules.molecule import Molecule

BOUND, NOT_BOUND, UNCLEAR = "bound", "not bound", "unclear"
OUTCOMES: Mapping[str, str] = {
    BOUND: "The two interact: a listed pair for training.",
    NOT_BOUND: "Tested, and they do not interact: a negative for training.",
    UNCLEAR: "Tested, and the bench could not tell: kept, never trained on.",
}
METHODS = (  # offered; any other may be written
    "luciferase reporter",
    "RNA pull-down",
    "AGO2 RIP-qPCR",
    "CLASH or CLEAR-CLIP",
    "EMSA",
    "RT-qPCR after mimic or inhibitor",
)
LONGEST_METHOD, LONGEST_NOTE = 100, 2_000  # letters

Pair = tuple[str, str]  # the sorted digests of two molecules: (a, b) and (b, a) are one pair


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What was found of a query and a partner.

    Parameters
    ----------
    query, partner : Molecule
        With their letters, so that the finding outlives the catalogue and the run.
    outcome : str
        One of `OUTCOMES`.
    date : str
        Day of the experiment, as ``2026-03-31``.
    method, note : str
        The assay, and what else there is to say; as typed, to be shown as text only.
    run : str
        The screen it was recorded from; empty for a pair that was typed in.
    """

    query: Molecule
    partner: Molecule
    outcome: str
    date: str
    method: str = ""
    note: str = ""
    run: str = ""

    @property
    def pair(self) -> Pair:
        """The pair by content, whoever is the query."""
        return pair_of(self.query, self.partner)

    @property
    def label(self) -> int | None:
        """1 for bound, 0 for not bound, None for what is never trained on."""
        return {BOUND: 1, NOT_BOUND: 0}.get(self.outcome)


def pair_of(query: Molecule, partner: Molecule) -> Pair:
    """Name a pair by content: equal for (a, b) and (b, a)."""
    first, second = sorted((query.digest, partner.digest))
    return first, second


def today() -> str:
    """Return the day of now, where the machine stands."""
    return datetime.now(UTC).astimezone().date().isoformat()


def checked(finding: Finding) -> Finding:
    """Return the finding, its texts trimmed, if it can be recorded.

    Raises
    ------
    DatasetError
        If the outcome or the date is none, a text is too long, or letters cannot be read.
    """
    if finding.outcome not in OUTCOMES:
        raise DatasetError(
            f"{finding.outcome[:40]!r} is no outcome. There are: {', '.join(OUTCOMES)}."
        )
    for role, molecule in (("query", finding.query), ("partner", finding.partner)):
        if why := unreadable(molecule):
            raise DatasetError(f"The {role} {molecule.id[:60]!r} cannot be recorded: {why}.")
    if finding.query.digest == finding.partner.digest:
        raise DatasetError("Query and partner have the same letters. Give two RNAs.")
    method, note = " ".join(finding.method.split()), finding.note.strip()
    for what, text, most in (("method", method, LONGEST_METHOD), ("note", note, LONGEST_NOTE)):
        if len(text) > most:
            raise DatasetError(f"The {what} has {len(text):,} letters; at most {most:,} are kept.")
    return replace(finding, method=method, note=note, date=_day(finding.date))


def as_facts(finding: Finding) -> dict[str, Any]:
    """Give a finding as JSON-ready facts."""
    return asdict(finding)


def from_facts(facts: Mapping[str, Any]) -> Finding:
    """Read what `as_facts` gave; TypeError or KeyError if it is something else."""
    sides = {role: Molecule(**facts[role]) for role in ("query", "partner")}
    return Finding(**{**facts, **sides})


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise DatasetError(
            f"{text[:40]!r} is no day. Write year, month and day, as in {today()}."
        ) from error
    if day > date.fromisoformat(today()) + timedelta(days=1):  # a machine's clock may be behind
        raise DatasetError(f"{day} lies in the future. Record what was found already.")
    return day.isoformat()
