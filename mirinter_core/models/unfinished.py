"""A training that is not finished, as a folder: it can go on, or be kept as it is.

What never changes lies in ``draft/`` (recipe, memory, encoders, what the training is of), what
changes with each epoch in one file, so that a killed process leaves one epoch or the next.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mirinter_core import __version__, home
from mirinter_core.errors import ModelError
from mirinter_core.models.memory import Memory
from mirinter_core.models.reached import Reached
from mirinter_core.models.trained import TrainedModel, fresh_network
from mirinter_core.recipe import Recipe

FORMAT_VERSION = 1
CUT_AFTER = "cut_after"  # in a model's provenance: the epoch after which its training was cut
_DRAFT, _FACTS, _RECIPE, _MEMORY = "draft", "draft.json", "recipe.json", "memory.parquet"
_REACHED = "reached.safetensors"
_WORDS = {
    "recipe": "its recipe",
    "data": "its data",
    "encoders": "its encoders' weights",
    "device": "the device",
    "mirinter": "the version of mirinter",
}


@dataclass(frozen=True)
class Unfinished:
    """The folder of one training. It is a `mirinter_core.models.reached.Keep`."""

    folder: Path

    @property
    def threads(self) -> int | None:
        """The CPU threads it was begun with, which its weights depend on; None if it was not."""
        path = self.folder / _DRAFT / _RECIPE
        return Recipe.from_json(path.read_text("utf-8")).threads if path.is_file() else None

    def require(self, identity: Mapping[str, Any]) -> None:
        """Refuse to go on with a training of something else.

        Parameters
        ----------
        identity : mapping
            What the weights depend on; JSON-ready.

        Raises
        ------
        ModelError
            If data, recipe, encoders, device or version are not those it was begun with.
        """
        if not (self.folder / _DRAFT).is_dir():
            return
        before = self._facts()["identity"]
        now = _whole(identity)
        if changed := [key for key in now if before.get(key) != now[key]]:
            told = " and ".join(_WORDS.get(key, key) for key in changed)
            raise ModelError(
                f"This training cannot go on: {told} changed since it began. What it had reached "
                "is kept and can be made a model; to train on what is there now, begin a new one."
            )

    def begin(self, draft: TrainedModel, identity: Mapping[str, Any]) -> None:
        """Write down what never changes; nothing is done if it was written before.

        Parameters
        ----------
        draft : TrainedModel
            The model that is to be trained. Its weights and its name are not looked at.
        """
        if (self.folder / _DRAFT).is_dir():
            return
        facts = {
            "format_version": FORMAT_VERSION,
            "identity": _whole(identity),
            "dims": draft.dims,
            "encoders": draft.encoders,
            "provenance": dict(draft.provenance),
        }
        with home.written(self.folder / _DRAFT) as new:
            new.mkdir()
            (new / _RECIPE).write_text(draft.recipe.to_json(), "utf-8")
            draft.memory.save(new / _MEMORY)
            home.write_json(new / _FACTS, facts)

    def get(self) -> Reached | None:
        """Return what was reached; None before the end of the first epoch."""
        path = self.folder / _REACHED
        return Reached.read(path) if path.is_file() else None

    def put(self, reached: Reached) -> None:
        """Keep what is reached now."""
        reached.write(self.folder / _REACHED)

    def model(self, name: str) -> TrainedModel:
        """Make a model of the best epoch so far.

        Raises
        ------
        ModelError
            If no epoch is done.
        """
        reached = self.get()
        if reached is None:
            raise ModelError("No epoch of this training is done: there is nothing to keep yet.")
        facts, draft = self._facts(), self.folder / _DRAFT
        recipe = Recipe.from_json((draft / _RECIPE).read_text("utf-8"))
        dims, encoders = tuple(facts["dims"]), tuple(facts["encoders"])
        network = fresh_network(recipe, dims)
        network.load_state_dict(reached.best)
        return TrainedModel(
            name=name,
            recipe=recipe,
            dims=dims,
            network=network.eval(),
            memory=Memory.load(draft / _MEMORY),
            encoders=encoders,
            history=reached.history,
            provenance={**facts["provenance"], CUT_AFTER: len(reached.history)},
        )

    def _facts(self) -> dict[str, Any]:
        return home.read_json(self.folder / _DRAFT / _FACTS, version=FORMAT_VERSION)


def _whole(identity: Mapping[str, Any]) -> dict[str, Any]:
    """Return an identity as JSON gives it back, with the version that computes."""
    told: dict[str, Any] = json.loads(json.dumps(dict(identity)))
    return {**told, "mirinter": __version__}
