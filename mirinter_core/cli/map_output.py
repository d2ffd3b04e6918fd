"""What ``map`` makes and gives: a map in a folder, a figure, a table, the neighbours of a query."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from mirinter_core import home
from mirinter_core.cli.terminal_output import Terminal
from mirinter_core.errors import PartError, RunError, StorageError

if TYPE_CHECKING:
    from mirinter_core.tasks.place import Placed
    from mirinter_core.tasks.projection import Projection

FOLDER, FIGURE = "folder", "html"
_ASKED = "asked.json"  # in the folder of a map: what it was asked for


def checked(output: Path | None) -> str:
    """Tell what an output is, before any work: `FOLDER`, `FIGURE`, a table's format, or nothing."""
    from mirinter_core.tasks.export import format_of
    from mirinter_core.tasks.projection import is_saved

    if output is None:
        return ""
    if not output.suffix or output.is_dir():
        strange = output.is_file() or (
            output.is_dir() and any(output.iterdir()) and not _is_ours(output)
        )
        if strange and not is_saved(output):
            raise typer.BadParameter(
                f"{output} holds other things already. Name a new folder.", param_hint="--output"
            )
        return FOLDER
    if output.suffix.lower() in (".html", ".htm"):
        return FIGURE
    try:
        return format_of(output)
    except PartError as error:
        raise typer.BadParameter(str(error), param_hint="--output") from error


def kept_at(place: str) -> Path | None:
    """Return the folder of the map that is meant by a folder or a run's id, if one is."""
    from mirinter_core.runs import run as runs
    from mirinter_core.tasks.projection import is_saved

    if is_saved(folder := Path(place).expanduser()):
        return folder
    try:
        run = runs.load(place)
    except RunError:
        return None
    if not is_saved(run.folder):
        raise RunError(f"Run {run.id} has left no map. `runs show {run.id}` tells how it ended.")
    return run.folder


def read(folder: Path) -> tuple[Projection, dict[str, Any]]:
    """Read a map, and what it was asked for."""
    from mirinter_core.runs.run import REQUEST
    from mirinter_core.tasks.projection import load

    made = load(folder)
    if (folder / REQUEST).exists():
        request = json.loads((folder / REQUEST).read_text("utf-8"))
        return made, dict(request["arguments"])
    return made, home.read_json(folder / _ASKED, version=1)["arguments"]


def make(asked: Mapping[str, Any], folder: Path | None, terminal: Terminal) -> Projection:
    """Make a map in this process, and keep it in a folder if there is one."""
    from mirinter_core.runs.jobs.map import projected

    if folder is not None:
        facts = {"format_version": 1, "arguments": dict(asked)}
        path = folder / _ASKED
        if path.exists() and home.read_json(path, version=1) != facts:
            raise StorageError(f"{folder} holds another map. Name a new folder.")
        home.write_json(path, facts)
    with terminal.bar() as progress:
        made = projected(asked, keep_in=folder, progress=progress)
    if folder is not None:
        made.save(folder)
        home.remove(folder / "points")
        terminal.note(f"{folder} holds the map: `map {folder} --query FASTA` places queries on it.")
    return made


def tell(made: Projection) -> None:
    """Print what the map is and what it says."""
    from mirinter_core.tasks import map_words
    from mirinter_core.tasks.layout import LAYOUTS

    facts = made.facts
    lines = [
        f"{map_words.method(facts)}: {map_words.drawn_how(facts)}.",
        f"The space: {map_words.space(facts)}.",
        LAYOUTS.get(facts["method"]).reading,
        *(say(facts) for say in (map_words.trust, map_words.separation, map_words.memory)),
    ]
    print("\n".join(line for line in lines if line))


def placed(
    query: str,
    made: Projection,
    folder: Path | None,
    asked: Mapping[str, Any],
    terminal: Terminal,
) -> Placed:
    """Place queries, and print their neighbours in the true space."""
    from mirinter_core.cli.sequence_input import read_queries
    from mirinter_core.tasks import export
    from mirinter_core.tasks.map_query import place_queries

    queries = read_queries([query], terminal).molecules
    found = place_queries(
        queries, made, folder or Path(), asked, str(asked.get("device") or "auto")
    )
    print()
    print(export.as_bytes(found.neighbours, made.provenance, "tsv").decode(), end="")
    return found


def put(made: Projection, found: Placed | None, output: Path | None, kind: str) -> None:
    """Write the figure or the table that is asked for; queries are rows without a label."""
    from mirinter_core.figures.embedding_map import embedding_map
    from mirinter_core.tasks import export

    if output is None or kind == FOLDER:
        return
    if kind == FIGURE:
        drawn = embedding_map(made, placed=found)
        with home.written(output) as temporary:
            drawn.write_html(temporary, include_plotlyjs=True)
        return
    import pandas as pd

    table = made.table if found is None else pd.concat([found.table, made.table])
    export.write(table, made.provenance, output, kind)


def _is_ours(folder: Path) -> bool:
    return (folder / _ASKED).is_file()
