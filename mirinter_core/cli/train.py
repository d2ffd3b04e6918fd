"""``train``: make a model of listed pairs."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from mirinter_core.cli.recipe_options import (
    Datasets,
    Epochs,
    EpochSteps,
    Minutes,
    Mixup,
    Mutation,
    Negatives,
    PoolingChoice,
    RecipeName,
    Views,
    Weights,
    Without,
    asked_for,
    open_datasets,
    recipe_input,
    recipe_named,
)
from mirinter_core.cli.shared_options import (
    Detach,
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
from mirinter_core.tasks.recipes import Changes, changed, require_trainable

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
    mutation: Mutation = None,
    mixup: Mixup = None,
    minutes: Minutes = None,
    weights: Weights = None,
    without: Without = None,
    importer: ImporterName = None,
    name: Annotated[
        str | None, typer.Option(help="What to call the model; recipe and data set unless told.")
    ] = None,
    seed: Seed = None,
    device: Device = "auto",
    threads: Threads = None,
    detach: Detach = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Train a model on the listed pairs of one or more data sets, and keep it under a name.

    Every epoch is kept: what was cut short goes on with `runs resume`, or is made a model as it
    is with `runs keep`.
    """
    base = recipe_named(recipe)
    asked = asked_for(locals(), negatives)
    require_trainable(changed(base, Changes.among(asked)))  # refused before any work
    terminal = Terminal.open(quiet=quiet, verbose=verbose)
    names = [d.name for d in open_datasets(dataset, terminal, importer)]
    called = name or "-".join([base.name, *names])[:64]
    if find("models", checked_name(called, ModelError)):
        raise ModelError(
            f"There is a model {called!r}; remove it first or choose another name with --name."
        )
    set_threads(threads)
    title = f"{called}: {base.name} on {' and '.join(names)}"
    given, inputs = recipe_input(recipe, base)
    told = {**asked, "recipe": given, "name": called}
    told = {key: value for key, value in told.items() if value is not None}
    if detach:
        from mirinter_core.cli.background_run import begin

        begin("train", told, terminal, title=title, inputs=inputs)
    else:
        _train(told, terminal, title, inputs)


def _train(asked: dict[str, Any], terminal: Terminal, title: str, inputs: dict[str, str]) -> None:
    """Train in this process, as a run that can be resumed, and show how it went."""
    from mirinter_core.cli.background_run import do
    from mirinter_core.runs.course import course

    run = do("train", asked, terminal, title=title, inputs=inputs)
    rows = [(e["epoch"], f"{e['loss']:.4f}", f"{e['validation_auprc']:.4f}") for e in course(run)]
    terminal.note(columns([("epoch", "loss", "validation AUPRC"), *rows]))
    print(f"Model {asked['name']} is trained: screen with --model {asked['name']}.")
