"""How far to trust a score, in a sentence: measured where it was, and said where it was not."""

from __future__ import annotations

from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.tasks.trust import TOP, Measured, measured
from mirinter_core.web.resources import reports
from mirinter_core.web.show import plain


def trust_line(model: str, protocol: str) -> str:
    """Say what the model's rankings were worth for queries as new as this one (Markdown)."""
    found = measured(reports(model), protocol)
    hidden = PROTOCOLS[protocol].held
    if not found:
        return (
            f"Model **{plain(model)}** was not measured on queries like this (with {hidden} hidden "
            "from it): take its ranking as a list to check."
        )
    each = "; ".join(_line(m) for m in found)
    lost = [plain(m.dataset) for m in found if m.loses]
    warning = f" **In {' and '.join(lost)} a rule without a model does better.**" if lost else ""
    return (
        f"How far to trust it: measured with {hidden} hidden from it, of the first {TOP} ranked "
        f"partners this many were listed, on average: {each}.{warning}"
    )


def _line(found: Measured) -> str:
    among = ""
    if found.partners is not None:
        among = f", among the about {found.partners:,.0f} partners tested per query"
    chance = ": not measured" if found.by_chance is None else f" {_small(found.by_chance)}"
    rule = "" if found.by_rule is None else f"; by the rule `{found.rule}` {found.by_rule:.1f}"
    return f"**{found.listed:.1f}** in {plain(found.dataset)}{among} (by chance{chance}{rule})"


def _small(value: float) -> str:
    return f"{value:.1f}" if value >= 0.05 else f"{value:.2f}"
