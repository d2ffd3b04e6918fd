"""One record of a text: what its header and its letters may be."""

from __future__ import annotations

import unicodedata

from mirinter_core.errors import SequenceError
from mirinter_core.molecules.alphabet import IUPAC, Cleaned, clean, looks_like_protein
from mirinter_core.molecules.names import looks_like_name, looks_like_rna

LONGEST_ID = 500  # letters; the longest id of the public sources has about 60
_LETTERS = frozenset("".join(IUPAC) + "T")


def read_letters(name: str, header: str, raw: str) -> Cleaned:
    """Clean the letters of a record.

    Parameters
    ----------
    name, header : str
        Its id, given or made, and its whole header; some mistakes show only there.

    Raises
    ------
    SequenceError
        For an id that is too long, a record without letters, a name in place of letters, and
        what `mirinter_core.molecules.alphabet.clean` refuses. Does not name the record.
    """
    if len(name) > LONGEST_ID:
        raise SequenceError(
            f"its id has {len(name):,} letters; at most {LONGEST_ID} are taken. Shorten it."
        )
    if not raw.strip():
        if looks_like_rna(header.rpartition(" ")[2]):
            raise SequenceError(
                "the letters seem to stand in the header. Begin a new line after the name."
            )
        raise SequenceError("it has a header but no letters. Put them on the line below it.")
    is_protein = header and looks_like_protein(raw)  # below a header stands no name
    if (
        len(raw) <= 40
        and looks_like_name(raw)
        and not (is_protein or (header and _LETTERS.issuperset(raw.strip())))
    ):
        raise SequenceError(
            f"{raw.strip()!r} looks like a name, not a sequence. Paste its letters, 5' to 3'."
        )
    return clean(raw)


def printable(header: str) -> tuple[str, tuple[str, ...]]:
    """Drop control and invisible formatting characters, which would hide or break an id."""
    if header.isprintable():
        return header, ()
    kept = "".join(
        c
        for c in header
        if c == "\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
    )
    lost = len(header) - len(kept)
    return kept, (f"{lost:,} control characters removed from the header",) if lost else ()


def shortened(name: str) -> str:
    """Give an id as messages show it."""
    return name if len(name) <= 60 else f"{name[:57]}..."
