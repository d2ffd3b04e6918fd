"""What makes a recipe differ from the preset of its name, in a few words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace

from mirinter_core.errors import PartError
from mirinter_core.recipe import Fit, Recipe
from mirinter_core.system import SYSTEMS
from mirinter_core.tasks.recipes import TREES

_SILENT = {"name", "system", "seed", "threads", "sides", "fit"}


def variant(recipe: Recipe) -> str:
    """Name what was changed; empty for the preset itself, or a recipe that is none.

    Seed and threads do not count: they make another run of the same recipe.
    """
    try:
        preset = SYSTEMS.get(recipe.system).recipes.get(recipe.name)
    except PartError:
        return ""
    if preset is None:
        return ""
    silent = _SILENT if recipe.rehearsal else {*_SILENT, "rehearsed_negatives"}
    names = [f.name for f in fields(Recipe) if f.name not in silent]
    changed = _sides(recipe, preset)
    changed += [
        _said(name, getattr(recipe, name))
        for name in names
        if getattr(recipe, name) != getattr(preset, name)
    ]
    if recipe.fit.mixup != preset.fit.mixup:
        changed.append(f"mixup {recipe.fit.mixup:g}")
    changed += _budget(recipe.fit, preset.fit)
    return ", ".join(changed)


def left_out(options: Mapping[str, object]) -> list[str]:
    """Name what a network does without, by its options: it shows what that is worth, no more."""
    kinds = options.get("without", ())
    trees = [TREES] if options.get(TREES) == 0 else []
    return [*(kinds if isinstance(kinds, Sequence) else ()), *trees]


def _budget(fit: Fit, given: Fit) -> list[str]:
    """Say for how many steps it was trained at most, where that was fixed and is all that differs.

    Two variants that tell the same steps compare; longer training may do better.
    """
    if replace(fit, mixup=given.mixup) == given:
        return []
    alike = replace(fit, epochs=given.epochs, epoch_steps=given.epoch_steps, mixup=given.mixup)
    if fit.epoch_steps is None or alike != given:
        return ["another budget"]
    return [f"{fit.epochs * fit.epoch_steps:,} steps"]


def _sides(recipe: Recipe, preset: Recipe) -> list[str]:
    """Name the encoders, poolings and windows that differ, each once."""
    changed = []
    for own, given in zip(recipe.sides, preset.sides, strict=True):
        told = {
            f"{own.encoder} encoder": own.encoder != given.encoder,
            f"{own.pooling} pooling": own.pooling != given.pooling,
            f"windows {own.windows.name}": own.windows != given.windows,
        }
        changed += [words for words, is_new in told.items() if is_new]
    return list(dict.fromkeys(changed))


def _said(name: str, value: object) -> str:
    if name == "views":
        views = [v for v in value if v != "original"] if isinstance(value, tuple) else []
        return f"views {'+'.join(views)}" if views else "no views"
    if name in ("negatives", "mutation"):
        return f"{name} {value}"
    if name == "weights" and isinstance(value, Mapping):
        return "weights " + " ".join(f"{source}={weight:g}" for source, weight in value.items())
    if name == "network_options" and isinstance(value, Mapping) and (gone := left_out(value)):
        return f"without {' and '.join(gone)}"
    return f"another {name.replace('_', ' ')}"
