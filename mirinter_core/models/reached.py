"""What a training has reached, as one file: from there it goes on as if it had never stopped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from mirinter_core import home
from mirinter_core.errors import StorageError

FORMAT_VERSION = 1
_KEY = "training"  # of the file's one text


@dataclass(frozen=True)
class Epoch:
    """One line of a training's history.

    Parameters
    ----------
    seconds : float
        How long it took, validation included; no two trainings take the same.
    """

    epoch: int
    loss: float
    validation_auprc: float
    seconds: float = field(default=0.0, compare=False)


@dataclass(frozen=True)
class Reached:
    """All that the rest of a training depends on, after an epoch.

    Parameters
    ----------
    facts : mapping
        The schedule's and the sampler's place, and the state of what draws; JSON-ready.
    tensors : mapping of str to Tensor
        ``network.*`` and ``best.*`` are weights, now and at the best epoch; the optimizer's
        moments, the sampler's order, torch's random state.
    """

    history: tuple[Epoch, ...]
    facts: Mapping[str, Any]
    tensors: Mapping[str, Tensor]

    @property
    def best(self) -> dict[str, Tensor]:
        """The weights of the best epoch so far."""
        return part_of(self.tensors, "best")

    def write(self, path: Path) -> None:
        """Write it, whole or not at all; StorageError if the disk refuses."""
        told = {"format_version": FORMAT_VERSION, "facts": dict(self.facts)}
        told["history"] = [asdict(epoch) for epoch in self.history]
        tensors = {name: t.detach().contiguous().cpu() for name, t in self.tensors.items()}
        content = save(tensors, metadata={_KEY: json.dumps(told)})
        with home.written(path) as temporary:
            temporary.write_bytes(content)

    @classmethod
    def read(cls, path: Path) -> Reached:
        """Read what `write` wrote.

        Raises
        ------
        StorageError
            If it is damaged, or of another version of mirinter.
        """
        try:
            with safe_open(path, framework="pt") as file:
                told = json.loads(file.metadata()[_KEY])
                tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            if told["format_version"] != FORMAT_VERSION:
                raise StorageError(
                    f"{path} has format {told['format_version']}; this mirinter reads format "
                    f"{FORMAT_VERSION}. Begin the training again."
                )
            history = tuple(Epoch(**epoch) for epoch in told["history"])
        except (OSError, SafetensorError, ValueError, KeyError, TypeError) as error:
            raise StorageError(f"{path} is damaged: {error}. Begin the training again.") from error
        return cls(history, told["facts"], tensors)


class Keep(Protocol):
    """Where a training keeps what it has reached, and finds it again."""

    def get(self) -> Reached | None:
        """Return what was reached before; None at the beginning."""
        ...

    def put(self, reached: Reached) -> None:
        """Keep what is reached now, in place of what was before."""
        ...


class KeepNothing:
    """A training that begins anew each time."""

    def get(self) -> Reached | None:
        """Return nothing."""
        return None

    def put(self, reached: Reached) -> None:
        """Keep nothing."""


def prefixed(tensors: Mapping[str, Tensor], name: str) -> dict[str, Tensor]:
    """Put a name before the keys, so that several state dicts stand in one; tensors are copied."""
    return {f"{name}.{key}": tensor.detach().clone() for key, tensor in tensors.items()}


def part_of(tensors: Mapping[str, Tensor], name: str) -> dict[str, Tensor]:
    """Take one state dict out again."""
    start = f"{name}."
    return {key.removeprefix(start): t for key, t in tensors.items() if key.startswith(start)}


def drawing(device: str) -> dict[str, Tensor]:
    """Return torch's random state: of the CPU, and of the device if it is another."""
    states = {"cpu": torch.get_rng_state()}
    if device != "cpu":
        states["device"] = torch.cuda.get_rng_state()
    return states


def draw_on(states: Mapping[str, Tensor]) -> None:
    """Set torch's random state back to one that `drawing` returned."""
    torch.set_rng_state(states["cpu"])
    if "device" in states:
        torch.cuda.set_rng_state(states["device"])
