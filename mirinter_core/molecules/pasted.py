"""Sequences without FASTA headers: what a person pastes, cut into records."""

from __future__ import annotations

import re
from itertools import pairwise

from mirinter_core.molecules.names import looks_like_name, looks_like_rna

_ALONE = (15, 40)  # nt: a line of this length can be a small RNA by itself
_LONGEST_NAME = 500  # letters of a line in which a name is looked for
_LOCUS = re.compile(r"\s*LOCUS[ \t]+(\S+)")
_FRAME = re.compile(r"\s*(?:ORIGIN\b.*|//\s*|[#;].*)?")  # lines that hold no sequence
_NUMBERED = re.compile(r"\s*(\d{1,12})\s+(\S.*)")
_NO_NAME = re.compile(r"[ACGTUNacgtun]+|\d+\W*")  # a block of letters, a place, the mark 5'
_TITLES = re.compile(r"[^\t,;]*[A-Za-z][^\t,;]*[\t,; ][^\t,;]*")
_CELL = re.compile(r"\s*([^\t,;\s][^\t,;]*?)\s*[\t,;]")
_WORD = re.compile(r"\s*(\S+)\s")


def split(text: str) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
    """Cut a text without ``>`` into records of (header, raw letters), and say how it was read.

    One sequence, over as many lines as it takes; several, one a line; a name before each, on
    its line or on the line above; the sequence of a GenBank entry. A record without a name has
    an empty header.
    """
    if _LOCUS.match(text) and (entries := _genbank(text)):
        return entries, (f"Read as GenBank: {_rnas(len(entries))}.",)
    lines = [line for line in text.split("\n") if not _FRAME.fullmatch(line)]
    if not lines:
        return [], ()
    if any(_row(line) or looks_like_name(line) for line in lines):
        return _named(lines)
    if len(lines) == 1 or _counted(lines):
        return [("", "\n".join(lines))], ()
    if _wrapped(lines):
        hint = "If each line is an RNA of its own, put a line with '>name' before each."
        return [("", "\n".join(lines))], (f"Read as one RNA over {len(lines):,} lines. {hint}",)
    hint = "If they are one RNA, put a line with '>name' before the first."
    return [("", line) for line in lines], (f"Read as {_rnas(len(lines))}, one a line. {hint}",)


def _genbank(text: str) -> list[tuple[str, str]]:
    """Read the names and sequences of GenBank entries."""
    entries = []
    for entry in re.split(r"^//", text, flags=re.M):
        head, origin, rest = entry.partition("\nORIGIN")
        if origin and (name := _LOCUS.match(head)):
            entries.append((name[1], rest.partition("\n")[2]))
    return entries


def _named(lines: list[str]) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
    """Take each RNA with its name from the same line or from the line above."""
    titled = _titled(lines)
    records: list[tuple[str, str]] = []
    name, below = "", list[str]()
    for line in lines[titled:]:
        row = _row(line)
        if row or looks_like_name(line):
            records += _below(name, below)
            name, below = (row[0], [row[1]]) if row else (line.strip(), [])
        else:
            below.append(line)
    records += _below(name, below)
    notes = (f"Read as {_rnas(len(records))}, named as in the text.",)
    return records, (*notes, "The first line was taken as column titles.")[: 1 + titled]


def _below(name: str, lines: list[str]) -> list[tuple[str, str]]:
    """Give the records of the lines below a name: one, unless they are clearly several.

    A name with no letters below is given as letters, to be refused as a name.
    """
    if not lines:
        return [("", name)] if name else []
    if len(lines) == 1 or _wrapped(lines):
        return [(name, "\n".join(lines))]
    return [(name, lines[0]), *(("", line) for line in lines[1:])]


def _titled(lines: list[str]) -> bool:
    """Tell whether the first line is the titles of a table's columns."""
    return (
        len(lines) > 1
        and _TITLES.fullmatch(lines[0][:_LONGEST_NAME]) is not None
        and _row(lines[0]) is None
        and _row(lines[1]) is not None
    )


def _row(line: str) -> tuple[str, str] | None:
    """Read ``name<tab, comma or blank>SEQUENCE``; None for anything else."""
    for form in (_CELL, _WORD):
        found = form.match(line, 0, _LONGEST_NAME)
        if found and not _NO_NAME.fullmatch(found[1]):
            letters = line[found.end() :]
            if looks_like_rna("".join(letters.split())):
                return found[1], letters
    return None


def _counted(lines: list[str]) -> bool:
    """Tell whether each line begins with the place of its first letter, as GenBank writes."""
    found = [_NUMBERED.fullmatch(line) for line in lines]
    places = [(int(line[1]), sum(map(str.isalpha, line[2]))) for line in found if line]
    return len(places) == len(lines) and all(
        place + letters == after for (place, letters), (after, _) in pairwise(places)
    )


def _wrapped(lines: list[str]) -> bool:
    """Tell whether lines are one sequence, broken to a width.

    All but the last are about equally long (a word processor breaks raggedly), and the last
    is not longer. Lines that can each be a small RNA are not, unless the last is a mere rest
    of a round width.
    """
    widths = [sum(map(str.isalpha, line)) for line in lines]
    *body, last = widths
    low, high = _ALONE
    if max(widths) < low:
        return True
    if last > max(body):
        return False
    if max(body) <= high:
        return len(set(body)) == 1 and last < low and body[0] % 10 == 0
    return min(body) >= 0.85 * max(body)


def _rnas(n: int) -> str:
    return "1 RNA" if n == 1 else f"{n:,} RNAs"
