"""What a ranking comes to, in one reading: worth following up or not, and by which sign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mirinter_core.tasks.hits import HUB_FROM

FIRST = 10  # rows a person would follow up
_MANY, _SOME = 0.5, 0.25  # expected listed share of the first rows
_SURE = 0.05  # q
# Share of decoys with a partner as good as the query's best, above which a new family's rows say no
# more than that some letters were asked about. Random letters reach it in four of five cases.
_AS_GOOD = 0.2
# Of 24 random 22-mers on 1,663 lncRNAs 6 read so, and 1 had the seed of a known family.
_SO_READ = f" About one in {round(1 / _AS_GOOD)} random sequences reads so, too."
_NO_SHARE = (
    "What such scores are worth was measured for microRNAs, and nothing says that this is one."
)
_NONE_TO_TEST = " Make sure that it is a microRNA before you test any of these rows."


@dataclass(frozen=True)
class Reading:
    """A verdict and its reasons.

    Parameters
    ----------
    verdict : {"strong", "relatives", "tentative", "little", "chance", "unknown"}
    sentence : str
        Plain words, to follow the verdict.
    """

    verdict: str
    sentence: str


def reading(
    rows: pd.DataFrame, alike: Sequence[int] = (), decoys: Mapping[str, Any] | None = None
) -> Reading:
    """Read the first rows of one query's ranking.

    *Strong* is only what a known family, or pairing beyond chance, speaks for: if shuffled letters
    pair as well, by its relatives' listed pairs alone. A new family is tentative at best, since its
    shares suppose a microRNA like those that were held out: little if not one of its first rows has
    a site and is no hub, and chance if shuffled letters do as well.

    Parameters
    ----------
    rows : DataFrame
        The first rows (`FIRST`), columns as in `mirinter_core.tasks.hits.COLUMNS`.
    alike : sequence of int
        A number for each of them, equal for transcripts of one gene or of like letters; empty
        where that is not known.
    decoys : mapping, optional
        The facts of the query's null (`mirinter_core.tasks.nulls.Null`), where decoys were run.
    """
    first = rows.head(FIRST)
    told = first["probability"].notna()
    beyond = int((first["q"] < _SURE).sum())
    if not told.any():
        words = "What such scores are worth was not measured for these partners."
        return Reading("unknown", f"{words}{_pairing(first, beyond)}")
    expected = float(first.loc[told, "probability"].sum())
    share = expected / int(told.sum())
    known = str(first["regime"].iloc[0]).startswith("family known")
    verdict = "little"
    if (share >= _SOME and (known or not _unfit(first).all())) or beyond:
        verdict = "strong" if (known and share >= _MANY) or beyond else "tentative"
    matched = "" if beyond else _matched(decoys or {}, known)
    if matched:
        verdict = {"strong": "relatives", "tentative": "tentative" if known else "chance"}.get(
            verdict, verdict
        )
    whose = "its family is known: what is listed for its relatives counts"
    if not known:
        whose = "no family of it is known"
    if verdict == "chance":  # a share would be that of microRNAs
        return Reading(verdict, f"{matched}{_NO_SHARE}{_once(alike)}{_NONE_TO_TEST}")
    supposed = "" if known else ", if it is a microRNA like those that were held out"
    judged = not known and verdict == "tentative" and bool((decoys or {}).get("decoys"))
    sentence = (
        f"{matched}Of the first {int(told.sum())} rows about {_number(expected)} would be listed"
        f"{supposed} ({whose}).{_SO_READ if judged else ''}{_once(alike)}"
        f"{_pairing(first, beyond)}{_first_to_test(first)}"
    )
    return Reading(verdict, sentence)


def _matched(decoys: Mapping[str, Any], known: bool) -> str:
    """Say that shuffled microRNAs do as well, if many do; empty otherwise."""
    made, as_good = decoys.get("decoys", 0), decoys.get("best_as_high", 0)
    if not made or as_good <= _AS_GOOD * made:
        return ""
    if known:
        return (
            f"By its letters alone nothing tells it from {as_good} of {made} shuffled microRNAs, "
            "which have a partner as good: what speaks for these rows is that its relatives are "
            "listed with them. "
        )
    return (
        "Many shuffled microRNAs have a partner as good as its best: nothing here tells it from "
        "random letters with as many sites. "
    )


def _once(alike: Sequence[int]) -> str:
    """Say how many of the rows a bench would count once."""
    most = max(Counter(alike).values(), default=0)
    if most < 2:
        return ""
    kinds = len(set(alike))
    counted = "one RNA" if kinds == 1 else f"{kinds} RNAs"
    return (
        f" {most} of these rows share a gene, a seed family or much of their letters; counted once "
        f"where they do, these {len(alike)} rows are {counted} for a bench."
    )


def _pairing(first: pd.DataFrame, beyond: int) -> str:
    """Say what decoys add; they speak of pairing, and the shares of all evidence."""
    if first["q"].isna().all():
        return ""
    if beyond:
        better = "also pair better than shuffled microRNAs do"
        return f" {beyond} of these rows {better} (q below {_SURE})."
    least = np.format_float_positional(first["q"].min(), precision=2, fractional=False, trim="-")
    return (
        f" None of these rows pairs better than shuffled microRNAs do (smallest q {least}): the "
        "shares rest on what is listed around the sites, of the partner, or of the family."
    )


def _first_to_test(first: pd.DataFrame) -> str:
    """Say which rows to start with: those with a site that are no hubs."""
    hub, bare = first["hub"] >= HUB_FROM, first["seed_class"] == "none"
    said = []
    if bare.any():
        said.append(f"{int(bare.sum())} without a seed site")
    if hub.any():
        said.append(f"{int(hub.sum())} that are hubs")
    if not said:
        return ""
    rest = "begin with the others" if not _unfit(first).all() else "no row is one to begin with"
    return f" Among these rows are {' and '.join(said)}: {rest}."


def _unfit(first: pd.DataFrame) -> pd.Series[bool]:
    """Mark the rows that speak of the partner alone: those without a seed site, and hubs."""
    return (first["seed_class"] == "none") | (first["hub"] >= HUB_FROM)


def _number(expected: float) -> str:
    return f"{expected:.0f}" if expected >= 1 else "none or one"
