"""A duplex laid out in columns, so that letters that pair stand above each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from mirinter_core.pairing.duplex import Duplex

GAP, BLANK = "-", " "  # opposite a bulge; beyond the end of a strand
WATSON_CRICK, WOBBLE = "|", ":"
_FLANK = 3  # letters of the partner shown beyond the duplex at least, as letter 1 faces one
_SEED = range(2, 9)


@dataclass(frozen=True)
class Column:
    """One letter of each strand, or what keeps its place, and their bond.

    Parameters
    ----------
    top, bottom : str
        A letter of partner and query, `GAP` or `BLANK`.
    bond : str
        `WATSON_CRICK`, `WOBBLE`, or a blank.
    at1, at2 : int
        Positions of the letters, 1-based; 0 where there is none.
    """

    top: str
    bond: str
    bottom: str
    at1: int
    at2: int


@dataclass(frozen=True)
class Strand:
    """One strand's part of a line of the drawing.

    Parameters
    ----------
    letters : str
        With gaps and blanks, from left to right.
    first, last : int
        Positions of the outermost letters, 1-based; 0 if there are only gaps.
    more_left, more_right : bool
        Whether the strand goes on beyond this line.
    """

    letters: str
    first: int
    last: int
    more_left: bool
    more_right: bool


@dataclass(frozen=True)
class Block:
    """One line of the drawing: both strands, their bonds, and which columns hold the seed."""

    partner: Strand
    query: Strand
    bonds: str
    seed: tuple[bool, ...]


def bond(top: str, bottom: str) -> str:
    """Return the mark between two letters that pair."""
    return WATSON_CRICK if top + bottom in {"AU", "UA", "CG", "GC"} else WOBBLE


def lay_out(duplex: Duplex, query: str, partner: str, *, width: int) -> tuple[Block, ...]:
    """Lay out a duplex in lines of at most `width` columns; no lines if nothing pairs.

    Each letter of the query is in exactly one column, and so is each letter of the partner from
    the first to the last one shown.
    """
    if not duplex.pairs:
        return ()
    columns = tuple(_columns(duplex, query, partner))
    lines = ceil(len(columns) / width)
    size = ceil(len(columns) / lines)  # lines of like length, not a long one and a crumb
    return tuple(
        _block(columns[k : k + size], len(partner), len(query))
        for k in range(0, len(columns), size)
    )


def _columns(duplex: Duplex, query: str, partner: str) -> Iterator[Column]:
    def column(at1: int, at2: int, blank: str) -> Column:
        top = partner[at1 - 1] if at1 else blank
        bottom = query[at2 - 1] if at2 else blank
        return Column(top, " ", bottom, at1, at2)

    def end(at1: int, at2: int) -> Iterator[Column]:
        at1 = at1 if 1 <= at1 <= len(partner) else 0
        at2 = at2 if 1 <= at2 <= len(query) else 0
        if at1 or at2:
            yield column(at1, at2, BLANK)

    for k in range(max(len(query) - duplex.end2, _FLANK), 0, -1):
        yield from end(duplex.start1 - k, duplex.end2 + k)
    for (i, j), (next_i, next_j) in pairwise(duplex.pairs):
        yield _paired(partner, query, i, j)
        above, below = range(i + 1, next_i), range(j - 1, next_j, -1)
        for k in range(max(len(above), len(below))):
            yield column(_nth(above, k), _nth(below, k), GAP)
    yield _paired(partner, query, duplex.end1, duplex.start2)
    for k in range(1, max(duplex.start2 - 1, _FLANK) + 1):
        yield from end(duplex.end1 + k, duplex.start2 - k)


def _paired(partner: str, query: str, at1: int, at2: int) -> Column:
    top, bottom = partner[at1 - 1], query[at2 - 1]
    return Column(top, bond(top, bottom), bottom, at1, at2)


def _nth(places: range, k: int) -> int:
    return places[k] if k < len(places) else 0


def _block(columns: Sequence[Column], partner_length: int, query_length: int) -> Block:
    return Block(
        _strand([(c.top, c.at1) for c in columns], 1, partner_length),
        _strand([(c.bottom, c.at2) for c in columns], query_length, 1),
        "".join(c.bond for c in columns),
        tuple(c.at2 in _SEED for c in columns),
    )


def _strand(drawn: Sequence[tuple[str, int]], left_end: int, right_end: int) -> Strand:
    places = [place for _, place in drawn if place] or [0]
    first, last = places[0], places[-1]
    letters = "".join(letter for letter, _ in drawn)
    return Strand(letters, first, last, 0 < first != left_end, 0 < last != right_end)
