"""Where a result comes from: versions, machine, seed, data and the command that repeats it."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version

from mirinter_core import __version__

_PACKAGES = ("torch", "numpy", "pandas", "scikit-learn", "ViennaRNA", "duckdb", "rna-fm")


def provenance(**facts: object) -> dict[str, object]:
    """Describe this program and machine, with the facts of one result beside it.

    Parameters
    ----------
    **facts
        What else decides the result: seed, device, model, catalogue, data digest, command.

    Returns
    -------
    dict
        JSON-ready. Holds no path and no user name.
    """
    return {
        "mirinter": __version__,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "packages": {name: _version(name) for name in _PACKAGES},
        **facts,
    }


def digest_of(parts: Iterable[str]) -> str:
    """Return one SHA-256 for many texts, whatever their order."""
    total = sha256()
    for text in sorted(parts):
        total.update(f"{len(text)}:{text}".encode())
    return total.hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
