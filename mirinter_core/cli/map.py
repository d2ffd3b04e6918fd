"""``map``: lay pairs or RNAs out in the plane, and place a query among them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from mirinter_core.cli.shared_options import (
    Detach,
    Device,
    EncoderName,
    ImporterName,
    ModelName,
    PoolingName,
    Quiet,
    Seed,
    Threads,
    Verbose,
    one_of,
    set_threads,
)
from mirinter_core.cli.terminal_output import Terminal
from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.models.listing import DEFAULT_MODEL

app = typer.Typer(add_completion=False)

_Place = Annotated[
    str,
    typer.Argument(
        metavar="DATASET|CATALOG|MAP",
        help="A data set, a catalogue or a FASTA file; or the folder or run of a map, to place "
        "a query on it.",
    ),
]
_Of = Annotated[
    Literal["pairs", "rnas"] | None,
    typer.Option("--of", help="Pairs of a data set or RNAs of a catalogue, if that is not clear."),
]
_Method = Annotated[
    Literal["tsne", "umap", "pca"],
    typer.Option(help="t-SNE or UMAP (neighbours), or PCA (the large shape)."),
]
_Preset = Annotated[
    str,
    typer.Option(
        help="balanced, local (fine grain) or global; the method's usual one unless told."
    ),
]
_Points = Annotated[int, typer.Option(min=5, help="Points at most; kinds keep their shares.")]
_HeldOut = Annotated[
    str | None,
    typer.Option(
        "--held-out",
        metavar="PROTOCOL",
        help="Train the model's recipe anew without a fifth of the pairs, and map those: what "
        "stands apart is then not remembered. Takes as long as a fold of `evaluate`.",
        callback=one_of("protocol", lambda: PROTOCOLS),
    ),
]
_Query = Annotated[
    str | None,
    typer.Option("-q", "--query", metavar="FASTA|-", help="Place these on the map as well."),
]
_Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        help="A folder (a name without an ending) keeps the map, so that queries can be placed "
        "on it; .html is the figure; .tsv, .csv, .parquet, .json or .xlsx the table.",
    ),
]


@app.command("map")
def map_(
    place: _Place,
    of: _Of = None,
    model: ModelName = DEFAULT_MODEL,
    held_out: _HeldOut = None,
    encoder: EncoderName = "kmer",
    pooling: PoolingName = "mean",
    method: _Method = "tsne",
    preset: _Preset = "",
    points: _Points = 20_000,
    query: _Query = None,
    importer: ImporterName = None,
    output: _Output = None,
    seed: Seed = None,
    device: Device = "auto",
    threads: Threads = None,
    detach: Detach = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Lay pairs out as a model's last hidden layer sees them, or RNAs as an encoder does.

    Says how far the map can be believed, and whether listed pairs stand apart on it. With
    --query, the nearest neighbours in the true space go to standard output.
    """
    from mirinter_core.cli import map_output

    set_threads(threads)
    terminal = Terminal.open(quiet=quiet, verbose=verbose)
    folder = map_output.kept_at(place)
    if detach and (output or query or folder):
        raise typer.BadParameter("a run makes and keeps a map; place queries on it afterwards.")
    kind = map_output.checked(output)
    if held_out and query and not folder and kind != map_output.FOLDER:
        raise typer.BadParameter("its model must be kept for a query: give -o FOLDER.")
    if folder:
        made, asked = map_output.read(folder)
    else:
        own = {"importer": importer, "model": model, "held_out": held_out}
        rnas = {"encoder": encoder, "pooling": pooling}
        asked = _asked(place, of, own, rnas) | {"method": method, "points": points, "seed": seed}
        asked |= {"preset": _preset(method, preset), "device": device}
        if detach:
            _begin(asked, place, terminal)
            return
        folder = output if kind == map_output.FOLDER else None
        made = map_output.make(asked, folder, terminal)
    map_output.tell(made)
    placed = map_output.placed(query, made, folder, asked, terminal) if query else None
    map_output.put(made, placed, output, kind)


def _asked(
    place: str, of: str | None, pairs: dict[str, Any], rnas: dict[str, Any]
) -> dict[str, Any]:
    """Say what is laid out, so that a run finds it from anywhere."""
    from mirinter_core.cli.recipe_options import lasting as lasting_data
    from mirinter_core.cli.sequence_input import lasting
    from mirinter_core.tasks.map_points import PAIRS
    from mirinter_core.tasks.map_subject import subject_of

    if (of or subject_of(place)) == PAIRS:
        return {"dataset": lasting_data(place, pairs["importer"]), **pairs}
    return {"catalog": lasting(place), **rnas}


def _preset(method: str, name: str) -> str:
    """Settle the preset before any work; one that is not there is bad usage."""
    from mirinter_core.errors import PartError
    from mirinter_core.tasks.layout import LAYOUTS

    layout = LAYOUTS.get(method)
    try:
        layout.preset(name)
    except PartError as error:
        raise typer.BadParameter(str(error), param_hint="--preset") from error
    return name or next(iter(layout.presets))


def _begin(asked: dict[str, Any], place: str, terminal: Terminal) -> None:
    from mirinter_core.cli.background_run import begin
    from mirinter_core.tasks.layout import LAYOUTS

    told = {key: value for key, value in asked.items() if value is not None}
    title = f"{LAYOUTS.get(asked['method']).title} of {Path(place).name}"
    begin("map", told, terminal, title=title)
