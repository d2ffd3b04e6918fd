"""A pair that is a row of a finished screen, found by the page's address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mirinter_core.datasets.lookup import by_id
from mirinter_core.errors import CatalogError, RunError
from mirinter_core.molecules import fasta
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.runs import run as runs
from mirinter_core.runs import state as states
from mirinter_core.runs import table
from mirinter_core.runs.jobs.screen import INPUT
from mirinter_core.runs.run import Run
from mirinter_core.runs.table import Filters
from mirinter_core.web.readings import CHANCE, read

HITS = "hits.parquet"


@dataclass(frozen=True)
class Row:
    """A row of a finished screen.

    Parameters
    ----------
    hit : mapping
        Columns as in `mirinter_core.tasks.hits.COLUMNS`.
    partners : int
        How many partners the screen ranked for its query.
    doubtful : bool
        Whether that ranking says no more than chance would.
    """

    run: Run
    hit: Mapping[str, Any]
    partners: int
    doubtful: bool = False


@dataclass(frozen=True)
class Chosen:
    """A pair to look at.

    Parameters
    ----------
    partner : Molecule or None
        None if it is not to be found any more: `problem` says why.
    row : Row or None
        Where it comes from; None for a pair that was typed in.
    catalog : str
        Name or path of the catalogue that holds the partner; empty if its letters were typed in.
    """

    query: Molecule
    partner: Molecule | None
    model: str
    device: str = "auto"
    row: Row | None = None
    catalog: str = ""
    problem: str = ""


def from_run(run_id: str, partner: str, query: str = "") -> Chosen:
    """Take a row of a finished screen; the first query if none is named.

    Raises
    ------
    RunError
        If there is no such run, it is not a finished screen, or it has no such row.
    StorageError
        If its results are damaged.
    """
    run = runs.load(run_id)
    asked = run.request
    if asked.verb != "screen" or run.state.state != states.DONE:
        raise RunError(
            f"Run {run.id} is a {asked.verb} that is {run.state.state}. Pairs are shown of "
            "finished screens: see the Runs page."
        )
    queries = {m.id: m for m in fasta.read_path(run.path(INPUT), type="miRNA").molecules}
    name = query or next(iter(queries))
    hit = table.row(run.path(HITS), name, partner)
    if hit is None or name not in queries:
        raise RunError(
            f"Run {run.id} has no row of {partner[:80]!r} with query {name[:80]!r}. "
            "Open the screen and choose a row there."
        )
    catalog = str(asked.arguments["catalog"])
    there, problem = _still_there(catalog, partner)
    return Chosen(
        query=queries[name],
        partner=there,
        model=str(asked.arguments["model"]),
        device=str(asked.arguments.get("device") or "auto"),
        row=Row(
            run,
            hit,
            table.count(run.path(HITS), name, Filters()),
            doubtful=read(run, name).verdict == CHANCE,
        ),
        catalog=catalog,
        problem=problem,
    )


def neighbours(row: Row) -> dict[int, str]:
    """Return the partners one rank above and below, by rank."""
    rank, query = int(row.hit["rank"]), str(row.hit["id2"])
    near = table.page(row.run.path(HITS), query, Filters(), offset=max(0, rank - 2), limit=3)
    found = dict(zip(near["rank"].tolist(), near["id1"].tolist(), strict=True))
    return {place: found[place] for place in (rank - 1, rank + 1) if place in found}


def _still_there(catalog: str, partner: str) -> tuple[Molecule | None, str]:
    """Find the partner's letters; if they are gone, say what is missing and how to mend it."""
    how = (
        "Add it again under that name on the Catalogues page, or with `catalog add NAME FASTA` "
        "in a shell, to see duplexes and sites. What the screen found is kept, below."
    )
    try:
        found = by_id(catalog, partner)
    except CatalogError as error:
        return None, f"The catalogue {catalog!r} of this screen is missing: {error} {how}"
    if found is None:
        return None, f"The catalogue {catalog!r} was changed and has no {partner!r} now. {how}"
    return found, ""
