"""``dataset``: listed pairs, to train and measure on."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from mirinter_core.cli.recipe_options import (
    Datasets,
    Folds,
    ProtocolName,
    RecipeName,
    TestNegatives,
    negatives_asked,
    open_datasets,
    recipe_named,
)
from mirinter_core.cli.sequence_input import end
from mirinter_core.cli.shared_options import (
    AsJson,
    Device,
    ImporterName,
    Quiet,
    Seed,
    Threads,
    Verbose,
    WithRuns,
    set_threads,
)
from mirinter_core.cli.terminal_output import Terminal, columns, in_json, plain
from mirinter_core.datasets.in_words import of_types
from mirinter_core.models.listing import DEFAULT_MODEL
from mirinter_core.recipe import RULE
from mirinter_core.tasks.recipes import Changes, changed

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Add, list, show, judge, remove data sets."
)
_Name = Annotated[str, typer.Argument(metavar="NAME", help="As shown by `dataset list`.")]


@app.command()
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to call it.")],
    path: Annotated[
        str,
        typer.Argument(
            metavar="PATH",
            help="A folder with pairs.tsv and FASTA files, or a file of a published form.",
        ),
    ],
    importer: ImporterName = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Check listed pairs and keep them; all that was repaired, merged or dropped is told.

    Exit 3 where pairs were dropped: without letters, or with both labels.
    """
    from mirinter_core.datasets import saved
    from mirinter_core.datasets.importer import open_dataset

    terminal = Terminal.open(quiet=quiet, verbose=verbose)
    saved.check_new(name)
    dataset = open_dataset(path, importer)
    for sentence in dataset.report:
        terminal.warn(sentence)
    found = saved.save(dataset, name)
    print(
        f"Data set {name} has {found.listed:,} listed pairs ({of_types(found.types)}) of "
        f"{found.queries:,} queries and {found.partners:,} partners."
    )
    print(plain(f"Source: {found.source}. Terms: {found.terms}."))
    end(dataset.dropped, terminal)


@app.command("list")
def list_datasets(as_json: AsJson = False) -> None:
    """List the data sets that were added."""
    from mirinter_core.datasets import saved

    found = [saved.info(name) for name in saved.names()]
    if as_json:
        print(in_json([asdict(info) for info in found]))
        return
    rows = [
        (i.name, f"{i.listed:,}", f"{i.queries:,}", f"{i.partners:,}", of_types(i.types), i.terms)
        for i in found
    ]
    print(columns([("name", "listed", "queries", "partners", "types", "terms"), *rows]))


@app.command()
def show(name: _Name, as_json: AsJson = False) -> None:
    """Show what a data set is, where it comes from, its terms, and its entry report."""
    from mirinter_core.datasets import saved
    from mirinter_core.datasets.importer import is_published

    info = saved.info(name)
    facts = asdict(info)
    if as_json:
        print(in_json(facts))
        return
    facts["types"] = of_types(info.types)
    report, files = facts.pop("report"), facts.pop("files")
    rows = [(key, value) for key, value in facts.items() if value not in ("", 0)]
    for file, sha256 in files.items():
        mark = ", as published" if is_published(info.importer, sha256) else ""
        rows.append(("file", f"{file} (SHA-256 {sha256}{mark})"))
    rows += [("report", sentence) for sentence in report or ["nothing was dropped or changed"]]
    print(columns(rows))


@app.command()
def lamp(
    dataset: Datasets,
    protocol: ProtocolName,
    folds: Folds = 5,
    negatives: TestNegatives = "full",
    recipe: RecipeName = DEFAULT_MODEL,
    importer: ImporterName = None,
    seed: Seed = None,
    threads: Threads = None,
    device: Device = "auto",
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Look at a split before anything is trained: what leaks, what is to be beaten, how long.

    The folds are those that `evaluate` makes with the same protocol, folds and seed.
    """
    asked = negatives_asked(negatives)
    chosen = changed(recipe_named(recipe), Changes(seed=seed, threads=threads))
    terminal = Terminal.open(quiet=quiet, verbose=verbose)
    tables = [d.table for d in open_datasets(dataset, terminal, importer)]
    set_threads(threads)

    from mirinter_core.datasets.pairs import join
    from mirinter_core.embedding.device import pick
    from mirinter_core.tasks import lamp_words
    from mirinter_core.tasks.evaluate import Question
    from mirinter_core.tasks.lamp import lamp as look
    from mirinter_core.tasks.training_cost import training_cost

    with terminal.bar() as progress:
        found = look(tables, Question(protocol, folds, asked), seed=chosen.seed, progress=progress)
    print(f"{lamp_words.headline(found)}. {lamp_words.reading(found)}\n")
    print(columns([("training holds", "of the test pairs", ""), *lamp_words.rows(found)]))
    print(f"\n{columns([('rule', 'AUPRC', 'per query'), *lamp_words.rule_rows(found)])}")
    print(f"\n{lamp_words.to_beat(found)}")
    if chosen.network != RULE:
        cost = training_cost(join(tables), chosen, device=pick(device))
        print(f"{chosen.name}: {lamp_words.how_long(cost, found)}")


@app.command()
def remove(
    name: _Name,
    with_runs: WithRuns = False,
) -> None:
    """Delete a data set, with the vectors that only its RNAs have.

    Models trained on it stay; they hold digests of its letters, not its letters.
    """
    from mirinter_core.runs.forget import forget_dataset

    print(forget_dataset(name, with_runs=with_runs))
