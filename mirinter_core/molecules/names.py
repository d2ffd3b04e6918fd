"""Telling a name from a sequence, in text that has no header."""

from __future__ import annotations

import re

from mirinter_core.molecules.alphabet import IUPAC

_MIRNA = re.compile(
    r"(?:[a-z][a-z0-9]{2,7}[-_ ]?)?(?:micro-?rna|mir|mirna|let|lin|lsy|bantam)[-_ ]?[\w.*/-]{0,20}",
    re.I,
)
_ACCESSION = re.compile(
    r"MI(?:MAT)?\d{5,}|ENS[A-Z]*[GTP]\d{8,}(?:\.\d+)?|URS[0-9A-F]{10}(?:_\d+)?|[NX][MRP]_\d+(?:\.\d+)?"
    r"|NON[A-Z]{3}[GT]\d+(?:\.\d+)?|RF\d{5}|rs\d+",
    re.I,
)
_SYMBOL = re.compile(r"(?=.{2,20}$)\d?[A-Za-z][A-Za-z]{0,8}[-_.]?\d+[A-Za-z0-9_.-]*")
_SIZED = re.compile(r"\d{1,2}[A-Za-z]{1,3}")  # 7SK, 18S
_WORD = re.compile(r"[A-Za-z][A-Za-z-]{1,11}")
_PLAIN = frozenset("ACGTUN")
_NUCLEOTIDES = frozenset(IUPAC) | {"T"}


def looks_like_rna(text: str) -> bool:
    """Tell whether a word can be a sequence: three letters or more, mostly A, C, G, T, U, N.

    Examples
    --------
    >>> looks_like_rna("tgaggtag"), looks_like_rna("GAS5"), looks_like_rna("MYC")
    (True, False, False)
    """
    letters = text.upper()
    return len(letters) >= 3 and _NUCLEOTIDES.issuperset(letters) and _plain_share(letters) >= 0.8


def looks_like_name(text: str) -> bool:
    """Tell whether a text is what an RNA is called rather than its letters.

    Examples
    --------
    >>> [looks_like_name(t) for t in ("hsa-miR-21-5p", "let 7a", "MALAT1", "TUG1", "HOTAIR")]
    [True, True, True, True, True]
    >>> looks_like_name("UGAGGUAGUAGGUUGUAUAGUU")
    False
    """
    text = text.strip()
    if not 2 <= len(text) <= 40 or looks_like_rna(text):
        return False
    if any(form.fullmatch(text) for form in (_MIRNA, _ACCESSION, _SYMBOL, _SIZED)):
        return True
    return bool(_WORD.fullmatch(text)) and _plain_share(text.upper()) < 0.7


def _plain_share(letters: str) -> float:
    return sum(map(letters.count, _PLAIN)) / len(letters)
