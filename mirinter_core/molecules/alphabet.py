"""The letters of an RNA, and how a pasted text is brought to them.

Every repair is counted and said; a letter that cannot be repaired is refused with its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mirinter_core.errors import SequenceError

RNA = "ACGU"
IUPAC = {
    "A": "A",
    "C": "C",
    "G": "G",
    "U": "U",
    "R": "AG",
    "Y": "CU",
    "S": "CG",
    "W": "AU",
    "K": "GU",
    "M": "AC",
    "B": "CGU",
    "D": "AGU",
    "H": "ACU",
    "V": "ACG",
    "N": "ACGU",
}
_COMPLEMENT = str.maketrans("".join(IUPAC), "UGCAYRSWMKVHDBN")

_REMOVED = {
    "blank": b" \t\v\f",
    "line break": b"\n\r",
    "digit": b"0123456789",
    "gap": b"-.",
    "quotation mark": b"'\"`",
}
_ALL_REMOVED = b"".join(_REMOVED.values())
_DIGIT_WITHIN = re.compile(rb"(?<=[A-Za-z])\d+(?=[A-Za-z])")  # no line's or block's number
DOUBTFUL = "see that no letter is missing there"  # the end of a repair that may have lost one
_SMALL = bytes(range(ord("a"), ord("z") + 1))
_CAPITALS = bytes.maketrans(_SMALL + b"tT", _SMALL.upper() + b"UU")
_LETTERS = ("".join(IUPAC) + "T").encode()
_ACCEPTED = _LETTERS + _LETTERS.lower() + _ALL_REMOVED

# What word processors and web pages put where a keyboard has a blank, a dash or a quote.
_LOOKALIKES = (
    dict.fromkeys([0xA0, 0xAD, 0xFEFF, *range(0x2000, 0x2010), 0x202F, 0x2060, 0x3000], " ")
    | dict.fromkeys([0x85, 0x2028, 0x2029], "\n")
    | dict.fromkeys([*range(0x2010, 0x2016), 0x2212], "-")
    | dict.fromkeys([0xB4, 0x2018, 0x2019, 0x201A, 0x2032], "'")
    | dict.fromkeys([0x201C, 0x201D, 0x201E, 0x2033], '"')
)
_FIVE_PRIME = re.compile(r"\s*5\s*'\s*-?\s*p?(?=[\s\-A-Za-z])")
_THREE_PRIME = re.compile(r"(?:-?OH)?\s*-?\s*3\s*'\s*$")
_WRITTEN_BACKWARDS = re.compile(r"\s*3\s*'")


@dataclass(frozen=True)
class Cleaned:
    """The letters of one sequence, and what was done to get them.

    Parameters
    ----------
    letters : str
        Upper case, RNA alphabet with the IUPAC ambiguity letters; never empty.
    repairs : tuple of str
        Such as ``"3 T written as U"``, for people to read.
    """

    letters: str
    repairs: tuple[str, ...] = ()


def clean(raw: str) -> Cleaned:
    """Bring one pasted sequence to RNA letters.

    T becomes U and small letters capitals; blanks, line breaks, digits, gaps (``-``, ``.``),
    quotation marks, ``5'-`` and ``-3'``, and a ``*`` at the end are dropped. Time is linear.

    Raises
    ------
    SequenceError
        For a letter outside the IUPAC alphabet, with its position among the letters (1-based;
        what is dropped does not count), for a sequence written 3' to 5', and for no letters.

    Examples
    --------
    >>> clean("1 tgagg TAGU")
    Cleaned(letters='UGAGGUAGU', repairs=('2 T written as U', '5 small letters written as \
capitals', '2 blanks removed', '1 digit removed'))
    """
    text, repairs = _without_marks(raw if raw.isascii() else raw.translate(_LOOKALIKES))
    data = text.encode("ascii", "replace")  # one byte a letter: places stay what they are
    if not data.translate(None, RNA.encode()) and data:
        return Cleaned(text, repairs)
    if bad := data.translate(None, _ACCEPTED):
        raise SequenceError(_refusal(text, data, data.index(bad[:1])))
    letters = data.translate(_CAPITALS, _ALL_REMOVED).decode("ascii")
    if not letters:
        raise SequenceError("There are no letters. Paste the sequence, 5' to 3'.")
    return Cleaned(letters, _counted(data) + repairs)


def reverse_complement(letters: str) -> str:
    """Give the other strand, 5' to 3'; ambiguous letters are complemented too.

    Examples
    --------
    >>> reverse_complement("AACGN")
    'NCGUU'
    """
    return letters.translate(_COMPLEMENT)[::-1]


def looks_like_protein(text: str) -> bool:
    """Tell whether a text is one-letter amino acids: few nucleotides, and no words of prose.

    Examples
    --------
    >>> looks_like_protein("MKTAYIAKQRQISFVKSHFSRQ"), looks_like_protein("UGAGGUAGUAGGUUGUAUAGUU")
    (True, False)
    """
    words = [word for word in re.split(r"[\s\d]+", text.upper().rstrip("* \n")) if word]
    letters = "".join(words)
    if len(letters) < 10 or not re.fullmatch("[A-Z]+", letters):
        return False
    if len(letters) < 8 * len(words):  # prose has about five letters a word
        return False
    return sum(map(letters.count, "ACGTUN")) < 0.6 * len(letters)  # proteins: about 0.3


def _without_marks(text: str) -> tuple[str, tuple[str, ...]]:
    """Drop ``5'-``, ``-3'`` and a final ``*``; refuse what is written the other way round."""
    repairs: list[str] = []
    if "'" in text:
        if _WRITTEN_BACKWARDS.match(text):
            raise SequenceError("This is written 3' to 5'. Paste it 5' to 3', letters reversed.")
        text, starts = _FIVE_PRIME.subn("", text, count=1) if _FIVE_PRIME.match(text) else (text, 0)
        end = _THREE_PRIME.search(text, max(0, len(text) - 30))
        text = text[: end.start()] if end else text
        repairs += ["5' and 3' marks removed"] if starts or end else []
    if "*" in text[-30:] and text.rstrip().endswith("*"):
        text = text.rstrip()[:-1]
        repairs.append("'*' at the end removed")
    return text, tuple(repairs)


def _counted(data: bytes) -> tuple[str, ...]:
    """Say how many letters of each kind were changed or dropped."""

    def count(letters: bytes) -> int:
        return len(data) - len(data.translate(None, letters))

    changed = [f"{n} T written as U"] if (n := count(b"Tt")) else []
    changed += [f"{_many(n, 'small letter')} written as capitals"] if (n := count(_SMALL)) else []
    within = _DIGIT_WITHIN.search(data)
    place = len(data[: within.start()].translate(None, _ALL_REMOVED)) if within else 0
    where = {"digit": f", between letters {place:,} and {place + 1:,}: {DOUBTFUL}" if place else ""}
    return (
        *changed,
        *(
            f"{_many(n, what)} removed{where.get(what, '')}"
            for what, of in _REMOVED.items()
            if (n := count(of))
        ),
    )


def _many(n: int, what: str) -> str:
    return f"{n:,} {what}" if n == 1 else f"{n:,} {what}s"


def _refusal(text: str, data: bytes, index: int) -> str:
    """Say which letter is wrong, where it stands among the letters, and what to do."""
    letter, place = text[index], 1 + len(data[:index].translate(None, _ALL_REMOVED))
    what = f"{letter!r} at position {place:,} is not an RNA letter."
    if looks_like_protein(text):
        return f"{what} This looks like a protein: paste the RNA."
    if letter in "xX?":
        return f"{what} Write N for an unknown letter."
    return (
        f"{what} RNA has A, C, G, U (T is read as U) and the ambiguity letters "
        f"{' '.join(sorted(set(IUPAC) - set(RNA)))}: correct or remove it."
    )
