"""``evaluate``: measure a recipe on held-out pairs, beside rules that need no model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mirinter_core.cli.recipe_options import (
    Datasets,
    Epochs,
    EpochSteps,
    Folds,
    Minutes,
    Mixup,
    Mutation,
    Negatives,
    PoolingChoice,
    ProtocolName,
    RecipeName,
    TestNegatives,
    Views,
    Weights,
    Without,
    asked_for,
    negatives_asked,
    open_datasets,
    recipe_input,
    recipe_named,
)
from mirinter_core.cli.report_output import ReportOutput
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
from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.recipe import Recipe
from mirinter_core.tasks.recipes import Changes, changed, presets

if TYPE_CHECKING:
    from mirinter_core.datasets.dataset import Dataset
    from mirinter_core.tasks.report import Report

_HELP = "\n".join(
    [
        "Measure a recipe by cross-validation: it is trained anew for each fold.\n",
        (
            "Several data sets are trained on together, and reported apart. With -o, work that was "
            "cut short goes on, by fold and epoch, when the same command is given again.\n"
        ),
        "The protocols, the question of a person with a new microRNA first:\n",
        "\b",
        *(f"{name} (held out: {found.held}). {found.asks}" for name, found in PROTOCOLS.items()),
    ]
)

app = typer.Typer(add_completion=False)

_DEFAULT = "small"
_FEW = 10  # listed pairs of a fold, below which one pair more or less moves every figure

_Model = Annotated[
    str | None,
    typer.Option(
        "-m",
        "--model",
        help="A model of yours, trained on these data: its recipe is measured, and the report "
        "comes to lie beside it and in its card.",
    ),
]
_Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        help="JSON file to write, scores of all test pairs beside it as Parquet; or a folder (a "
        "name without an ending), as for several data sets.",
    ),
]


@app.command(help=_HELP)
def evaluate(
    dataset: Datasets,
    protocol: ProtocolName,
    recipe: RecipeName = _DEFAULT,
    model: _Model = None,
    folds: Folds = 5,
    negatives: TestNegatives = "full",
    train_negatives: Negatives = None,
    pooling: PoolingChoice = None,
    views: Views = None,
    epochs: Epochs = None,
    epoch_steps: EpochSteps = None,
    mutation: Mutation = None,
    mixup: Mixup = None,
    minutes: Minutes = None,
    weights: Weights = None,
    without: Without = None,
    importer: ImporterName = None,
    output: _Output = None,
    seed: Seed = None,
    device: Device = "auto",
    threads: Threads = None,
    detach: Detach = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Measure a recipe by cross-validation: see `_HELP`."""
    if detach and output:
        raise typer.BadParameter("a run keeps all its results; take them with `runs export`.")
    asked = asked_for(locals(), train_negatives, "--train-negatives") | {
        "model": model,
        "protocol": protocol,
        "folds": folds,
        "negatives": negatives_asked(negatives),
    }
    if model:
        _refuse_changes(recipe, asked)
    else:
        known = recipe in presets()
        asked["recipe"] = recipe if known else str(Path(recipe).expanduser().resolve())
        changed(recipe_named(recipe), Changes.among(asked))  # refused before any work
    place = ReportOutput.checked(output, len(dataset)) if output else None
    terminal = Terminal.open(quiet=quiet, verbose=verbose)
    datasets = open_datasets(dataset, terminal, importer)
    for opened in datasets:
        _warn_of_few(opened, folds, terminal)
    base = _of_model(model, datasets) if model else recipe_named(recipe)
    set_threads(threads)
    if detach:
        _begin(asked, base, datasets, terminal)
    else:
        _measure(asked, base, datasets, place, terminal)


def _refuse_changes(recipe: str, asked: Mapping[str, Any]) -> None:
    """Refuse changes of a model's recipe: what is measured then would not be the model."""
    told = [name for name, value in vars(Changes.among(asked)).items() if value is not None]
    if told or recipe != _DEFAULT:
        option = (told or ["recipe"])[0].replace("_", "-")
        raise typer.BadParameter(
            f"a model is measured by its own recipe: leave --{option} away.", param_hint="--model"
        )


def _of_model(model: str, datasets: Sequence[Dataset]) -> Recipe:
    from mirinter_core.tasks.judge import recipe_of_own

    return recipe_of_own(model, [dataset.name for dataset in datasets])


def _warn_of_few(dataset: Dataset, folds: int, terminal: Terminal) -> None:
    """Say that figures will say little where each fold tests only a handful of listed pairs."""
    listed = int(dataset.table.label.sum())
    if listed < _FEW * folds:
        terminal.warn(
            f"{dataset.name}: {listed:,} listed pairs in {folds} folds leave about "
            f"{listed / folds:.1f} to test on in each, which says little. Ask for fewer --folds."
        )


def _begin(
    asked: dict[str, Any], base: Recipe, datasets: Sequence[Dataset], terminal: Terminal
) -> None:
    """Begin a run in the background."""
    from mirinter_core.cli.background_run import begin

    names = " and ".join(d.name for d in datasets)
    given, inputs = recipe_input(asked["recipe"], base) if "recipe" in asked else (None, {})
    title = f"{base.name} on {names}, {asked['protocol']}"
    told = {key: value for key, value in (asked | {"recipe": given}).items() if value is not None}
    begin("evaluate", told, terminal, title=title, inputs=inputs)


def _measure(
    asked: dict[str, Any],
    base: Recipe,
    datasets: Sequence[Dataset],
    place: ReportOutput | None,
    terminal: Terminal,
) -> None:
    """Measure here, print a table for each data set, and write the reports if asked to."""
    from mirinter_core import home
    from mirinter_core.runs.jobs.evaluate import measured
    from mirinter_core.tasks.judge import judge
    from mirinter_core.tasks.kept_folds import finished

    folds = place.folds([d.name for d in datasets], asked["protocol"]) if place else None
    if folds and (done := finished(folds)):
        terminal.note(f"{done} of {asked['folds']} folds were done before and lie in {folds}.")
    try:
        with terminal.bar() as progress:
            tables = [d.table for d in datasets]
            reports = measured(asked, base, tables, keep_in=folds, progress=progress)
    except KeyboardInterrupt:
        if folds and (done := finished(folds)):
            terminal.warn(f"{done} of {asked['folds']} folds are done: the same command goes on.")
        raise
    print("\n\n".join(_shown(report) for report in reports))
    if model := asked.get("model"):
        judge(model, reports, datasets)
        terminal.note(f"The report lies beside model {model}, and its card tells it.")
    if place is None or folds is None:
        return
    for report in reports:
        report.save(place.file(report.name))
        terminal.note(f"{place.file(report.name)} is written.")
    home.remove(folds)


def _shown(report: Report) -> str:
    from mirinter_core.tasks import report_table

    found = report.summary
    return "\n".join(
        [
            report_table.question(found),
            columns(report_table.table(found)),
            *report_table.of_data(found),
            *report_table.not_run(found),
            report_table.verdict(found),
        ]
    )
