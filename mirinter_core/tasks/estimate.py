"""How long a screen will take, before it is begun."""

from __future__ import annotations

from dataclasses import dataclass

from mirinter_core import home
from mirinter_core.datasets.catalog import Catalog
from mirinter_core.embedding.embedder import kind_of
from mirinter_core.embedding.encoder import ENCODERS, Encoder
from mirinter_core.embedding.store import EmbeddingStore
from mirinter_core.errors import MirinterError
from mirinter_core.recipe import Side

# Letters a second on one core of a 2025 server, or on a GPU; benchmarks/embed.py measures them.
RATES = {("kmer", "cpu"): 2e6, ("rna_fm", "cpu"): 400.0, ("rna_fm", "cuda"): 60_000.0}
_SLOWEST = 400.0  # of an encoder nobody has measured
_SECONDS_PER_QUERY = 0.02
_SECONDS_PER_PAIR = 5e-5
_SECONDS_PER_LETTER = 1e-7  # looking for sites, once for all queries
_SECONDS_PER_DUPLEX = 6e-4  # at a site
_SECONDS_PER_FREE_LETTER = 16e-6  # of a duplex sought along a whole partner, where there is no site
_WITHOUT_SITE = 0.15  # share of the first rows, which mostly have one
_BEGINNING = 0.2
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
    queries: int, catalog: Catalog, new_letters: int, *, evidence: int, side: Side, device: str
) -> Estimate:
    """Estimate a screen of so many queries against a catalogue.

    Parameters
    ----------
    new_letters : int
        See `letters_to_embed`.
    device : "cpu" or "cuda"
    """
    partners, letters = len(catalog), catalog.info.letters
    rows = queries * min(evidence, partners)
    mean_length = letters / partners
    rate = RATES.get((side.encoder, device), RATES.get((side.encoder, "cpu"), _SLOWEST))
    seconds = (
        _BEGINNING
        + new_letters / rate
        + letters * _SECONDS_PER_LETTER
        + queries * (_SECONDS_PER_QUERY + partners * _SECONDS_PER_PAIR)
        + rows * (_SECONDS_PER_DUPLEX + _WITHOUT_SITE * mean_length * _SECONDS_PER_FREE_LETTER)
    )
    return Estimate(seconds, queries * partners, new_letters)


def letters_to_embed(catalog: Catalog, side: Side) -> int:
    """Count the letters of a catalogue that the store has no vectors of yet.

    An encoder that cannot be built (weights not at hand) has embedded nothing.
    """
    lengths = {m.digest: len(m) for m in catalog.molecules}
    try:
        encoder: Encoder = ENCODERS.get(side.encoder)(device="cpu")
    except MirinterError:
        return sum(lengths.values())
    store = EmbeddingStore(home.home() / "vectors")
    found = store.get(kind_of(side, encoder), list(lengths)).found
    return sum(n for n, is_there in zip(lengths.values(), found, strict=True) if not is_there)
