"""``train``: make a model of listed pairs."""

from __future__ import annotations

from typing import Annotated

import typer

from mirinter_core.cli.recipe_options import (
    Datasets,
    Epochs,
    EpochSteps,
    Negatives,
    PoolingChoice,
    RecipeName,
    Views,
    negatives_asked,
    open_datasets,
    recipe_named,
)
from mirinter_core.cli.shared_options import (
    Device,
    ImporterName,
    Quiet,
    Seed,
    Threads,
    Verbose,
    set_threads,
)
from mirinter_core.cli.terminal_output import Terminal, columns
from mirinter_core.errors import ModelError
from mirinter_core.home import checked_name, find
from mirinter_core.tasks.recipes import Changes, changed

app = typer.Typer(add_completion=False)


@app.command()
def train(
    dataset: Datasets,
    recipe: RecipeName = "small",
    pooling: PoolingChoice = None,
    views: Views = None,
    negatives: Negatives = None,
    epochs: Epochs = None,
    epoch_steps: EpochSteps = None,
    importer: ImporterName = None,
    name: Annotated[
        str | None, typer.Option(help="What to call the model; recipe and data set unless told.")
    ] = None,
    seed: Seed = None,
    device: Device = "auto",
    threads: Threads = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Train a model on the listed pairs of one or more data sets, and keep it under a name."""
    changes = Changes(
        pooling=pooling,
        views=views,
        train_negatives=negatives and negatives_asked(negatives),
        epochs=epochs,
        epoch_steps=epoch_steps,
        seed=seed,
        threads=threads,
    )
    chosen = changed(recipe_named(recipe), changes)
    terminal = Terminal.open(quiet=quiet, verbose=verbose)
    datasets = open_datasets(dataset, terminal, importer)
    called = name or "-".join([chosen.name, *(d.name for d in datasets)])[:64]
    if find("models", checked_name(called, ModelError)):
        raise ModelError(
            f"There is a model {called!r}; remove it first or choose another name with --name."
        )

    from mirinter_core.datasets.pairs import join
    from mirinter_core.embedding.device import pick
    from mirinter_core.models import checkpoint
    from mirinter_core.tasks.card import card
    from mirinter_core.tasks.evidence import Embedding
    from mirinter_core.tasks.train import train as fit

    set_threads(threads)
    place = pick(device)
    table = join([d.table for d in datasets])
    with terminal.bar() as progress:
        model = fit(
            table,
            chosen,
            Embedding.open(chosen, place),
            name=called,
            device=place,
            progress=progress,
        )
    course = [(e.epoch, f"{e.loss:.4f}", f"{e.validation_auprc:.4f}") for e in model.history]
    terminal.note(columns([("epoch", "loss", "validation AUPRC"), *course]))
    checkpoint.save(model, card(model, datasets, ()))
    print(f"Model {called} is trained: screen with --model {called}.")
