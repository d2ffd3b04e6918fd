"""``screen``: rank a catalogue's RNAs as partners of microRNAs."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mirinter_core.cli.shared_options import (
    Detach,
    Device,
    ModelName,
    Quiet,
    Seed,
    Threads,
    Verbose,
    one_of,
    set_threads,
)
from mirinter_core.cli.terminal_output import Terminal
from mirinter_core.datasets.in_words import counted
from mirinter_core.errors import PartError
from mirinter_core.models.listing import DEFAULT_MODEL

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from mirinter_core.cli.sequence_input import Queries
    from mirinter_core.datasets.catalog import Catalog
    from mirinter_core.tasks.hits import Hits

app = typer.Typer(add_completion=False)
_BINARY = ("parquet", "xlsx")
_PLACES = ("bed", "gff3")  # formats that hold sites


def _formats() -> list[str]:
    from mirinter_core.tasks.export import FORMATS

    return list(FORMATS)


_Query = Annotated[
    list[str],
    typer.Option(
        "-q", "--query", metavar="FASTA|-", help="Queries; - is standard input. Repeatable."
    ),
]
_CatalogPlace = Annotated[
    str,
    typer.Option(
        "-c",
        "--catalog",
        metavar="CATALOG|FASTA",
        help="Partners: a catalogue's name, or a FASTA file (.gz too).",
    ),
]
_Types = Annotated[
    list[str] | None, typer.Option("--type", help="Only partners of this type. Repeatable.")
]
_Top = Annotated[int | None, typer.Option(min=1, help="Only so many rows per query, the best.")]
_Evidence = Annotated[
    int, typer.Option(min=0, help="Rows per query, from the top, that get a duplex energy.")
]
_Decoys = Annotated[
    int,
    typer.Option(
        min=0,
        help="Decoy miRNAs per query that give p and q of the pairing; 100 tell enough, 0 none.",
    ),
]
_Hubs = Annotated[
    bool,
    typer.Option(
        "--hubs",
        help="Count for how many known miRNAs each partner ranks high; kept for the next screen.",
    ),
]
_Output = Annotated[
    Path | None, typer.Option("-o", "--output", help="File to write; standard output unless told.")
]
_Format = Annotated[
    str | None,
    typer.Option(
        metavar="tsv|csv|parquet|json|xlsx|bed|gff3",
        help="Else the output's suffix tells it; tsv for standard output.",
        callback=one_of("format", _formats),
    ),
]


@app.command()
def screen(
    query: _Query,
    catalog: _CatalogPlace,
    model: ModelName = DEFAULT_MODEL,
    types: _Types = None,
    top: _Top = None,
    evidence: _Evidence = 200,
    decoys: _Decoys = 0,
    hubs: _Hubs = False,
    seed: Seed = None,
    output: _Output = None,
    format: _Format = None,  # noqa: A002
    device: Device = "auto",
    threads: Threads = None,
    detach: Detach = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Rank the RNAs of a catalogue as partners of each query, with evidence.

    Exit: 0 fine, 1 failed, 2 bad usage, 3 some records were refused and all others scored.
    """
    from mirinter_core.cli.sequence_input import end, lasting, open_partners, read_queries

    set_threads(threads)
    terminal = Terminal.open(quiet=quiet, verbose=verbose)
    if detach and (output or format or top):
        raise typer.BadParameter("a run keeps all its results; take them with `runs export`.")
    chosen = _format(output, format)
    queries = read_queries(query, terminal)
    partners, refused = open_partners(catalog, types or (), terminal)
    beside = {"evidence": evidence, "decoys": decoys, "hubs": hubs, "seed": seed or 0}
    if detach:
        arguments = {
            "catalog": lasting(catalog),
            "model": model,
            "types": types or None,
            "device": device,
            **beside,
        }
        _detach(queries, arguments, f"{queries.molecules[0].id} against {partners.name}", terminal)
    else:
        hits = _ranked(queries, partners, (model, device), beside, terminal)
        _say_found(hits, terminal)
        _put(hits, top, output, chosen, terminal)
    end(refused + queries.refused, terminal)


