"""Where the world's databases tell more of an RNA: addresses made from its accession."""

from __future__ import annotations

import re

_DATABASES = tuple(
    (name, re.compile(form, re.ASCII), address)
    for name, form, address in (
        ("miRBase", r"(MIMAT\d{7})(?:_\d)?", "https://www.mirbase.org/mature/{}"),
        ("miRBase", r"(MI\d{7})", "https://www.mirbase.org/hairpin/{}"),
        (
            "Ensembl",
            r"(ENS(?:[A-Z]{3,4})?[GT]\d{11}(?:\.\d{1,3})?)",
            "https://www.ensembl.org/id/{}",
        ),
        ("RNAcentral", r"(URS[0-9A-F]{10})_(\d{1,8})", "https://rnacentral.org/rna/{}/{}"),
        ("RefSeq", r"([NX][MR]_\d{6,9}(?:\.\d{1,3})?)", "https://www.ncbi.nlm.nih.gov/nuccore/{}"),
        (
            "NONCODE",
            r"(NON[A-Z]{3}T\d{6})(?:\.\d{1,3})?",
            "http://www.noncode.org/show_rna.php?id={}",
        ),
        (
            "miRBase",
            r"([a-z][a-z0-9]{2,7}-(?:miR|mir|let|lin|lsy|bantam|iab)(?:-[A-Za-z0-9]{1,12}){0,5})",
            "https://www.mirbase.org/results/?query={}",
        ),
    )
)


def link_for(id: str) -> str | None:  # noqa: A002
    """Return the address of the page that a public database has of an RNA.

    Only what has the whole form of a known accession or miRNA name gives a link; an id of the
    user's own never becomes part of an address.

    Examples
    --------
    >>> link_for("URS000019A9C2_9606")
    'https://rnacentral.org/rna/URS000019A9C2/9606'
    >>> link_for("my RNA") is None
    True
    """
    found = _found(id)
    return found[1] if found else None


def database_of(id: str) -> str:  # noqa: A002
    """Return the name of the database that `link_for` leads to, or an empty text.

    Examples
    --------
    >>> database_of("ENST00000562919.1"), database_of("ENST1")
    ('Ensembl', '')
    """
    found = _found(id)
    return found[0] if found else ""


def _found(id: str) -> tuple[str, str] | None:  # noqa: A002
    for name, form, address in _DATABASES:
        if match := form.fullmatch(id):
            return name, address.format(*match.groups())
    return None
