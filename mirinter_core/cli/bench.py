"""``bench``: what the bench found, recorded pair by pair, to train on."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mirinter_core.cli.shared_options import AsJson, Device, Quiet, Verbose, WithRuns, one_of
from mirinter_core.cli.terminal_output import Terminal, columns, in_json
from mirinter_core.datasets.in_words import counted

if TYPE_CHECKING:
    from mirinter_core.datasets.bench import Entry, Notebook
    from mirinter_core.molecules.molecule import Molecule

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Record, list, show, export or remove what the bench found: notebooks to train on.",
)
_WHAT = "Letters, a FASTA file, or CATALOG:ID; with --run, the id in that screen."


def _outcomes() -> list[str]:
    from mirinter_core.datasets.finding import OUTCOMES

    return list(OUTCOMES)


_Notebook = Annotated[str, typer.Argument(metavar="NOTEBOOK", help="As shown by `bench list`.")]
_New = Annotated[
    str, typer.Argument(metavar="NOTEBOOK", help="Its name; the first finding begins it.")
]
_Run = Annotated[
    str | None, typer.Option("--run", metavar="ID", help="The screen that the pair is of.")
]
_History = Annotated[
    bool, typer.Option("--history", help="Also what was superseded or taken back.")
]


@app.command()
def record(
    notebook: _New,
    query: Annotated[str, typer.Argument(metavar="QUERY", help=_WHAT)],
    partner: Annotated[str, typer.Argument(metavar="PARTNER", help=_WHAT)],
    outcome: Annotated[
        str,
        typer.Argument(
            metavar="OUTCOME",
            help="bound, 'not bound' or unclear.",
            callback=one_of("outcome", _outcomes),
        ),
    ],
    date: Annotated[
        str | None, typer.Option(help="Day of the experiment, as 2026-03-31; today unless told.")
    ] = None,
    method: Annotated[str, typer.Option(help="The assay.")] = "",
    note: Annotated[str, typer.Option(help="What else there is to say.")] = "",
    run: _Run = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Record what was found of one pair; a later finding of the pair supersedes this one."""
    from mirinter_core.datasets import bench
    from mirinter_core.datasets.finding import Finding, today

    terminal = Terminal.open(quiet=quiet, verbose=verbose)
    one, other = _pair(query, partner, run, terminal)
    found = Finding(
        query=one,
        partner=other,
        outcome=outcome,
        date=date or today(),
        method=method,
        note=note,
        run=run or "",
    )
    entry = bench.record(notebook, found)
    print(
        f"Recorded in {notebook}: {one.id} with {other.id}, {outcome}. Take it back with "
        f"`bench undo {notebook} {entry.id}`."
    )
    _tell_conflict(notebook, entry, terminal)


