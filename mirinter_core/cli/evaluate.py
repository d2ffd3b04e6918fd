"""``evaluate``: measure a recipe on held-out pairs, beside rules that need no model."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mirinter_core.cli.recipe_options import (
    Datasets,
    Negatives,
    PoolingChoice,
    RecipeName,
    Views,
    adapted,
    negatives_asked,
    open_datasets,
    recipe_named,
)
from mirinter_core.cli.shared_options import (
    Device,
    Quiet,
    Seed,
    Threads,
    Verbose,
    one_of,
    set_threads,
)
from mirinter_core.cli.terminal_output import Terminal, columns

if TYPE_CHECKING:
    from mirinter_core.tasks.report import Report

app = typer.Typer(add_completion=False)
_FIGURES = {  # what is shown of a report, and how it is called there
    "AUROC": "auroc",
    "AUPRC": "auprc",
    "AUPRC per query": "per_query_auprc",
    "precision at 20": "per_query_precision_at_20",
}


def _protocols() -> list[str]:
    from mirinter_core.datasets.splits import PROTOCOLS

    return list(PROTOCOLS)


@app.command()
def evaluate(
    dataset: Datasets,
    protocol: Annotated[
        str,
        typer.Option(
            help="What is held out: pair, denovo-mirna or denovo-family.",
            callback=one_of("protocol", _protocols),
        ),
    ],
    recipe: RecipeName = "small",
    folds: Annotated[int, typer.Option(min=2, help="How often to hold out a part.")] = 5,
    negatives: Negatives = None,
    pooling: PoolingChoice = None,
    views: Views = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            help="JSON file to write, scores of all test pairs beside it as Parquet; a folder "
            "for several data sets.",
        ),
    ] = None,
    seed: Seed = None,
    device: Device = "auto",
    threads: Threads = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Measure a recipe by cross-validation: it is trained anew for each fold.

    Several data sets are trained on together, and reported apart.
    """
    chosen = adapted(recipe_named(recipe), pooling=pooling, views=views, seed=seed, threads=threads)
    drawn = negatives_asked(negatives or "full")
    to_folder = _is_folder(output, len(dataset))
    terminal = Terminal.open(quiet=quiet, verbose=verbose)
    datasets = open_datasets(dataset, terminal)

    from mirinter_core.embedding.device import pick
    from mirinter_core.tasks.evaluate import Question
    from mirinter_core.tasks.evaluate import evaluate as measure
    from mirinter_core.tasks.evidence import Embedding

    set_threads(threads)
    place = pick(device)
    with terminal.bar() as progress:
        reports = measure(
            [d.table for d in datasets],
            chosen,
            Question(protocol, folds, drawn),
            Embedding.open(chosen, place),
            device=place,
            progress=progress,
        )
    asked = {
        "--protocol": protocol,
        "--recipe": recipe,
        "--folds": folds,
        "--negatives": drawn,
        "--pooling": pooling,
        "--views": views,
        "--seed": seed,
        "--threads": threads,
    }
    signed = _with_command(reports, dataset, asked)
    print("\n\n".join(_table(report) for report in signed))
    if output is None:
        return
    for report in signed:
        path = output / f"{report.name}.json" if to_folder else output
        report.save(path)
        terminal.note(f"{path} is written.")


def _is_folder(output: Path | None, datasets: int) -> bool:
    """Tell whether reports go into a folder, before hours of work depend on it."""
    if output is None or output.is_dir():
        return True
    if datasets == 1:
        return False
    if output.exists() or output.suffix:
        raise typer.BadParameter(
            "several data sets give several reports: name a folder.", param_hint="--output"
        )
    return True


def _with_command(
    reports: Sequence[Report], places: Sequence[str], asked: Mapping[str, object]
) -> list[Report]:
    """Put into each report the command that repeats it, with names and no paths."""
    names = [Path(place).resolve().name for place in places]
    given = {key: str(value) for key, value in asked.items() if value is not None}
    given["--recipe"] = Path(given["--recipe"]).name
    options = [word for item in given.items() for word in item]
    command = shlex.join(["python", "-m", "mirinter_core", "evaluate", *names, *options])
    return [replace(r, summary={**r.summary, "command": command}) for r in reports]


def _table(report: Report) -> str:
    summary = report.summary
    head = (
        f"{summary['dataset']['name']}, {summary['protocol']}, {len(summary['folds'])} folds: "
        f"{summary['n_pairs']:,} pairs, {summary['n_positive']:,} listed (prevalence "
        f"{summary['prevalence']:.4f}); mean ± standard deviation of folds"
    )
    rows = [(f"recipe {summary['recipe']}", *_figures(summary))]
    rows += [(name, *_figures(found)) for name, found in summary["baselines"].items()]
    return f"{head}\n{columns([('', *_FIGURES), *rows])}"


def _figures(measured: Mapping[str, Any]) -> list[str]:
    mean, sd = measured["mean"], measured["sd"]
    return [f"{mean[key]:.3f} ± {sd[key]:.3f}" for key in _FIGURES.values()]
