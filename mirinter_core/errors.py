"""The errors a user can meet. Their messages are shown as they stand."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class MirinterError(Exception):
    """Base class: the message says what is wrong, where, and what to do about it."""


class PartError(MirinterError):
    """A recipe or an option names a part that no file provides."""


class RecipeError(MirinterError):
    """A recipe cannot be read, or asks for what cannot be."""


class SequenceError(MirinterError):
    """Letters that are not of the alphabet, or not a molecule the question is about."""


class CatalogError(MirinterError):
    """A catalogue is missing, damaged, or cannot be made."""


class DatasetError(MirinterError):
    """Pairs cannot be read, or do not hold what the task needs."""


class WeightsError(MirinterError):
    """Weights are missing, incomplete, or not the ones that are asked for."""


class ModelError(MirinterError):
    """A model is missing, damaged, or does not fit the data it is asked to score."""


class FetchError(MirinterError):
    """Something could not be downloaded."""


class StorageError(MirinterError):
    """The disk refused: full, read-only, or a file is damaged."""


class DeviceError(MirinterError):
    """The machine lacks the device that is asked for."""


class ProgramError(MirinterError):
    """Another program that is asked for is not installed, or failed."""


class RunError(MirinterError):
    """A run is missing, or cannot do what is asked of it."""


class CancelledError(MirinterError):
    """The user stopped the work. Raised from inside a progress callback."""


NOT_ENOUGH_MEMORY = (
    "This machine has not enough free memory for it. Close other programs, or give it fewer or "
    "shorter sequences at once."
)


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """Guess which known name was meant: the end of a message, empty if none is near.

    Examples
    --------
    >>> did_you_mean("bultin", ["builtin", "mine"])
    " Did you mean 'builtin'?"
    """
    near = get_close_matches(given, known, n=1)
    return f" Did you mean {near[0]!r}?" if near else ""
