"""A map: the pairs of a data set or the RNAs of a catalogue, laid out in the plane."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from mirinter_core import home
from mirinter_core.datasets.catalog import open_catalog
from mirinter_core.datasets.importer import open_dataset
from mirinter_core.datasets.pairs import PairTable
from mirinter_core.embedding.device import pick
from mirinter_core.models import checkpoint
from mirinter_core.models.listing import DEFAULT_MODEL
from mirinter_core.models.trained import TrainedModel
from mirinter_core.progress import Progress, part
from mirinter_core.recipe import Recipe
from mirinter_core.runs.command import command_of
from mirinter_core.runs.job import option
from mirinter_core.runs.run import Run
from mirinter_core.tasks.map_held_out import held_out_points, train_without
from mirinter_core.tasks.map_pairs import pair_points
from mirinter_core.tasks.map_points import PAIRS, RNAS, Points, Reader, rna_points
from mirinter_core.tasks.project import project
from mirinter_core.tasks.projection import MODEL, Projection, is_saved
from mirinter_core.tasks.ready import ready

POINTS = 20_000  # as many as the paper's figure, and a minute or two of work
_POINTS = "points"  # folder for the points until they are laid out
_PROVENANCE = "provenance.json"
_OF_PAIRS: tuple[str, ...] = ("importer", "model", "held_out")
_OF_RNAS: tuple[str, ...] = ("encoder", "pooling")


def run(run: Run, progress: Progress) -> None:
    """Make a map, and leave ``map.parquet``, ``map.npz`` and ``map.json``.

    Arguments: ``points``, ``method``, ``preset``, ``seed``, ``device``; of pairs ``dataset`` (a
    name, or a full path), ``importer``, ``model`` and ``held_out`` (a protocol); of RNAs
    ``catalog``, ``encoder`` and ``pooling``. Points that were read before the work was cut short,
    and a model trained for it, are not made again.
    """
    if not is_saved(run.folder):
        made = projected(run.request.arguments, keep_in=run.folder, progress=progress)
        made.save(run.folder)
        facts = {**made.provenance, "verb": "map", "command": command_of(run, paths=False)}
        home.write_json(run.path(_PROVENANCE), {"format_version": 1, **facts})
    home.remove(run.folder / _POINTS)


def projected(
    arguments: Mapping[str, Any], *, keep_in: Path | None, progress: Progress
) -> Projection:
    """Make the map that a run's arguments ask for; the command line's way in too.

    Parameters
    ----------
    keep_in : Path or None
        Folder for what is done on the way, and found there again.
    """
    held = keep_in / _POINTS if keep_in else None
    if held is not None and held.is_dir():
        points = Points.load(held)
    else:
        points = _points(arguments, keep_in, part(progress, 0.0, 0.5))
        if held is not None:
            points.save(held)
    return project(
        points,
        arguments.get("method") or "tsne",
        arguments.get("preset") or "",
        seed=arguments.get("seed") or 0,
        progress=part(progress, 0.5, 1.0),
    )


def command(arguments: Mapping[str, Any]) -> list[str]:
    """Return the words that repeat it in a shell: the map comes to lie in a folder there."""
    of, own = (PAIRS, _OF_PAIRS) if arguments.get("dataset") else (RNAS, _OF_RNAS)
    asked = {key: arguments.get(key) for key in (*own, "method", "preset", "points")}
    asked |= {key: arguments.get(key) or None for key in ("seed",)}
    words = (w for key, value in asked.items() for w in option(f"--{key.replace('_', '-')}", value))
    place = str(arguments.get("dataset") or arguments["catalog"])
    return ["map", place, "--of", of, *words, "--output", "map"]


def _points(arguments: Mapping[str, Any], keep_in: Path | None, progress: Progress) -> Points:
    n, seed = int(arguments.get("points") or POINTS), int(arguments.get("seed") or 0)
    device = arguments.get("device") or "auto"
    rng = np.random.default_rng(seed)
    if not arguments.get("dataset"):
        reader = Reader.open(
            arguments.get("encoder") or "kmer", arguments.get("pooling") or "mean", pick(device)
        )
        return rna_points(open_catalog(arguments["catalog"]), reader, n, rng, progress)
    progress(0.0, "reading the data set")
    table = open_dataset(arguments["dataset"], arguments.get("importer")).table
    model, embedding = ready(arguments.get("model") or DEFAULT_MODEL, device)
    if not arguments.get("held_out"):
        return pair_points(table, model, embedding, n, rng, progress)
    model = _fold_model(table, model.recipe, arguments, keep_in, part(progress, 0.0, 0.9))
    progress(0.95, "reading the last hidden layer")
    return held_out_points(table, model, embedding, str(arguments["held_out"]), n, rng)


def _fold_model(
    table: PairTable,
    recipe: Recipe,
    arguments: Mapping[str, Any],
    keep_in: Path | None,
    progress: Progress,
) -> TrainedModel:
    """Train without the pairs of the map; kept, so that a query can be placed among them."""
    folder = keep_in / MODEL if keep_in else None
    if folder is not None and folder.is_dir():
        return own_model(folder)
    device = pick(arguments.get("device") or "auto")
    name = str(arguments["held_out"])
    model = train_without(table, recipe, name, device=device, progress=progress)
    if folder is not None:
        with home.written(folder) as temporary:
            temporary.mkdir()
            checkpoint.write(model, temporary)
        return own_model(folder)
    return model


def own_model(folder: Path) -> TrainedModel:
    """Read the model that was trained for a map alone; it is called as its recipe is."""
    model = checkpoint.read(folder)
    return replace(model, name=model.recipe.name)
