"""Which pairs of a screen to test next: simple rules, each with its reason in words.

No rule knows what is true. They spread the tests, so that what the bench finds says something of
the whole ranking: most at the top, some where the score says little, and some where two RNAs are
thought not to pair. Only testing the top would never show whether the rest is rightly low.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from mirinter_core.tasks.hits import HUB_FROM

# Every column of `suggest` with what it says.
COLUMNS: dict[str, str] = {
    "id1": "Partner, by the id it was given.",
    "name1": "Partner's symbol.",
    "rank": "Rank among the partners of this query.",
    "score": "The model's score; higher ranks better.",
    "why": "Why this pair would teach something.",
}
_NEW = "partner new"  # in a row's regime


@dataclass(frozen=True)
class Band:
    """A stretch of the ranking.

    Parameters
    ----------
    above : float
        Percentile it begins at; it ends where the one before begins.
    share : int
        Of how many tests, beside the shares of the others.
    why : str
        What a test there would show.
    """

    above: float
    share: int
    why: str


BANDS = (
    Band(99, 4, "in the top 1 %: a find if it binds, and the model learns most if it does not"),
    Band(90, 2, "just below the top: shows how far down the list is worth testing"),
    Band(50, 1, "in the upper half: shows whether a middling score means anything"),
    Band(0, 1, "in the lower half: shows whether a low score means that nothing binds"),
)


def suggest(table: pd.DataFrame, tested: Collection[str], n: int = 8) -> pd.DataFrame:
    """Choose untested partners of one query, the first to be tested first.

    Those listed in training, controls and hubs are passed over; partners new to the model come
    before those it knows, as long as they stand in the same stretch of the ranking.

    Parameters
    ----------
    table : DataFrame
        All rows of the query, columns of `mirinter_core.tasks.hits.COLUMNS`.
    tested : collection of str
        Ids of the partners that the bench has an answer to.
    n : int
        How many; fewer where none are left.

    Returns
    -------
    DataFrame
        Columns as in `COLUMNS`.
    """
    rows = table.drop_duplicates("id1")
    rows = rows.assign(band=[_band(p) for p in rows["percentile"]])
    is_new = rows["regime"].astype(str).str.contains(_NEW)
    is_hub = pd.to_numeric(rows["hub"], errors="coerce") >= HUB_FROM  # not computed is no hub
    free = ~rows["id1"].isin(list(tested)) & ~rows["known"].astype(bool) & ~is_hub
    free &= rows["rna_type"] != "control"
    left = rows[free].assign(new=is_new[free]).sort_values(["new", "rank"], ascending=[False, True])
    done = {
        i: int(n)
        for i, n in rows.loc[rows["id1"].isin(list(tested)), "band"].value_counts().items()
    }
    chosen = []
    for _ in range(min(n, len(left))):
        there = [i for i in range(len(BANDS)) if (left["band"] == i).any()]
        band = min(there, key=lambda i: (done.get(i, 0) + 1) / BANDS[i].share)
        row = left[left["band"] == band].iloc[0]
        left = left.drop(row.name)
        done[band] = done.get(band, 0) + 1
        new = "; the model has not seen it in training" if row["new"] else ""
        chosen.append({**row, "why": f"{BANDS[band].why}{new}"})
    return pd.DataFrame(chosen, columns=list(COLUMNS))


def _band(percentile: float) -> int:
    return next(i for i, band in enumerate(BANDS) if percentile >= band.above)
