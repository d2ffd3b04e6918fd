"""The leak lamp in words: what its colour means, what training tells, what is to be beaten."""

from __future__ import annotations

from math import isnan

from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.tasks.lamp import AMBER, COPIES, FEW, GREEN, RED, Lamp, Standing
from mirinter_core.tasks.rule_words import RULE_WORDS
from mirinter_core.tasks.training_cost import TrainingCost

HEADLINES = {
    GREEN: "Green: no copies are left",
    AMBER: "Amber: copies are left",
    RED: "Red: figures from this split would mislead",
}
KNOWN = {  # by the names of `mirinter_core.datasets.leaks.Leaks`
    "pairs": "the pair itself, in any view",
    "queries": "the query, with other partners",
    "families": "a microRNA of the query's seed family",
    "superfamilies": "a near relative of that family",
    "partners": "the partner, a transcript of its gene, or one alike",
    "blocks": "a pair of the same family and gene: its label can be copied",
}
_UNTOLD = "-"


def headline(found: Lamp) -> str:
    """Say the colour and what it stands for."""
    return HEADLINES[found.colour]


def reading(found: Lamp) -> str:
    """Say what a figure measured on this split will mean."""
    held = PROTOCOLS[found.question.protocol].held
    if found.fewest < FEW:
        return (
            f"A fold has {found.fewest} listed pairs to test on: one pair more or less moves every "
            f"figure. Give more pairs, or ask for fewer than {found.question.folds} folds."
        )
    if found.colour == RED:
        return f"Training tells of test pairs though {held} are held out. Do not use this split."
    if found.colour == AMBER:
        return (
            f"For {_share(found.share(COPIES))} of the test pairs, training holds a pair of the "
            "same seed family and the same gene. A figure says how well gaps in this table are "
            "filled, which memory alone does; it does not say how a new microRNA fares."
        )
    return (
        f"Held out are {held}: no test pair has a pair of its family and gene in training. "
        f"{_speaks_of(found)}"
    )


def rows(found: Lamp) -> list[tuple[str, str, str]]:
    """Lay out what training holds of the test pairs: what, of how many, and what is promised."""
    return [
        (
            words,
            _share(found.share(name)) if found.told[name] else "none",
            "promised: none" if name in found.promised else "not promised",
        )
        for name, words in KNOWN.items()
    ]


def to_beat(found: Lamp) -> str:
    """Say what needs no model on this very split."""
    rule, auprc = found.best
    own, per_query = found.best_per_query
    if not rule:
        return "No rule could be measured: a fold has one class only."
    said = (
        f"To beat: the rule {rule} reaches AUPRC {auprc:.3f} (by chance {found.chance.auprc:.3f})"
    )
    if own:
        by_chance = (
            "" if isnan(found.chance.per_query) else f", by chance {found.chance.per_query:.3f}"
        )
        said += f"; within each query's own ranking {own} reaches {per_query:.3f}{by_chance}"
    some = ""
    if found.looked < found.question.folds:
        some = (
            f" Measured on {found.looked} of {found.question.folds} folds, as the table is large."
        )
    return f"{said}. {RULE_WORDS.get(rule, '').replace('`', '')}{some}".replace("  ", " ").strip()


def rule_rows(found: Lamp) -> list[tuple[str, str, str]]:
    """Lay out every rule, the best first, and chance: AUPRC, and AUPRC per query."""
    each = {**found.rules, "by chance": found.chance}
    return [(name, *_figures(standing)) for name, standing in each.items()]


def how_long(cost: TrainingCost, found: Lamp) -> str:
    """Say how long it will take here, and how that is known."""
    training = _about(cost.training)
    measuring = _about(cost.measuring(found.question.folds, found.pairs))
    return (
        f"Training takes {training} here at most, measuring it with {found.question.folds} folds "
        f"{measuring}. Reckoned from a few steps of this network, tried here just now; right "
        "within a factor of two or so, and slower while other work runs."
    )


def _speaks_of(found: Lamp) -> str:
    if not found.told["families"]:
        return "A figure speaks of a truly new microRNA."
    if not found.told["partners"]:
        return "A figure speaks of a new gene; the microRNAs are known."
    return "Both molecules are known from other pairs."


def _figures(standing: Standing) -> tuple[str, str]:
    auprc, per_query = (
        _UNTOLD if isnan(value) else f"{value:.3f}"
        for value in (standing.auprc, standing.per_query)
    )
    return auprc, per_query


def _share(share: float) -> str:
    """Write a share as a percentage that is neither 0 nor 100 unless it is.

    Examples
    --------
    >>> _share(1.0), _share(0.9996), _share(0.0001), _share(0.865)
    ('100 %', 'over 99 %', 'under 1 %', '86 %')
    """
    if share in (0.0, 1.0):
        return f"{100 * share:.0f} %"
    if share > 0.99:
        return "over 99 %"
    return "under 1 %" if share < 0.01 else f"{100 * share:.0f} %"


def _about(seconds: float) -> str:
    """Say a time as roughly as it is known.

    Examples
    --------
    >>> _about(4), _about(80), _about(1500), _about(9000), _about(400000)
    ('under 10 s', 'about 80 s', 'about 25 min', 'about 2.5 h', 'about 5 days')
    """
    if seconds < 10:
        return "under 10 s"
    if seconds < 100:
        return f"about {round(seconds, -1):.0f} s"
    if seconds < 5400:
        return f"about {seconds / 60:.0f} min"
    hours = seconds / 3600
    return f"about {hours:.1f} h" if hours < 48 else f"about {hours / 24:.0f} days"
