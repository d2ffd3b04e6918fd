"""What every figure of a report says: whose it is, what was asked, and which rule stands beside.

Names come from reports, which anybody may have written: `theme.plain` them where they are drawn.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.errors import DatasetError
from mirinter_core.figures import theme
from mirinter_core.tasks.best_rule import APART, best_rule
from mirinter_core.tasks.meanings import MEANINGS, chance, figure_of
from mirinter_core.tasks.paired import against_rule
from mirinter_core.tasks.reports import Summary, rule_of
from mirinter_core.tasks.rule_words import apart, such

_CERTAIN = 0.05  # p below which a difference is not called luck
_LETTERS, _TAIL = 36, 16  # of a name beside a bar; variants differ at their ends
_SMALL = 0.0095  # a share that is not even 1 in 100


def name_of(report: Summary) -> str:
    """Name a report's model, with what its recipe changes; or its rule."""
    if rule_of(report):
        return f"{rule_of(report)} (rule)"
    variant = report.get("variant")
    return f"{report['recipe']} ({variant})" if variant else str(report["recipe"])


def drawn_name(report: Summary, *, letters: int = _LETTERS) -> str:
    """Return the name safe to draw."""
    return theme.plain(name_of(report), letters=letters, tail=_TAIL)


def asked(report: Summary) -> tuple[str, str]:
    """Say in two lines what was measured: data and what was held out; pairs and folds."""
    held = PROTOCOLS.get(report["protocol"])
    out = f" ({held.held} held out)" if held else ""
    negatives = report["negatives"]
    table = "" if negatives == "full" else f", {negatives} unlisted drawn per listed pair"
    data = f"{theme.plain(report['dataset']['name'])}, {theme.plain(report['protocol'])}{out}"
    listed = f"{report['n_positive']:,} listed ({100 * report['prevalence']:.2g} %)"
    folds = f"{len(report['folds'])} folds"
    return data, f"n = {report['n_pairs']:,} test pairs, {listed}{table}, {folds}"


def same_question(reports: Sequence[Summary]) -> Summary:
    """Return the first of reports that may stand in one figure.

    Raises
    ------
    DatasetError
        If there is none, or they speak of different data, protocols or test tables.
    """
    if not reports:
        raise DatasetError("There is no report to draw. Choose at least one.")
    for what, key in (("protocols", "protocol"), ("test negatives", "negatives")):
        _one(what, [str(report[key]) for report in reports])
    _one("data", [str(report["dataset"]["data_digest"])[:12] for report in reports])
    return reports[0]


def _one(what: str, values: Sequence[str]) -> None:
    if len(set(values)) > 1:
        raise DatasetError(
            f"These reports are of different {what} ({', '.join(sorted(set(values)))}); their "
            "figures do not compare. Draw one after the other."
        )


def chance_of(report: Summary, figure: str) -> float:
    """Give what chance would reach in this report's test; NaN where that is not one number."""
    return chance(report["mean"], figure)


def beside(report: Summary, figure: str) -> str:
    """Say in a sentence how the best rule does, and that it wins where it does."""
    title = MEANINGS[figure].title
    own = figure_of(report["mean"], figure)
    others = {n: rule for n, rule in report["baselines"].items() if n != rule_of(report)}
    name, value = best_rule(others, figure)
    if not name:
        return "No rule was measured beside it."
    if math.isnan(own):
        return f"The best rule, {apart(name)}, is {name} ({title} {value:.3f})."
    both = f"{name} ({title} {value:.3f} against {own:.3f})"
    if value >= own if MEANINGS[figure].higher else value <= own:
        return f"A {such(name)} does no worse: {both}."
    return f"The best rule, {apart(name)}, is {both}.{certainty(report, name, figure)}"


def certainty(report: Summary, rule: str, figure: str) -> str:
    """Say whether a model is ahead of a rule by luck; empty where that cannot be told."""
    known = report["baselines"]
    if rule not in known or APART in known[rule] or not MEANINGS[figure].higher:
        return ""
    test = against_rule(report, rule, figure)
    if math.isnan(test.p_corrected):
        return ""
    luck = "hardly by luck" if test.p_corrected < _CERTAIN else "which could be luck"
    ahead = f"The model is ahead in {test.higher} of {test.folds} folds"
    return f" {ahead}, {luck} (one-sided p = {test.p_corrected:.2g})."


def in_hundred(share: float) -> str:
    """Say a share as so many in a hundred; small ones as one in so many.

    Examples
    --------
    >>> in_hundred(0.777), in_hundred(0.004), in_hundred(0.0), in_hundred(0.999)
    ('78 in 100', '1 in 250', '0 in 100', 'over 99 in 100')
    """
    if 0 < share < _SMALL:
        return f"1 in {_round(1 / share):,}"
    if 1 - _SMALL / 2 < share < 1:
        return "over 99 in 100"
    return f"{100 * share:.0f} in 100"


def _round(number: float) -> int:
    """Round to two digits: more are not meant."""
    digits = max(len(str(int(number))) - 2, 0)
    return int(round(number, -digits))
