"""Compare two screens: which partners rose, fell, came and went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mirinter_core.errors import RunError

TOPS = (10, 50, 100)
BOTH, FIRST_ONLY, SECOND_ONLY = "both", "first only", "second only"

# Every column with what it says, shown as help in the page.
COLUMNS: dict[str, str] = {
    "id1": "Partner, by the id it was given.",
    "name1": "Partner's symbol, where its header tells it.",
    "rna_type": "Partner's type; 'control' is an artificial transcript.",
    "rank_first": "Rank in the first screen; empty: not in its catalogue.",
    "rank_second": "Rank in the second screen; empty: not in its catalogue.",
    "shift": "Places the partner rose (+) or fell (-) from first to second, counted among the "
    "partners that both screens ranked.",
    "score_first": "Score in the first screen. Scores of two models are on two scales.",
    "score_second": "Score in the second screen.",
    "held_by": "Which of the two catalogues holds the partner.",
}


@dataclass(frozen=True)
class Comparison:
    """Two rankings of partners, side by side.

    Parameters
    ----------
    table : DataFrame
        Columns as in `COLUMNS`, one row a partner, by its better rank of the two.
    shared : int
        Partners that both ranked.
    other_letters : int
        Of those, how many differ in length: one id for two molecules.
    correlation : float
        Spearman's, of the ranks of the shared partners; nan below three of them.
    """

    table: pd.DataFrame
    shared: int
    other_letters: int
    correlation: float

    def overlap(self, k: int) -> int:
        """Count the partners that stand among the first k of both."""
        return int((self._within("rank_first", k) & self._within("rank_second", k)).sum())

    def new(self, k: int) -> pd.DataFrame:
        """Return the partners among the first k of the second screen, not of the first."""
        return self._only("rank_second", "rank_first", k)

    def lost(self, k: int) -> pd.DataFrame:
        """Return the partners among the first k of the first screen, not of the second."""
        return self._only("rank_first", "rank_second", k)

    def top(self, k: int) -> pd.DataFrame:
        """Return the partners among the first k of either screen."""
        return self.table[self._within("rank_first", k) | self._within("rank_second", k)]

    def _only(self, here: str, there: str, k: int) -> pd.DataFrame:
        rows = self.table[self._within(here, k) & ~self._within(there, k)]
        return rows.sort_values(here, ignore_index=True)

    def _within(self, rank: str, k: int) -> pd.Series[bool]:
        return (self.table[rank] <= k).fillna(value=False).astype(bool)


def compare(first: pd.DataFrame, second: pd.DataFrame) -> Comparison:
    """Lay two rankings beside each other; partners are the same if their ids are.

    Parameters
    ----------
    first, second : DataFrame
        Rows of `Hits.table`, of one query each.

    Raises
    ------
    RunError
        If one of them is empty or holds several queries.
    """
    for table, which in ((first, "first"), (second, "second")):
        if table["id2"].nunique() != 1:
            raise RunError(
                f"The {which} screen gives {table['id2'].nunique()} queries; compare one of each."
            )
    columns = ["id1", "name1", "rna_type", "length1", "rank", "score"]
    both = first[columns].merge(
        second[columns], on="id1", how="outer", suffixes=("_first", "_second"), indicator="held_by"
    )
    both["held_by"] = both["held_by"].map(
        {"both": BOTH, "left_only": FIRST_ONLY, "right_only": SECOND_ONLY}
    )
    for column in ("name1", "rna_type"):
        both[column] = both[f"{column}_first"].fillna(both[f"{column}_second"])
    is_shared = both["held_by"] == BOTH
    among = {s: both.loc[is_shared, f"rank_{s}"].rank() for s in ("first", "second")}
    both["shift"] = (among["first"] - among["second"]).round().astype("Int64")
    for side in ("first", "second"):
        both[f"rank_{side}"] = both[f"rank_{side}"].astype("Int64")
    better = both[["rank_first", "rank_second"]].min(axis=1)
    order = both.assign(better=better).sort_values(["better", "rank_first", "id1"]).index
    lengths = both.loc[is_shared, ["length1_first", "length1_second"]]
    return Comparison(
        table=both.loc[order, list(COLUMNS)].reset_index(drop=True),
        shared=int(is_shared.sum()),
        other_letters=int((lengths.iloc[:, 0] != lengths.iloc[:, 1]).sum()),
        correlation=_spearman(among),
    )


def _spearman(ranks: Mapping[str, pd.Series]) -> float:
    if len(ranks["first"]) < 3:
        return float("nan")
    return float(np.corrcoef(ranks["first"], ranks["second"])[0, 1])
