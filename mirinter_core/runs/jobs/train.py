"""A training: a recipe and listed pairs in, a model under a name out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from mirinter_core import home
from mirinter_core.datasets.pairs import join
from mirinter_core.embedding.device import pick
from mirinter_core.errors import ModelError
from mirinter_core.models import checkpoint
from mirinter_core.models.listing import info
from mirinter_core.models.trained import TrainedModel
from mirinter_core.models.unfinished import CUT_AFTER
from mirinter_core.progress import Progress
from mirinter_core.provenance import provenance
from mirinter_core.runs import course, keep
from mirinter_core.runs.asked import datasets_of, recipe_of
from mirinter_core.runs.command import command_of
from mirinter_core.runs.job import option
from mirinter_core.runs.run import TRAINING, Run
from mirinter_core.tasks.card import card
from mirinter_core.tasks.evidence import Embedding, looked_at
from mirinter_core.tasks.recipes import Changes, changed
from mirinter_core.tasks.train import Where, train

RESULT = "result.json"
_FACTS = "provenance.json"
_WORDS = {"train_negatives": "negatives"}  # options that another verb needs another word for


def run(run: Run, progress: Progress) -> None:
    """Train, and leave the model in the user's folder.

    Arguments: ``datasets`` (names, or full paths), ``importer`` (else found by the data's form),
    ``recipe`` (a preset's name, or ``recipe.json``, an input of the run), ``name`` of the model,
    ``device``, and what `mirinter_core.tasks.recipes.Changes` tells of. Leaves ``course.jsonl``
    (`mirinter_core.runs.course`) while it works, and ``result.json`` with the model's name. Every
    epoch is kept until the model is whole: see `mirinter_core.runs.keep`.
    """
    if not run.path(_FACTS).exists():  # written last
        _work(run, progress)
    home.remove(run.folder / TRAINING)


def _work(run: Run, progress: Progress) -> None:
    asked = run.request.arguments
    name = str(asked["name"])
    recipe = changed(recipe_of(run), Changes.among(asked))
    model = None if check_free(name, run) else checkpoint.load(name)
    if model is None:
        datasets = datasets_of(run, progress)
        keep.describe(run, datasets)
        device = pick(asked.get("device") or "auto")
        trained = train(
            join([d.table for d in datasets]),
            recipe,
            Embedding.open(recipe, device),
            name=name,
            where=Where(device, run.folder / TRAINING, lambda epochs: course.write(run, epochs)),
            progress=progress,
        )
        facts = {**trained.provenance, "run": run.id, "command": command_of(run, paths=False)}
        model = replace(trained, provenance=facts)
        check_free(name, run)
        checkpoint.save(model, card(model, datasets, ()))
    _leave(run, model)


def check_free(name: str, run: Run) -> bool:
    """Tell whether no model has that name yet; false if this run has made it before.

    Raises
    ------
    ModelError
        If another model has that name: none is replaced unasked.
    """
    if home.find("models", home.checked_name(name, ModelError)) is None:
        return True
    if _maker(name) == run.id:
        return False
    raise ModelError(f"There is a model {name!r}; remove it first or choose another name.")


def command(arguments: Mapping[str, Any]) -> list[str]:
    """Return the words that repeat it in a shell."""
    names = ("recipe", "importer", "name", *(f.name for f in fields(Changes)), "device")
    asked = {_WORDS.get(key, key): arguments.get(key) for key in names}
    if asked["device"] == "auto":
        del asked["device"]
    words = (w for key, value in asked.items() for w in option(f"--{key.replace('_', '-')}", value))
    return ["train", *map(str, arguments["datasets"]), *words]


def _maker(name: str) -> str:
    """Name the run that finished a model; empty if none did."""
    facts = info(name).facts
    return "" if CUT_AFTER in facts else str(facts.get("run", ""))


def _leave(run: Run, model: TrainedModel) -> None:
    """Write down what came of it, where it comes from last."""
    best = max(model.history, key=lambda epoch: epoch.validation_auprc)
    home.write_json(
        run.path(RESULT),
        {
            "format_version": 1,
            "model": model.name,
            "epochs": len(model.history),
            "best_epoch": best.epoch,
            "validation_auprc": best.validation_auprc,
        },
    )
    told = ("datasets", "data_digest", "positives", "negatives", "device", "seed")
    facts = provenance(
        verb="train",
        command=command_of(run, paths=False),
        model=model.name,
        recipe=model.recipe.name,
        **looked_at(model.recipe),
        threads=model.recipe.threads,
        epochs=len(model.history),
        weights_sha256=checkpoint.load(model.name).provenance["weights_sha256"],
        **{key: model.provenance[key] for key in told},
    )
    home.write_json(run.path(_FACTS), {"format_version": 1, **facts})
