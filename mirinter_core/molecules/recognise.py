"""What a pasted query looks like when it is not a mature miRNA, and what to do about it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import edlib

from mirinter_core.errors import SequenceError
from mirinter_core.molecules.alphabet import (
    RNA,
    clean,
    looks_like_protein,
    reverse_complement,
)
from mirinter_core.molecules.known import KnownMirnas
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.molecules.names import looks_like_name

DOMAIN = (16, 28)  # nt: the human mature miRNAs of miRBase 22
_HAIRPIN = (45, 400)  # nt: 99 % of miRBase's hairpins
_HAIRPIN_EDITS = 0.22  # per letter of the arm; see looks_like_hairpin
_WOBBLE = [("G", "A"), ("U", "C")]  # on the complement of the other arm, G pairs U as well as C


@dataclass(frozen=True)
class Finding:
    """Something a user should know about a query before it is screened.

    Parameters
    ----------
    kind : str
        ``hairpin``, ``dna-strand``, ``reversed``, ``protein``, ``low-complexity``,
        ``ambiguous``, ``name``, ``too-short`` or ``too-long``.
    message, remedy : str
        What it looks like; what to do.
    """

    kind: str
    message: str
    remedy: str


def findings(query: Molecule | str, known: KnownMirnas | None = None) -> tuple[Finding, ...]:
    """Tell what a query looks like, if not like a mature miRNA.

    Parameters
    ----------
    query : Molecule or str
        A read molecule, or the text of one that was refused.
    known : KnownMirnas, optional
        With them the remedy holds the sequence of a pasted name or the arm in a hairpin, and
        the strand that a sequencing primer shows is told from the miRNA's own.
    """
    if isinstance(query, Molecule):
        return _of_letters(query.letters, known)
    if looks_like_name(query):
        return (_name(query.strip(), known),)
    try:
        letters = clean(query).letters
    except SequenceError:
        return (_PROTEIN,) if looks_like_protein(query) else ()
    return _of_letters(letters, known)


def looks_like_hairpin(letters: str) -> bool:
    """Tell whether one half pairs with the other, by edit distance; no folding.

    The half before the loop is searched in the reverse complement of the other, G-U pairs
    allowed. With at most 0.22 edits a letter this holds for 76 % of the human hairpins of
    miRBase, 5 % of stretches of lncRNAs of like length and 11 % of snoRNAs.
    """
    if not _HAIRPIN[0] <= len(letters) <= _HAIRPIN[1]:
        return False
    half = len(letters) // 2
    arm = letters[3 : half - 5]  # loose ends and half a loop do not pair
    found = edlib.align(
        arm, reverse_complement(letters[half:]), mode="HW", additionalEqualities=_WOBBLE
    )
    return bool(found["editDistance"] <= _HAIRPIN_EDITS * len(arm))


def looks_repetitive(letters: str) -> bool:
    """Tell whether a sequence has little to say: one letter or one short word over and over.

    True of 0.3 % of the human mature miRNAs of miRBase 22.
    """
    longest = max((len(run[0]) for run in re.finditer(r"(.)\1*", letters)), default=0)
    if longest >= max(8, len(letters) / 3):
        return True
    words = {letters[i : i + 3] for i in range(len(letters) - 2)}
    return len(letters) >= 8 and len(words) < 0.4 * min(64, len(letters) - 2)


_PROTEIN = Finding("protein", "This looks like a protein.", "Paste the RNA, not its translation.")


def _of_letters(letters: str, known: KnownMirnas | None) -> tuple[Finding, ...]:
    found = [_PROTEIN] if looks_like_protein(letters) else []
    found += _length(letters, known)
    if known is not None:
        found += _strand(letters, known)
    if looks_repetitive(letters):
        found.append(
            Finding(
                "low-complexity",
                "This is of low complexity: the same letters over and over.",
                "Check the sequence; chance matches are many, so trust its ranks less.",
            )
        )
    return (*found, *_ambiguous(letters))


def _ambiguous(letters: str) -> list[Finding]:
    """Name the letters that stand for several, and where they stand."""
    places = [i for i, letter in enumerate(letters, start=1) if letter not in RNA]
    if not places:
        return []
    told = ", ".join(f"{letters[i - 1]} at letter {i}" for i in places[:5])
    more = f" and {len(places) - 5:,} more" if len(places) > 5 else ""
    return [
        Finding(
            "ambiguous",
            f"Not every letter is known: {told}{more}.",
            "What is not A, C, G or U pairs with nothing here: give the true letter if you can.",
        )
    ]


def _length(letters: str, known: KnownMirnas | None) -> list[Finding]:
    """Find what is shorter or longer than a mature miRNA, and whether it is a hairpin."""
    n, (shortest, longest) = len(letters), DOMAIN
    if n < shortest:
        return [
            Finding(
                "too-short",
                f"{n} nt is shorter than any known human miRNA ({shortest} to {longest} nt).",
                "Paste the whole mature sequence.",
            )
        ]
    if n <= longest:
        return []
    arms = known.inside(letters) if known is not None else ()
    remedy = "Paste the mature miRNA (about 22 nt) alone."
    if arms:
        places = ", ".join(f"{arm.id} at letters {arm.start}-{arm.end}" for arm in arms[:3])
        remedy = f"It holds {places}: paste that arm alone."
    if looks_like_hairpin(letters):
        message = f"{n} nt and pairing with itself: this looks like a hairpin (precursor)."
        return [Finding("hairpin", message, remedy)]
    what = "a hairpin or a transcript" if n > 40 else "a precursor, or letters of an adapter"
    message = f"{n} nt is longer than a mature miRNA ({shortest} to {longest} nt): {what}?"
    return [Finding("too-long", message, remedy)]


def _strand(letters: str, known: KnownMirnas) -> list[Finding]:
    """Find a known miRNA that was pasted as its other DNA strand, or backwards."""
    if known.names(letters):
        return []
    found = []
    for kind, turned, how in (
        ("dna-strand", reverse_complement(letters), "the reverse complement of"),
        ("reversed", letters[::-1], "written backwards (3' to 5'), it is"),
    ):
        if names := known.names(turned):
            found.append(
                Finding(
                    kind,
                    f"This is not a known miRNA, but {how} {', '.join(names[:3])}.",
                    f"If that miRNA is meant, paste {turned}.",
                )
            )
    return found


def _name(name: str, known: KnownMirnas | None) -> Finding:
    message = f"{name!r} looks like a name, not a sequence."
    for molecule in known.called(name)[:1] if known is not None else ():
        return Finding("name", message, f"{molecule.id} is {molecule.letters}: paste that.")
    return Finding("name", message, f"Paste its letters ({', '.join(RNA)}), 5' to 3'.")
