"""What models there are and what each is, without loading one: a damaged one is listed too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from mirinter_core import home
from mirinter_core.errors import ModelError, RecipeError, StorageError
from mirinter_core.recipe import Recipe

FORMAT_VERSION = 1
KIND = "models"
DEFAULT_MODEL = "evidence"  # the model that scores where none is asked for
WEIGHTS, MEMORY, CARD = "weights.safetensors", "memory.parquet", "README.md"


@dataclass(frozen=True)
class ModelInfo:
    """A model, as its files tell.

    Parameters
    ----------
    folder : Path
        Where it lies.
    recipe : Recipe or None
        None if it cannot be read.
    facts : mapping
        What ``provenance.json`` holds; empty if it cannot be read.
    weights : int
        Bytes of its weights; 0 if they are missing.
    problem : str
        What is wrong with it, and what to do; empty if nothing is.
    """

    name: str
    folder: Path
    recipe: Recipe | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    weights: int = 0
    problem: str = ""

    @property
    def is_own(self) -> bool:
        """Whether it is the user's: only those can be removed."""
        return home.ASSETS not in self.folder.parents

    @property
    def encoders(self) -> tuple[str, ...]:
        """The encoders it was trained with, each with its revision, named once."""
        return tuple(dict.fromkeys(self.facts.get("encoders", ())))

    @property
    def datasets(self) -> tuple[str, ...]:
        """The data sets it was trained on."""
        return tuple(self.facts.get("datasets", ()))


def names() -> list[str]:
    """List all folders of models, the user's and the shipped ones."""
    return home.names(KIND)


def info(name: str) -> ModelInfo:
    """Read what a model is, and whether its files are whole.

    Raises
    ------
    ModelError
        If there is none of that name.
    """
    folder = home.find(KIND, name)
    if folder is None:
        raise ModelError(f"There is no model {name!r}; there are: {', '.join(names()) or 'none'}.")
    weights = folder / WEIGHTS
    size = weights.stat().st_size if weights.is_file() else 0
    recipe, facts = None, {}
    try:
        recipe = Recipe.from_json((folder / "recipe.json").read_text("utf-8"))
        facts = home.read_json(folder / "provenance.json", version=FORMAT_VERSION)
        problem = _wrong(folder, str(facts.get("weights_sha256", "")))
    except (RecipeError, StorageError) as error:
        problem = f"{error}"
    except (OSError, ValueError) as error:
        problem = f"Its recipe.json cannot be read: {error}."
    if problem:
        problem = f"{problem} {_REMEDY}"
    return ModelInfo(name, folder, recipe, facts, size, problem)


_REMEDY = "Remove the model, and train or install it again."


def _wrong(folder: Path, expected: str) -> str:
    """Say which of a model's files is missing or not the one it was saved with."""
    for name in (WEIGHTS, MEMORY):
        if not (folder / name).is_file():
            return f"Its {name} is missing."
    with (folder / WEIGHTS).open("rb") as file:
        found = sha256()
        while block := file.read(1 << 20):
            found.update(block)
    if found.hexdigest() != expected:
        return "Its weights are not the ones it was saved with (SHA-256 differs)."
    return ""
