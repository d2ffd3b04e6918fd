"""How long a screen will take, before it is begun."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mirinter_core.datasets.catalog import Catalog
from mirinter_core.embedding.embedder import kind_of
from mirinter_core.errors import SequenceError

if TYPE_CHECKING:  # brings torch, and a page is to open before that is there
    from mirinter_core.tasks.evidence import Embedding

# Letters a second on one core of a 2025 server, or on a GPU; benchmarks/embed.py measures them.
RATES = {("kmer", "cpu"): 2e6, ("rna_fm", "cpu"): 400.0, ("rna_fm", "cuda"): 60_000.0}
_SLOWEST = 400.0  # of an encoder nobody has measured
_SECONDS_PER_QUERY = 0.02
_SECONDS_PER_PAIR = 5e-5
_SECONDS_PER_LETTER = 8e-7  # looking for sites, describing, once for all queries
_SECONDS_PER_DUPLEX = 6e-4  # at a site
_SECONDS_PER_FREE_LETTER = 16e-6  # of a duplex sought along a whole partner, where there is no site
_WITHOUT_SITE = 0.15  # share of the first rows, which mostly have one
_BEGINNING = 0.2
_SECONDS_PER_SCORED_PAIR = 3.5e-5  # of many queries at once
_SECONDS_PER_READ_LETTER = 5e-7
_AFFORDABLE = 400_000  # pairs: less than ten seconds on one core, as letters count too
_LETTERS_PER_PAIR = 10  # what reading letters costs beside scoring pairs
_MOST_DECOYS, _FEWEST_DECOYS = 100, 20  # more tell little more, fewer nothing
_EVIDENCE_ROWS, _FEW, _FEWEST = 200, 5, 10
MOST_PAIRS = 1_000_000  # a screen's table takes about 2 kB of memory a row


@dataclass(frozen=True)
class Estimate:
    """What a screen will cost.

    Parameters
    ----------
    seconds : float
        Within a factor of three or so.
    pairs : int
        Rows of its table.
    new_letters : int
        Letters that no earlier screen has turned into vectors.
    """

    seconds: float
    pairs: int
    new_letters: int


def estimate(
    queries: int, catalog: Catalog, new_letters: int, *, evidence: int, encoder: str, device: str
) -> Estimate:
    """Estimate a screen of so many queries against a catalogue.

    Parameters
    ----------
    new_letters : int
        See `letters_to_embed`.
    encoder : str
        The partner side's.
    device : "cpu" or "cuda"
    """
    partners, letters = len(catalog), catalog.info.letters
    rows = queries * min(evidence, partners)
    mean_length = letters / partners
    rate = RATES.get((encoder, device), RATES.get((encoder, "cpu"), _SLOWEST))
    seconds = (
        _BEGINNING
        + new_letters / rate
        + letters * _SECONDS_PER_LETTER
        + queries * (_SECONDS_PER_QUERY + partners * _SECONDS_PER_PAIR)
        + rows * (_SECONDS_PER_DUPLEX + _WITHOUT_SITE * mean_length * _SECONDS_PER_FREE_LETTER)
    )
    return Estimate(seconds, queries * partners, new_letters)


def fitting_decoys(queries: int, partners: int, letters: int) -> int:
    """Say how many decoys of each query fit into a few seconds: up to 100, and 0 for too few.

    Pairs and letters are counted, not seconds, so that the same screen has the same decoys on
    every machine.
    """
    pairs = _AFFORDABLE - letters // _LETTERS_PER_PAIR
    n = min(_MOST_DECOYS, pairs // max(queries * partners, 1))
    return n if n >= _FEWEST_DECOYS else 0


def seconds_beside(pairs: int, letters: int) -> float:
    """Estimate what scoring so many more pairs takes: decoys of the queries, or hubs.

    Parameters
    ----------
    letters : int
        Of the catalogue.
    """
    if not pairs:
        return 0.0
    return pairs * _SECONDS_PER_SCORED_PAIR + letters * _SECONDS_PER_READ_LETTER


def letters_to_embed(catalog: Catalog, embedding: Embedding) -> int:
    """Count the letters of a catalogue's distinct RNAs that the store has no vectors of yet."""
    lengths = {m.digest: len(m) for m in catalog.molecules}
    if embedding.store is None:
        return sum(lengths.values())
    side, encoder = embedding.recipe.sides[1], embedding.encoders[1]
    found = embedding.store.get(kind_of(side, encoder), list(lengths)).found
    return sum(n for n, is_there in zip(lengths.values(), found, strict=True) if not is_there)


def refuse_too_large(queries: int, partners: int) -> None:
    """Refuse a screen whose table would not fit into the memory of a common computer.

    Raises
    ------
    SequenceError
        If queries times partners are more than `MOST_PAIRS`.
    """
    if queries * partners > MOST_PAIRS:
        raise SequenceError(
            f"{queries:,} queries against {partners:,} partners are {queries * partners:,} pairs; "
            f"one screen holds at most {MOST_PAIRS:,}. Give at most {MOST_PAIRS // partners:,} "
            "queries at once, or choose fewer types of partners."
        )


def evidence_rows(queries: int) -> int:
    """Say how many rows a query get a duplex unless told: fewer where the queries are many.

    Nobody reads 200 rows of each of 1,000 queries, and folding them takes most of the time.
    """
    return max(_FEWEST, _EVIDENCE_ROWS * _FEW // max(queries, _FEW))
