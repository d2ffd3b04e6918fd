"""The molecules of a finished screen, by the ids that its table names them by."""

from __future__ import annotations

from mirinter_core.datasets.lookup import by_id
from mirinter_core.errors import RunError
from mirinter_core.molecules import fasta
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.runs.run import Run

INPUT = "input.fa"


def queries(run: Run) -> dict[str, Molecule]:
    """Read the queries of a screen, by id, in the order they were given.

    Raises
    ------
    RunError
        If the run is no screen.
    """
    if run.request.verb != "screen":
        raise RunError(f"Run {run.id} is no screen. The Runs page tells which are.")
    return {m.id: m for m in fasta.read_path(run.path(INPUT), type="miRNA").molecules}


def pair_of(run: Run, query: str, partner: str) -> tuple[Molecule, Molecule]:
    """Find query and partner of a screen.

    Raises
    ------
    RunError
        If the screen has no such query, or its catalogue no such partner.
    CatalogError
        If its catalogue is gone.
    """
    given = queries(run)
    if query not in given:
        raise RunError(f"Run {run.id} has no query {query[:80]!r}. It has: {', '.join(given)}.")
    catalog = str(run.request.arguments["catalog"])
    found = by_id(catalog, partner)
    if found is None:
        raise RunError(f"The catalogue {catalog!r} of run {run.id} has no {partner[:80]!r} now.")
    return given[query], found
