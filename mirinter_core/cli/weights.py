"""``weights``: of the encoders that need some."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mirinter_core.cli.shared_options import AsJson, Quiet, Verbose, one_of
from mirinter_core.cli.terminal_output import Terminal, columns, in_json

if TYPE_CHECKING:
    from mirinter_core.embedding.weights import WeightsState

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="The weights of encoders: fetched or added."
)


def _names() -> list[str]:
    from mirinter_core.embedding.weights import SOURCES

    return list(SOURCES)


_Name = Annotated[
    str,
    typer.Argument(metavar="NAME", help="rna_fm.", callback=one_of("encoder's weights", _names)),
]


@app.command("list")
def list_weights(as_json: AsJson = False) -> None:
    """List the encoders that need weights, and whether these are here."""
    from mirinter_core.embedding.weights import SOURCES, state

    found = [state(name) for name in SOURCES]
    if as_json:
        print(in_json([asdict(known) for known in found]))
        return
    rows = [(known.name, _told(known), f"{SOURCES[known.name].megabytes:,} MB") for known in found]
    print(columns([("encoder", "weights", "to fetch"), *rows]))


@app.command()
def fetch(name: _Name, quiet: Quiet = False, verbose: Verbose = False) -> None:
    """Fetch published weights and convert them; a fetch that broke off goes on."""
    from mirinter_core.embedding import weights

    terminal = Terminal.open(quiet=quiet, verbose=verbose)
    source = weights.SOURCES[name]
    terminal.note(f"{source.file}, {source.megabytes:,} MB. Terms: {source.terms}.")
    with terminal.bar() as progress:
        known = weights.fetch(name, progress=progress)
    print(f"{name}: {_told(known)}")


@app.command()
def add(
    name: _Name,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The published checkpoint, or one converted.")
    ],
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Take weights from a file that was fetched elsewhere, and convert them."""
    from mirinter_core.embedding import weights

    terminal = Terminal.open(quiet=quiet, verbose=verbose)
    with terminal.bar() as progress:
        known = weights.add(name, file.expanduser(), progress=progress)
    print(f"{name}: {_told(known)}")


def _told(known: WeightsState) -> str:
    if not known.present:
        return "not here"
    as_published = "as published" if known.published else "not the published file"
    return f"revision {known.revision}, from {known.source} ({as_published})"
