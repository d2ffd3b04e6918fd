"""A model as files: JSON, safetensors, Parquet; nothing that runs code when read."""

from __future__ import annotations

from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from mirinter_core import home
from mirinter_core.errors import MirinterError, ModelError
from mirinter_core.models import calibration
from mirinter_core.models.listing import FORMAT_VERSION, KIND
from mirinter_core.models.memory import Memory
from mirinter_core.models.reached import Epoch
from mirinter_core.models.trained import TrainedModel, fresh_network
from mirinter_core.recipe import Recipe


def names() -> list[str]:
    """List the models at hand, the user's and the shipped ones."""
    return [
        n for n in home.names(KIND) if (f := home.find(KIND, n)) and (f / "recipe.json").exists()
    ]


def save(model: TrainedModel, card: str) -> Path:
    """Write a model into the user's folder, whole or not at all; one of that name is replaced."""
    folder = home.home() / KIND / home.checked_name(model.name, ModelError)
    with home.written(folder) as new:
        new.mkdir()
        write(model, new)
        (new / "README.md").write_text(card, "utf-8")
    return folder


def write(model: TrainedModel, folder: Path) -> None:
    """Write a model's files into a folder."""
    weights = folder / "weights.safetensors"
    save_file({k: v.contiguous().cpu() for k, v in model.network.state_dict().items()}, weights)
    model.memory.save(folder / "memory.parquet")
    if model.calibration:
        model.calibration.save(folder)
    (folder / "recipe.json").write_text(model.recipe.to_json(), "utf-8")
    home.write_json(
        folder / "provenance.json",
        {
            "format_version": FORMAT_VERSION,
            "dims": model.dims,
            "encoders": model.encoders,
            "weights_sha256": sha256(weights.read_bytes()).hexdigest(),
            "history": [asdict(epoch) for epoch in model.history],
            **model.provenance,
        },
    )


def load(name: str) -> TrainedModel:
    """Load a model by name.

    Raises
    ------
    ModelError
        If there is none of that name, or its weights are missing, damaged or not the ones its
        provenance names. A model is never filled up with random weights.
    """
    folder = home.find(KIND, name)
    if folder is None:
        raise ModelError(
            f"There is no model {name!r}; there are: {', '.join(names()) or 'none'}. "
            "Make one with `python -m mirinter_core train`."
        )
    return read(folder)


def read(folder: Path) -> TrainedModel:
    """Read a model from its folder; see `load`."""
    try:
        recipe = Recipe.from_json((folder / "recipe.json").read_text("utf-8"))
        facts = home.read_json(folder / "provenance.json", version=FORMAT_VERSION)
        left, right, evidence = facts.pop("dims")
        first, second = facts.pop("encoders")
        history = tuple(Epoch(**epoch) for epoch in facts.pop("history"))
        network = fresh_network(recipe, (left, right, evidence))
        weights = _weights(folder, facts["weights_sha256"])
    except MirinterError:
        raise
    except (OSError, KeyError, TypeError, ValueError, RuntimeError) as error:
        raise ModelError(f"Model {folder.name} is damaged: {error}. {_REMEDY}") from error
    try:
        network.load_state_dict(weights)
    except RuntimeError as error:  # whole, by their digest, and yet not of this shape
        raise ModelError(
            f"Model {folder.name} was trained by another version of mirinter, whose network "
            f"{recipe.network!r} had another shape; its weights cannot be used here. Train it "
            "again on the same data sets: python -m mirinter_core train."
        ) from error
    return TrainedModel(
        name=folder.name,
        recipe=recipe,
        dims=(left, right, evidence),
        network=network.eval(),
        memory=Memory.load(folder / "memory.parquet"),
        encoders=(first, second),
        history=history,
        provenance=facts,
        calibration=calibration.load(folder),
    )


_REMEDY = "Remove its folder and train or install it again."


def _weights(folder: Path, expected: str) -> dict[str, torch.Tensor]:
    path = folder / "weights.safetensors"
    if not path.exists():
        raise ModelError(f"Model {folder.name} has no weights file ({path.name}). {_REMEDY}")
    if sha256(path.read_bytes()).hexdigest() != expected:
        raise ModelError(
            f"The weights of model {folder.name} are not the ones it was saved with "
            f"(SHA-256 differs). {_REMEDY}"
        )
    try:
        return load_file(path)
    except SafetensorError as error:
        raise ModelError(f"The weights of model {folder.name} are damaged. {_REMEDY}") from error


def card(name: str) -> str:
    """Return a model's card as Markdown; empty if it has none."""
    folder = home.find(KIND, name)
    path = folder / "README.md" if folder else None
    return path.read_text("utf-8") if path and path.exists() else ""


def own_folder(name: str) -> Path:
    """Return the folder of a model of the user's; a shipped one is refused."""
    folder = home.home() / KIND / home.checked_name(name, ModelError)
    if not folder.is_dir():
        raise ModelError(f"There is no model {name!r} of yours; shipped models stay as they are.")
    return folder


def remove(name: str) -> None:
    """Delete a model of the user's; a shipped one is refused.

    Raises
    ------
    ModelError
        If there is none of that name, or it comes with mirinter.
    StorageError
        If the disk does not let go of it.
    """
    home.remove_for_good(own_folder(name))
