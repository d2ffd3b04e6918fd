"""``calibrate``: turn a model's scores into listed shares, by pairs held out from its like."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mirinter_core.cli.recipe_options import Datasets, open_datasets
from mirinter_core.cli.shared_options import (
    Device,
    ImporterName,
    Quiet,
    Threads,
    Verbose,
    set_threads,
)
from mirinter_core.cli.terminal_output import Terminal, columns

if TYPE_CHECKING:
    from mirinter_core.models.calibration import Calibration

app = typer.Typer(add_completion=False)

_Name = Annotated[str, typer.Argument(metavar="MODEL", help="A model of yours.")]
_Folder = Annotated[
    Path,
    typer.Option(
        "-o",
        "--output",
        help="Folder for the reports. Those that lie there are not made again, so that work that "
        "was cut short goes on.",
    ),
]


@app.command()
def calibrate(
    model: _Name,
    dataset: Datasets,
    output: _Folder,
    importer: ImporterName = None,
    device: Device = "auto",
    threads: Threads = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Measure a model's recipe under the four protocols that calibrate it, and write the curves.

    Give the data sets it was trained on. The reports become part of the model and of its card.
    """
    from mirinter_core.embedding.device import pick
    from mirinter_core.models import checkpoint
    from mirinter_core.tasks.calibrate import calibrate as fit
    from mirinter_core.tasks.calibrate import held_out

    terminal = Terminal.open(quiet=quiet, verbose=verbose)
    trained = checkpoint.load(model)
    folder = checkpoint.own_folder(model)
    tables = [d.table for d in open_datasets(dataset, terminal, importer)]
    set_threads(threads)
    with terminal.bar() as progress:
        reports = held_out(trained, tables, output, device=pick(device), progress=progress)
    found = fit(reports, tables)
    found.save(folder)
    for report in reports:
        report.save(folder / "reports" / f"{report.name}.json", scores=False)
    print(_shown(found))
    terminal.note(f"Model {model} is calibrated.")


def _shown(found: Calibration) -> str:
    head = ("regime", "partner type", "protocol", "pairs", "listed", "families")
    rows = [
        (regime, kind, c.protocol, f"{c.n:,}", f"{c.listed:,}", f"{c.families:,}")
        for (regime, kind), c in sorted(found.curves.items())
    ]
    return columns([head, *rows])
