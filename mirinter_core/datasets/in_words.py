"""How an entry report counts and names: a few by name, the rest by number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_IDS, _PAIRS, _LINES = 5, 3, 5  # named, of any number
_LONGEST = 60  # letters of an id


def counted(n: int, noun: str, nouns: str = "") -> str:
    """Say how many, with the noun in its right number.

    Examples
    --------
    >>> counted(1, "pair"), counted(1200, "query", "queries")
    ('1 pair', '1,200 queries')
    """
    return f"{n:,} {noun if n == 1 else nouns or noun + 's'}"


def of_types(types: Mapping[str, int]) -> str:
    """Say how many there are of each type.

    Examples
    --------
    >>> of_types({"miRNA-lncRNA": 1200, "miRNA-snoRNA": 3})
    '1,200 miRNA-lncRNA, 3 miRNA-snoRNA'
    """
    return ", ".join(f"{n:,} {kind}" for kind, n in types.items())


def few(ids: Sequence[str]) -> str:
    """Name the first of many ids, and say how many more there are."""
    return _and_more([i[:_LONGEST] for i in ids[:_IDS]], len(ids), ", ")


def few_pairs(pairs: Sequence[tuple[str, str]], lines: Sequence[int] = ()) -> str:
    """Name the first of many pairs, each with its line where the lines are known.

    Examples
    --------
    >>> few_pairs([("a", "x"), ("b", "y")], [4, 9])
    'a with x (line 4); b with y (line 9)'
    """
    named = [f"{a[:_LONGEST]} with {b[:_LONGEST]}" for a, b in pairs[:_PAIRS]]
    if lines:
        named = [f"{n} (line {line:,})" for n, line in zip(named, lines, strict=False)]
    return _and_more(named, len(pairs), "; ")


def few_lines(lines: Sequence[int]) -> str:
    """Say on which lines, in brackets; empty where the lines are not known.

    Examples
    --------
    >>> few_lines([3]), few_lines([3, 1200])
    (' (line 3)', ' (lines 3, 1,200)')
    """
    if not lines:
        return ""
    named = _and_more([f"{line:,}" for line in lines[:_LINES]], len(lines), ", ")
    return f" (line{'' if len(lines) == 1 else 's'} {named})"


def _and_more(shown: Sequence[str], n: int, between: str) -> str:
    rest = n - len(shown)
    return between.join(shown) + (f" and {rest:,} more" if rest else "")
