"""RNAcentral's sequences of one species, every source database together.

It keeps one file for each species with at least 100 sequences, in a folder for its kingdom.
The human file has some two million sequences and 2 GB of text.
"""

from __future__ import annotations

import re

from mirinter_core.datasets.source import Download, Look, Source
from mirinter_core.datasets.species import resolve

_KINGDOMS = (
    *("vertebrates", "metazoa", "plants", "fungi", "protists", "bacteria", "archaea", "viruses"),
)
_RELEASE = re.compile(r"Release\s+(\d+(?:\.\d+)?)")


def _locate(roots: tuple[str, ...], species: str, look: Look) -> Download:
    """Ask for the release, whose files replace the last one's at the same addresses."""
    wanted = resolve(species)
    _, notes = look([f"{root}/release_notes.txt" for root in roots])
    found = _RELEASE.search(notes)
    release = found[1] if found else "unknown"
    kingdoms = (wanted.kingdom,) if wanted.kingdom else _KINGDOMS
    return Download(
        urls=tuple(
            f"{root}/sequences/by-species/{kingdom}/{wanted.slug}.fasta.gz"
            for root in roots
            for kingdom in kingdoms
        ),
        filename=f"rnacentral-{release}-{wanted.slug}.fasta.gz",
        species=wanted.name,
        release=release,
    )


SOURCE = Source(
    title="RNAcentral",
    homepage="https://rnacentral.org/downloads",
    terms="CC0; cite RNAcentral Consortium 2021, doi:10.1093/nar/gkaa921",
    roots=("https://ftp.ebi.ac.uk/pub/databases/RNAcentral/current_release",),
    species="every species with at least 100 sequences; the human file unpacks to 2 GB",
    locate=_locate,
)
