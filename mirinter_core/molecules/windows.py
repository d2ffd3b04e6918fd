"""Windows: how an RNA longer than its encoder takes is cut, so that each letter counts once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from mirinter_core.errors import RecipeError
from mirinter_core.recipe import Windows


@dataclass(frozen=True)
class Window:
    """A stretch of an RNA, 0-based and half-open, and the part of it whose vectors count.

    Parameters
    ----------
    start, end : int
        What the encoder sees.
    own_start, own_end : int
        The letters whose vectors are taken from this window; the rest of it is context.
    """

    start: int
    end: int
    own_start: int
    own_end: int


def cut(length: int, scheme: Windows, limit: int | None) -> tuple[Window, ...]:
    """Cut an RNA into windows that an encoder takes.

    As few windows as the limit allows, all of the same length and that length as small as the
    overlap allows, so that an RNA of one letter too many does not cost twice. Own parts tile
    the RNA exactly: a letter belongs to the window in which it lies furthest from an edge.

    Parameters
    ----------
    length : int
        Letters of the RNA (nt).
    limit : int or None
        Most letters the encoder takes at once; None gives one window, whatever the scheme says.

    Raises
    ------
    RecipeError
        If windows must be cut and are too short for their overlap.

    Examples
    --------
    >>> cut(30, Windows(size=20, overlap=4), 1022)
    (Window(start=0, end=17, own_start=0, own_end=15), Window(start=13, end=30, own_start=15, \
own_end=30))
    """
    size = length if limit is None else min(limit, scheme.size)
    if length <= size:
        return (Window(0, length, 0, length),) if length else ()
    if not 0 <= scheme.overlap < size:
        raise RecipeError(
            f"Windows of {size} letters cannot overlap by {scheme.overlap}: choose an overlap "
            f"from 0 to {size - 1}."
        )
    count = -(-(length - scheme.overlap) // (size - scheme.overlap))
    width = -(-(length + (count - 1) * scheme.overlap) // count)
    starts = [i * (length - width) // (count - 1) for i in range(count)]
    # Windows are equally long, so a letter is furthest from an edge in the one whose middle is
    # nearest: own parts meet halfway between two middles.
    borders = [0, *((a + b + width) // 2 for a, b in pairwise(starts)), length]
    return tuple(
        Window(start, start + width, own_start, own_end)
        for start, (own_start, own_end) in zip(starts, pairwise(borders), strict=True)
    )
