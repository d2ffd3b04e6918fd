"""What a map is of: the pairs of a data set, or the RNAs of a catalogue."""

from __future__ import annotations

from pathlib import Path

from mirinter_core import home
from mirinter_core.datasets import saved
from mirinter_core.errors import PartError
from mirinter_core.tasks.map_points import PAIRS, RNAS

_FASTA = (".fa", ".fasta", ".fna", ".fa.gz", ".fasta.gz", ".fna.gz")


def subject_of(place: str) -> str:
    """Tell what a name or a path is of, `PAIRS` or `RNAS`.

    Raises
    ------
    PartError
        If a data set and a catalogue are called so.

    Examples
    --------
    >>> subject_of("builtin"), subject_of("/data/lncrna.fa"), subject_of("/data/pairs")
    ('rnas', 'rnas', 'pairs')
    """
    is_dataset, is_catalog = saved.is_saved(place), home.find("catalogs", place) is not None
    if is_dataset and is_catalog:
        raise PartError(
            f"A data set and a catalogue are called {place!r}. Say which is meant: pairs or rnas."
        )
    if is_dataset:
        return PAIRS
    is_fasta = Path(place).name.lower().endswith(_FASTA)
    return RNAS if is_catalog or is_fasta else PAIRS
