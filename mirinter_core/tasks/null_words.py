"""What the decoys said of a query, in sentences: the same on the page and in a shell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

_WELL = 0.8  # share of decoys that match from which nothing needs to be said


def found_line(told: Mapping[str, Any]) -> str:
    """Say how many partners pair better than chance; no full stop.

    Parameters
    ----------
    told : mapping
        The facts of a query's null: `mirinter_core.tasks.nulls.Null`.

    Examples
    --------
    >>> found_line(
    ...     {
    ...         "decoys": 100,
    ...         "level": 0.05,
    ...         "transcripts": 9,
    ...         "genes": 4,
    ...         "transcripts_found": 5,
    ...         "genes_found": 2,
    ...     }
    ... )
    '2 genes (5 transcripts) at q < 0.05'
    """
    if "level" not in told:
        return "no decoys could be made of it, so there is no p"
    level = f"q < {told['level']}"
    transcripts, genes = told["transcripts_found"], told["genes_found"]
    if not transcripts and not genes:
        return f"no partner at {level}"
    if told["genes"] == told["transcripts"]:  # no header tells a gene
        return f"{_counted(transcripts, 'partner')} at {level}"
    return f"{_counted(genes, 'gene')} ({_counted(transcripts, 'transcript')}) at {level}"


def best_line(told: Mapping[str, Any]) -> str:
    """Say how often a shuffled microRNA has a partner that scores as high as the query's best.

    What the model gives to any letters with such sites: a high listed share alone speaks of the
    place on the partner, not of the query. Empty where it was not counted.

    Examples
    --------
    >>> best_line({"decoys": 100, "best_as_high": 63})
    'Of 100 shuffled microRNAs, 63 have a partner as good as its best, its family left out.'
    """
    if "best_as_high" not in told:
        return ""
    n = told["best_as_high"]
    have = "has" if n < 2 else "have"
    return (
        f"Of {told['decoys']} shuffled microRNAs, {n or 'none'} {have} a partner as good as its "
        "best, its family left out."
    )


def about_line(told: Mapping[str, Any]) -> str:
    """Say what p rests on, what it speaks of, and how small it can be."""
    if "level" not in told:
        return "The query has no seed of 7 plain letters, and without one there are no decoys."
    least, middle, most = told["partners_with_site_of_decoys"]
    speaks = (
        "p speaks of the pairing alone: what the model remembers of the query's family is hidden, "
        "for query and decoys alike."
        if told["speaks_of"] == "pairing evidence"
        else "This model's evidence has no kinds that could be hidden: p is of its plain score, "
        "and part of what makes it small may be memory of the query's letters."
    )
    rough = ""
    if told["matched"] < _WELL:
        rough = (
            f" Only {told['matched']:.0%} of them are within {told['matched_within']} times the "
            "query's number: take p as rough."
        )
    return (
        f"Compared with {told['decoys']} decoys, shuffled so that they keep their neighbouring "
        f"letters and have no known seed; their strong site (8mer or 7mer-m8) stands in {least:,} "
        f"to {most:,} of the partners (median {middle:,}), the query's in "
        f"{told['partners_with_site']:,}.{rough} "
        f"{speaks} The smallest p there can be is {_least(told)}.{_alone(told)}"
    )


def _least(told: Mapping[str, Any]) -> str:
    own, fewest = told["smallest_p"], told["smallest_p_of_the_fewest"]
    if fewest <= 1.5 * own:
        return _plainly(own)
    return f"{_plainly(own)} to {_plainly(fewest)}, by how many partners are alike"


def _plainly(p: float) -> str:
    """Write a small number without a power of ten."""
    return np.format_float_positional(p, precision=1, fractional=False, trim="-")


def _alone(told: Mapping[str, Any]) -> str:
    """Say when one partner alone could not be told from chance."""
    needed = told["smallest_p"] * told["transcripts"] / told["level"]
    if needed <= 1:
        return ""
    return f" With so many partners, at least {int(needed) + 1} must reach it before q is small."


def _counted(n: int, noun: str) -> str:
    return f"{n:,} {noun if n == 1 else noun + 's'}"