def _format(output: Path | None, asked: str | None) -> str:
    """Settle the format before any work is done."""
    from mirinter_core.tasks.export import format_of

    to_stdout = output is None or str(output) == "-"
    try:
        chosen = asked or (format_of(output) if output and not to_stdout else "tsv")
    except PartError as error:
        raise typer.BadParameter(str(error), param_hint="--output") from error
    if to_stdout and chosen in _BINARY and sys.stdout.isatty():
        raise typer.BadParameter(f"{chosen} is not for reading here: name a file with -o.")
    if output and not to_stdout:
        _require_room(output)
    return chosen


def _require_room(output: Path) -> None:
    """Refuse a file that cannot be written, before any work is done."""
    there = next(folder for folder in output.absolute().parents if folder.exists())
    try:
        with TemporaryFile(dir=there):
            pass
    except OSError as error:
        raise typer.BadParameter(
            f"Nothing can be written in {there}: {error.strerror}.", param_hint="--output"
        ) from error


def _ranked(
    queries: Queries,
    partners: Catalog,
    ready_with: tuple[str, str],
    beside: Mapping[str, Any],
    terminal: Terminal,
) -> Hits:
    """Screen in this process; `ready_with` is the model and the device."""
    from mirinter_core.tasks.ready import ready
    from mirinter_core.tasks.screen import screen as rank

    with terminal.bar() as progress:
        progress(0.0, "loading the model")
        trained, embedding = ready(*ready_with)
        return rank(queries.molecules, partners, trained, embedding, progress=progress, **beside)


def _say_found(hits: Hits, terminal: Terminal) -> None:
    """Say for each query how many partners are more than chance."""
    from mirinter_core.tasks.null_words import best_line, found_line

    for told in hits.nulls:
        terminal.note(f"{told['query']}: {found_line(told)}. {best_line(told)}".rstrip())
    is_new = hits.table["regime"].astype(str).str.startswith("family new")
    new = hits.table.loc[is_new, "id2"].nunique()
    if new and not hits.nulls:
        terminal.note(
            f"{counted(new, 'query is', 'queries are')} of a seed family the model does not know. "
            "Random letters score much like that; `--decoys 100` says whether these do better."
        )


def _put(hits: Hits, top: int | None, output: Path | None, chosen: str, terminal: Terminal) -> None:
    """Write the table where it is wanted, and say what is not in it."""
    from mirinter_core.tasks import export

    table = hits.table[hits.table["rank"] <= top] if top else hits.table
    if len(table) < len(hits.table):
        terminal.note(f"{len(table):,} of {len(hits.table):,} rows given (--top {top}).")
    if output is None or str(output) == "-":
        sys.stdout.buffer.write(export.as_bytes(table, hits.provenance, chosen))
        sys.stdout.buffer.flush()
        return
    export.write(table, hits.provenance, output, chosen)
    terminal.note(f"{output}: {_written(table, chosen)}.")


def _detach(
    queries: Queries, arguments: Mapping[str, object], title: str, terminal: Terminal
) -> None:
    from mirinter_core.cli.background_run import begin
    from mirinter_core.molecules import fasta
    from mirinter_core.runs.jobs.screen import INPUT

    inputs = {INPUT: fasta.write(queries.molecules)}
    begin("screen", arguments, terminal, title=title, inputs=inputs)


def _written(table: pd.DataFrame, kind: str) -> str:
    """Say how many rows went into a file: what has no place has none in BED and GFF3."""
    if kind not in _PLACES:
        return f"{len(table):,} rows"
    placed = int(table["start1"].notna().sum())
    left = len(table) - placed
    return f"{placed:,} sites" + (
        f"; {counted(left, 'row')} without a site left out" if left else ""
    )
