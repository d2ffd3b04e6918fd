"""What a layout is: many numbers a point in, two out, so that people can look.

A file of `mirinter_core.tasks.layouts` defines one as ``LAYOUT``. The same vectors, parameters and
seed give the same places; a new point is placed without moving the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from mirinter_core.errors import PartError, did_you_mean
from mirinter_core.progress import Progress
from mirinter_core.registry import Registry

Vectors = NDArray[np.float32]  # (points, dim)
Places = NDArray[np.float32]  # (points, 2)
Parameters = Mapping[str, float]


@dataclass(frozen=True)
class Preset:
    """Parameters under a name.

    Parameters
    ----------
    says : str
        What is seen with them, in a sentence.
    """

    says: str
    parameters: Parameters


class Lay(Protocol):
    """Gives every vector a place."""

    def __call__(
        self, vectors: Vectors, parameters: Parameters, seed: int, progress: Progress
    ) -> Places:
        """Return places, shape (n, 2)."""
        ...


class Place(Protocol):
    """Gives new vectors places on a map that stays as it is, each without regard to the others."""

    def __call__(
        self, new: Vectors, vectors: Vectors, places: Places, parameters: Parameters
    ) -> Places:
        """Return the places of `new`, from the vectors and the places of a map's points."""
        ...


@dataclass(frozen=True)
class Layout:
    """A method.

    Parameters
    ----------
    title : str
        What people call it.
    says : str
        What it does, in a sentence.
    reading : str
        What may be read off a map, and what not.
    placing : str
        How a new point is placed, in a sentence.
    axes : (str, str)
        What the two axes are.
    presets : mapping of str to Preset
        The usual one first.
    """

    title: str
    says: str
    reading: str
    placing: str
    axes: tuple[str, str]
    presets: Mapping[str, Preset]
    lay: Lay
    place: Place

    def preset(self, name: str) -> Preset:
        """Return a preset; an empty name means the usual one.

        Raises
        ------
        PartError
            If there is none of that name; it lists those there are.
        """
        known = list(self.presets)
        if name and name not in known:
            raise PartError(
                f"{self.title} has no preset {name!r}.{did_you_mean(name, known)} "
                f"There are: {', '.join(known)}."
            )
        return self.presets[name or known[0]]


LAYOUTS: Registry[Layout] = Registry("mirinter_core.tasks.layouts", "LAYOUT")
