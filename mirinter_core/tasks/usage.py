"""What lies in the user's folder, and how much room it takes."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mirinter_core import home

KINDS: Mapping[str, str] = {
    "catalogs": "Catalogues you added or fetched",
    "vectors": "Vectors of catalogues; can be computed again",
    "runs": "Runs: what was asked, the sequences given, results, logs",
    "models": "Models you trained or added",
    "weights": "Weights of encoders",
    "datasets": "Data sets you added, and bench notebooks",
    "downloads": "Fetches that were cut short",
}


@dataclass(frozen=True)
class Place:
    """One folder of the user's.

    Parameters
    ----------
    kind, what : str
        Its name, and what it holds, for people.
    entries : int
        Catalogues, runs, ...: what lies directly in it.
    bytes : int
        All files together.
    """

    kind: str
    what: str
    path: Path
    entries: int
    bytes: int


def usage() -> tuple[Place, ...]:
    """Measure every folder, also those that are not there yet."""
    return tuple(_measured(kind, what) for kind, what in KINDS.items())


def _measured(kind: str, what: str) -> Place:
    folder = home.home() / kind
    total = 0
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):  # another process took it away meanwhile
            total += path.stat().st_size if path.is_file() else 0
    shown = [p for p in folder.iterdir() if not p.name.startswith(".")] if folder.is_dir() else []
    return Place(kind, what, folder, len(shown), total)
