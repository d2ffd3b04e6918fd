"""The facts behind each kind of evidence, read from the numbers that the model was shown."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from mirinter_core.models.recall import column
from mirinter_core.tasks.weighing import Weighed

# Every kind with its title and what it is, for people.
KIND_WORDS: Mapping[str, tuple[str, str]] = {
    "sites": ("Sites", "letters alone: seed sites, and how many chance would give"),
    "footprint": (
        "Footprint",
        "where Argonaute seems to sit: what is listed for other families' sites around these",
    ),
    "partner": ("Partner", "how often the partner and its gene are listed at all"),
    "family": ("Family", "what is listed for the query, its seed siblings and near relatives"),
    "pattern": (
        "Pattern",
        "what is listed for unrelated RNAs that are listed with much the same others",
    ),
}
NO_KINDS = (
    "This model gives no contributions: it does not weigh kinds of evidence that could be hidden "
    "one by one. A model made by the recipe 'evidence' does."
)


def facts(pair: Weighed) -> dict[str, str]:
    """Say in words what the model was shown of each kind; of the query's order."""
    shown = _Shown(pair.described[0])
    return {
        "sites": _sites(shown),
        "footprint": _footprint(shown),
        "partner": _partner(shown),
        "family": _family(shown),
        "pattern": _pattern(shown),
    }


FEW = 0.05  # families, as far as their labels are known: fewer near a site are none
_TELLING = 0.2  # log-odds of surroundings below which nothing is said of them


class _Shown:
    """The columns of one pair by their names; None where nothing is known."""

    def __init__(self, row: NDArray[np.float32]) -> None:
        self._row = row

    def __call__(self, name: str) -> float | None:
        value = float(self._row[column(name)])
        return None if np.isnan(value) else value

    def unlogged(self, name: str) -> float:
        """Undo ``log1p``; 0 where nothing is known."""
        return float(np.expm1(self(name) or 0.0))

    def share(self, name: str, words: str) -> str:
        """Fill a share of 0 to 1 into words that hold a ``{}``; empty where it is not known."""
        value = self(name)
        return "" if value is None else words.format(percent(value))


def percent(share: float) -> str:
    """Write a share for people.

    Examples
    --------
    >>> percent(0.123), percent(0.004), percent(0.0), percent(1.0)
    ('12 %', '0.4 %', '0 %', '100 %')
    """
    value = 100 * share
    return f"{value:.1f} %" if 0 < value < 1 else f"{value:.0f} %"


def _sites(shown: _Shown) -> str:
    strong, eights = (round(shown.unlogged(f"log {k}")) for k in ("7mer-m8", "8mer"))
    weak = round(shown.unlogged("log 6mer") + shown.unlogged("log offset-6mer")) - 2 * strong
    kinds = f" ({_many(eights, '8mer')})" if eights else ""
    said = [f"{_many(strong, 'strong site')}{kinds}" if strong else "no 8mer or 7mer-m8 site"]
    chance = shown("log expected 7mer-m8")
    if chance is not None:
        said[0] += f", {np.exp(chance):.2g} expected by chance"
    if weak > 0:
        said.append(_many(weak, "weaker site"))
    around = shown("letters around the site")
    if around is not None and abs(around) >= _TELLING:
        better = "more" if around > 0 else "less"
        said.append(f"letters around the site {better} like those of listed sites than usual")
    if back := round(shown.unlogged("partner's seed in the query")):
        said.append(f"{_many(back, 'site')} of the partner's seed on the query")
    return "; ".join(said)


def _footprint(shown: _Shown) -> str:
    said = []
    if shown.unlogged("log 7mer-m8") > 0.5:
        families = shown.unlogged("families around own site")
        judged = "the likeliest site judged {} occupied"
        if families >= FEW:
            many = "y" if round(families, 1) == 1 else "ies"
            said.append(f"sites of {_rounded(families)} other famil{many} known within 30 nt")
        else:
            said.append("no site of another family known within 30 nt")
            judged += ", as sites of its gene, or of all, are on average"
        said.append(shown.share("own site, 30 nt", judged))
    else:
        said.append("no strong site to judge, which counts for or against beside the rest")
    if (shown("site in the gene") or 0) > 0:
        said.append(shown.share("gene's site, 30 nt", "the gene's best {}"))
    return _joined(said)


def _partner(shown: _Shown) -> str:
    known = round(shown.unlogged("log known of the partner"))
    of = f" of {_many(known, 'other microRNA')} known with it"
    gene = _joined(
        [
            shown.share("gene with a site", "{} of the microRNAs that have a site there"),
            shown.share("gene without", "{} of those that have none"),
        ]
    ).replace("; ", " and ")
    said = [shown.share("partner", "listed with {}" + of), gene and f"its gene with {gene}"]
    return _joined(said) or "neither the partner nor its gene is known to the model"


def _family(shown: _Shown) -> str:
    known = shown.unlogged("log known siblings")
    said = []
    if (share := shown("siblings, partner")) is not None:
        listed = f"{_rounded(share * known)} of them listed with this partner"
        said.append(f"{_many(round(known), 'sibling')} known, {listed}")
    said.append(
        shown.share("family, gene", "of the family's known pairs with the gene, {} are listed")
    )
    said.append(shown.share("query", "the query with {} of the partners known for it"))
    if not _joined(said):
        elsewhere = [
            shown.share("family with a site", "with {} of the genes that hold its site"),
            shown.share("family without", "with {} of those that hold none"),
        ]
        told = " and ".join(part for part in elsewhere if part)
        said = [
            f"the seed family is listed {told}, but nothing is known of it with this gene"
            if told
            else "no member of the seed family is known to the model"
        ]
        near = shown.unlogged("log listed near relatives")
        if near >= 0.5:
            said.append(f"{_rounded(near)} listed pairs of near relatives with the gene")
    return _joined(said)


def _pattern(shown: _Shown) -> str:
    said = [
        shown.share(
            "queries listed alike",
            "of microRNAs of other families that share its listed partners, {} are listed with "
            "this partner",
        ),
        shown.share(
            "partners listed alike",
            "of partners of other genes that share its listed microRNAs, {} are listed with the "
            "query",
        ),
    ]
    return (
        _joined(said)
        or "no listed pair known of the query, or of the partner, to be shared by others"
    )


def _joined(said: list[str]) -> str:
    return "; ".join(part for part in said if part)


def _rounded(value: float) -> str:
    return f"{value:.0f}" if abs(value - round(value)) < 0.05 else f"{value:.1f}"


def _many(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
