"""Shuffle a sequence so that it keeps its composition, and its neighbours."""

from __future__ import annotations

from itertools import pairwise

import numpy as np


def dinucleotide_shuffle(letters: str, rng: np.random.Generator) -> str:
    """Shuffle a sequence so that every two letters stand side by side as often as before.

    The first and the last letter stay. All such sequences are equally likely: a random tree of
    last steps into the last letter, every other step in random order, is one of the walks that
    use each step once.

    References
    ----------
    Altschul and Erickson 1985, doi:10.1093/oxfordjournals.molbev.a040370; Kandel, Matias, Unger
    and Winkler 1996, doi:10.1016/S0166-218X(97)81456-4.
    """
    if len(letters) < 4:  # nothing can move
        return letters
    steps: dict[str, list[str]] = {}
    for letter, following in pairwise(letters):
        steps.setdefault(letter, []).append(following)
    last = _last_steps(steps, letters[-1], rng)
    for letter, own in steps.items():
        ending = [own.pop(last[letter])] if letter in last else []
        steps[letter] = [own[i] for i in rng.permutation(len(own))] + ending
    walk = [letters[0]]
    for _ in range(len(letters) - 1):
        walk.append(steps[walk[-1]].pop(0))
    return "".join(walk)


def _last_steps(steps: dict[str, list[str]], end: str, rng: np.random.Generator) -> dict[str, int]:
    """Draw the step by which each letter is left for good, until all lead to the end."""
    while True:
        drawn = {a: int(rng.integers(len(own))) for a, own in steps.items() if a != end}
        if all(_reaches(a, end, {b: steps[b][i] for b, i in drawn.items()}) for a in drawn):
            return drawn


def _reaches(letter: str, end: str, step: dict[str, str]) -> bool:
    for _ in range(len(step)):
        if letter == end:
            break
        letter = step[letter]
    return letter == end