@app.command("import")
def import_table(
    notebook: _New,
    table: Annotated[
        Path,
        typer.Argument(
            metavar="TABLE",
            help="TSV, CSV or XLSX with a column 'outcome': a plate filled in, or an export.",
            exists=True,
            dir_okay=False,
        ),
    ],
    run: _Run = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Record all rows of a table that have an outcome; if one cannot be taken, none is."""
    from mirinter_core.datasets import bench, bench_set, bench_table
    from mirinter_core.runs import run as runs
    from mirinter_core.runs.screened import pair_of

    terminal = Terminal.open(quiet=quiet, verbose=verbose)
    found = bench_table.read(table, partial(pair_of, runs.load(run)) if run else None)
    for finding in found:
        bench.record(notebook, finding)
    print(f"Recorded in {notebook}: {counted(len(found), 'finding')}.")
    for sentence in bench_set.said(bench.read(notebook)):
        terminal.note(sentence)


@app.command("list")
def list_notebooks(as_json: AsJson = False) -> None:
    """List the notebooks, and how many pairs stand in each."""
    from mirinter_core.datasets import bench

    found = [_counts(bench.read(name)) for name in bench.names()]
    if as_json:
        print(in_json(found))
        return
    header = ("name", *_outcomes(), "entries")
    print(columns([header, *([row[key] for key in header] for row in found)]))


@app.command()
def show(notebook: _Notebook, history: _History = False, as_json: AsJson = False) -> None:
    """Show the findings of a notebook, the oldest first, and what to know of them."""
    from mirinter_core.datasets import bench, bench_set, bench_table

    read = bench.read(notebook)
    if as_json:
        entries = read.entries if history else read.standing
        print(in_json({**_counts(read), "findings": [asdict(entry) for entry in entries]}))
        return
    keys = ("entry", "date", "query", "partner", "outcome", "method", "fate", "note")
    rows = bench_table.rows(read, history=history)
    print(columns([keys, *([row[key] for key in keys] for row in rows)]))
    for sentence in bench_set.said(read):
        print(sentence)


@app.command()
def undo(
    notebook: _Notebook,
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help="As shown by `bench show`.")],
) -> None:
    """Take an entry back; what was found of the pair before stands again."""
    from mirinter_core.datasets import bench

    gone = bench.take_back(notebook, entry).finding
    now = [e for e in bench.read(notebook).standing if e.finding.pair == gone.pair]
    stands = f"{now[0].finding.outcome} stands" if now else "nothing stands"
    print(f"Taken back: {gone.query.id} with {gone.partner.id}, {gone.outcome}; {stands} now.")


@app.command()
def export(
    notebook: _Notebook,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="A .tsv, .csv, .json, .xlsx or .parquet file.")
    ],
    history: _History = False,
) -> None:
    """Write the findings with the letters of both molecules; `bench import` reads them again."""
    import pandas as pd

    from mirinter_core.datasets import bench, bench_table
    from mirinter_core.tasks.export import write

    rows = bench_table.rows(bench.read(notebook), history=history)
    table = pd.DataFrame(rows, columns=list(bench_table.COLUMNS))
    write(table, {"notebook": notebook}, output)
    print(f"{output}: {counted(len(rows), 'finding')} of {notebook}.")


@app.command()
def compare(
    notebook: _Notebook,
    first: Annotated[str, typer.Argument(metavar="MODEL", help="As shown by `models list`.")],
    second: Annotated[str, typer.Argument(metavar="OTHER", help="The one trained since.")],
    as_json: AsJson = False,
    device: Device = "auto",
    quiet: Quiet = False,
) -> None:
    """Score the pairs of a notebook with two models: which tells bound from not bound."""
    from mirinter_core.datasets import bench
    from mirinter_core.tasks.bench_change import rescore
    from mirinter_core.tasks.ready import ready

    terminal = Terminal.open(quiet=quiet, verbose=False)
    with terminal.bar() as progress:
        found = rescore(bench.read(notebook), ready(first, device), ready(second, device), progress)
    rows = found.table.to_dict("records")
    if as_json:
        auroc = [None if isnan(share) else share for share in found.auroc]
        print(in_json({"pairs": rows, "auroc": auroc, "learnt": found.learnt}))
        return
    print(columns([list(found.table), *(list(row.values()) for row in rows)]))
    print(found)


@app.command()
def remove(notebook: _Notebook, with_runs: WithRuns = False) -> None:
    """Delete a notebook with its history, and the vectors that only its RNAs have."""
    from mirinter_core.datasets import bench
    from mirinter_core.runs.forget import forget_dataset

    bench.read(notebook)  # says so if it is no notebook
    print(forget_dataset(notebook, with_runs=with_runs))


def _pair(
    query: str, partner: str, run: str | None, terminal: Terminal
) -> tuple[Molecule, Molecule]:
    from mirinter_core.cli.sequence_input import read_one
    from mirinter_core.runs.run import load
    from mirinter_core.runs.screened import pair_of

    if run:
        return pair_of(load(run), query, partner)
    return (
        read_one(query, "query", terminal, type="miRNA"),
        read_one(partner, "partner", terminal),
    )


def _tell_conflict(notebook: str, entry: Entry, terminal: Terminal) -> None:
    from mirinter_core.datasets import bench, bench_set

    for entries in bench.read(notebook).conflicts():
        if entry.id in {e.id for e in entries}:
            terminal.warn(bench_set.conflict_in_words(entries))


def _counts(notebook: Notebook) -> dict[str, str | int]:
    outcomes = [entry.finding.outcome for entry in notebook.standing]
    each = {outcome: outcomes.count(outcome) for outcome in _outcomes()}
    return {"name": notebook.name, **each, "entries": len(notebook.entries)}
