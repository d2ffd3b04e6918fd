"""``runs``: the work that lasts."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from mirinter_core.cli.terminal_output import in_json
from mirinter_core.datasets.in_words import counted
from mirinter_core.errors import StorageError
from mirinter_core.runs import run as runs
from mirinter_core.runs import state as states
from mirinter_core.runs.run import BOOKKEEPING, Run
from mirinter_core.runs.watch import progress

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="The work that lasts: a folder each."
)
_Id = Annotated[str, typer.Argument(metavar="ID", help="As shown by `runs list`.")]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list")
def list_runs(
    last: Annotated[int, typer.Option(help="Show only so many, the newest; 0 shows all.")] = 50,
    as_json: _Json = False,
) -> None:
    """List the runs, newest first."""
    found = runs.all_runs()
    shown = found[:last] if last > 0 else found
    rows = [_row(run) for run in shown]
    if as_json:
        print(in_json(rows))
    else:
        for row in rows:
            share = f"{row['share']:.0%}"
            print(f"{row['id']}  {row['state']:<11}  {share:>4}  {_plain(row['title'])}")
    if len(shown) < len(found):
        print(f"{len(shown)} of {len(found)} runs shown; --last 0 shows all.", file=sys.stderr)


@app.command()
def show(run_id: _Id, as_json: _Json = False) -> None:
    """Show what was asked, how it fares, and what it left."""
    from mirinter_core.runs.command import command_of

    run = runs.load(run_id)
    request, status = run.request, progress(run)
    facts = {
        "id": run.id,
        **asdict(request),
        **asdict(status),
        "command": command_of(run),
        "folder": str(run.folder),
        "files": sorted(p.name for p in run.folder.iterdir() if p.name not in BOOKKEEPING),
    }
    if as_json:
        print(in_json(facts))
        return
    facts["created"] = datetime.fromtimestamp(request.created).isoformat(" ", "seconds")
    facts["files"] = ", ".join(facts["files"])
    for key in ("id", "title", "created", "state", "what", "error", "command", "folder", "files"):
        if facts[key]:
            print(f"{key:<8} {_plain(str(facts[key]))}")
    for line in _found(run):
        print(_plain(line))
    if not status.is_over:
        left = "" if status.seconds_left is None else f", about {status.seconds_left:.0f} s left"
        print(f"done     {status.share:.0%}{left}")


@app.command("exec")
def exec_run(run_id: _Id) -> None:
    """Do the work of a run in this process: what `resume` and the pages start."""
    from mirinter_core.runs.execute import execute

    state = execute(runs.load(run_id))
    if state.state != states.DONE:
        if not state.own_process:  # else stderr is the log, which has it
            print(f"{state.state}. {state.error}".strip(), file=sys.stderr)
        raise typer.Exit(1)


@app.command()
def resume(run_id: _Id) -> None:
    """Begin a run again that was interrupted, cancelled or failed, in the background."""
    from mirinter_core.runs.start import resume as resume_run

    run = runs.load(run_id)
    resume_run(run)
    print(f"Run {run.id} goes on in the background: `runs show {run.id}` tells how far it is.")


@app.command()
def cancel(run_id: _Id) -> None:
    """Stop a run and see that it has stopped."""
    from mirinter_core.runs.course import reached
    from mirinter_core.runs.stop import cancel as cancel_run

    run = runs.load(run_id)
    cancel_run(run)
    print(f"Run {run.id} is {run.state.state}.")
    if run.request.verb == "train" and (epochs := reached(run)):
        print(
            f"Kept so far: {counted(epochs, 'epoch')}. `runs resume {run.id}` goes on, and "
            f"`runs keep {run.id}` makes a model of the best one.",
            file=sys.stderr,
        )


@app.command("keep")
def keep_model(
    run_id: _Id,
    name: Annotated[
        str, typer.Option(help="What to call the model; the name asked for, with the epoch.")
    ] = "",
) -> None:
    """Make a model of a training that was cut short, from its best epoch so far."""
    from mirinter_core.runs.keep import keep

    kept = keep(runs.load(run_id), name)
    print(f"Model {kept} is kept: screen with --model {kept}.")


@app.command()
def export(
    run_id: _Id,
    output: Annotated[Path, typer.Option("-o", "--output", help="The zip file to write.")],
) -> None:
    """Write a run's inputs, results, command, methods text and citations into one zip file."""
    from mirinter_core.runs.bundle import export as export_run

    export_run(runs.load(run_id), output)
    print(f"{output}: {output.stat().st_size:,} bytes", file=sys.stderr)


@app.command()
def compare(
    first: _Id,
    second: _Id,
    query: Annotated[
        str | None, typer.Option(help="Which query of both; their first unless told.")
    ] = None,
    top: Annotated[int, typer.Option(min=1, help="How many ranks count as the top.")] = 10,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write all partners as a table.")
    ] = None,
    as_json: _Json = False,
) -> None:
    """Lay two finished screens beside each other: overlap, rank shifts, new and lost partners."""
    from mirinter_core.runs import table
    from mirinter_core.runs.table import Filters
    from mirinter_core.tasks.compare import compare as lay
    from mirinter_core.tasks.export import write

    sides = []
    for run in map(runs.load, (first, second)):
        path = run.path("hits.parquet")
        sides.append(table.page(path, query or table.queries(path)[0], Filters(), limit=None))
    found = lay(*sides)
    facts: dict[str, Any] = {
        "partners": len(found.table),
        "shared": found.shared,
        "top": top,
        "overlap": found.overlap(top),
        "rank_correlation": None if found.shared < 3 else round(found.correlation, 4),
        "new": found.new(top)["id1"].tolist(),
        "lost": found.lost(top)["id1"].tolist(),
    }
    if output:
        write(found.table, {"first": first, "second": second}, output)
    if as_json:
        print(in_json(facts))
        return
    for key, value in facts.items():
        print(_plain(f"{key:<16} {', '.join(value) if isinstance(value, list) else value}"))


@app.command()
def remove(run_id: _Id) -> None:
    """Delete a run with its inputs, results and log."""
    run = runs.load(run_id)
    runs.remove(run)
    print(f"Run {run.id} and all that was in it are deleted.")


def _found(run: Run) -> list[str]:
    """Say what a finished evaluation found, or which of its reports cannot be read."""
    from mirinter_core.runs.evaluated import reports_of
    from mirinter_core.tasks import report_table
    from mirinter_core.tasks.report import load
    from mirinter_core.tasks.reports import complete

    lines = []
    for path in reports_of(run):
        try:
            found = complete(load(path), str(path))
        except StorageError as error:
            lines.append(f"damaged  {error}")
        else:
            lines.append(f"found    {report_table.question(found)}. {report_table.verdict(found)}")
    return lines


def _row(run: Run) -> dict[str, Any]:
    state = run.state
    try:
        request = run.request
    except StorageError as error:  # listed nevertheless, so that it can be removed
        return {"id": run.id, "state": "damaged", "share": 0.0, "title": str(error)}
    return {
        "id": run.id,
        "state": state.state,
        "share": state.share,
        "title": request.title,
        "verb": request.verb,
        "created": request.created,
        "pinned": request.pinned,
    }


def _plain(text: str) -> str:
    """Return the text without what a terminal would obey."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
