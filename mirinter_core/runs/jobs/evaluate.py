"""An evaluation: a recipe under a protocol, a report of each data set in a file of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from mirinter_core import home
from mirinter_core.datasets.pairs import PairTable
from mirinter_core.embedding.device import pick
from mirinter_core.progress import Progress
from mirinter_core.provenance import provenance
from mirinter_core.recipe import Recipe
from mirinter_core.runs.asked import datasets_of, recipe_of
from mirinter_core.runs.command import command_of, spelled
from mirinter_core.runs.job import option
from mirinter_core.runs.run import FOLDS, Run
from mirinter_core.tasks.evaluate import Question, evaluate
from mirinter_core.tasks.evidence import looked_at
from mirinter_core.tasks.judge import judge, recipe_of_own
from mirinter_core.tasks.recipes import Changes, changed
from mirinter_core.tasks.report import Report

_OPTIONS = (
    *("importer", "protocol", "recipe", "model", "folds", "negatives"),
    *(f.name for f in fields(Changes)),
    "device",
)
_FACTS = "provenance.json"


def run(run: Run, progress: Progress) -> None:
    """Evaluate, and leave ``DATASET-PROTOCOL.json`` and ``.parquet`` for each data set.

    Folds that were finished before are not computed again. Arguments: ``datasets`` (names, or
    full paths), ``importer`` (else found by the data's form), ``recipe`` (a preset's name, or
    ``recipe.json``, an input of the run) or ``model`` (one of the user's, whose recipe it is, and
    beside which the reports come to lie), ``protocol``, ``folds``, ``negatives``, ``device``, and
    what `mirinter_core.tasks.recipes.Changes` tells of.
    """
    if not run.path(_FACTS).exists():  # written last
        _work(run, progress)
    home.remove(run.folder / FOLDS)


def measured(
    arguments: Mapping[str, Any],
    recipe: Recipe,
    tables: Sequence[PairTable],
    *,
    keep_in: Path | None,
    progress: Progress,
) -> tuple[Report, ...]:
    """Measure what a run's arguments ask for; the command line's way in too.

    Parameters
    ----------
    recipe : Recipe
        As it was before the changes that are asked for.
    tables : sequence of PairTable
        The listed pairs of the data sets.
    keep_in : Path or None
        See `mirinter_core.tasks.evaluate.evaluate`.

    Returns
    -------
    tuple of Report
        Each with the command that makes it again; no path of this machine is in it.
    """
    question = Question(arguments["protocol"], arguments["folds"], arguments["negatives"])
    reports = evaluate(
        tables,
        changed(recipe, Changes.among(arguments)),
        question,
        device=pick(arguments.get("device") or "auto"),
        keep_in=keep_in,
        progress=progress,
    )
    line = spelled(command(arguments), paths=False)
    return tuple(replace(r, summary={**r.summary, "command": line}) for r in reports)


def command(arguments: Mapping[str, Any]) -> list[str]:
    """Return the words that repeat it in a shell: its reports come to lie in the folder there."""
    asked = {key: arguments.get(key) for key in _OPTIONS}
    if asked["device"] == "auto":
        del asked["device"]
    words = (w for key, value in asked.items() for w in option(f"--{key.replace('_', '-')}", value))
    return ["evaluate", *map(str, arguments["datasets"]), *words, "--output", "."]


def _work(run: Run, progress: Progress) -> None:
    asked = run.request.arguments
    datasets = datasets_of(run, progress)
    model = asked.get("model")
    reports = measured(
        asked,
        recipe_of_own(model, [d.name for d in datasets]) if model else recipe_of(run),
        [d.table for d in datasets],
        keep_in=run.folder / FOLDS,
        progress=progress,
    )
    for report in reports:
        report.save(run.folder / f"{report.name}.json")
    if model:
        judge(model, reports, datasets)
    home.write_json(run.path(_FACTS), {"format_version": 1, **_facts(run, reports)})


def _facts(run: Run, reports: Sequence[Report]) -> dict[str, object]:
    """Say where the results of a run come from."""
    first = reports[0].summary
    recipe = Recipe.from_json(json.dumps(first["recipe_json"]))
    sets = [report.summary["dataset"] for report in reports]
    return provenance(
        verb="evaluate",
        command=command_of(run, paths=False),
        recipe=first["recipe"],
        protocol=first["protocol"],
        folds=len(first["folds"]),
        negatives=first["negatives"],
        datasets=[found["name"] for found in sets],
        data_digests=[found["data_digest"] for found in sets],
        **looked_at(recipe),
        seed=first["provenance"]["seed"],
        device=first["provenance"]["device"],
    )
