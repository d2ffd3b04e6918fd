"""Ensembl's non-coding RNAs, of every species of Ensembl and Ensembl Genomes."""

from __future__ import annotations

from mirinter_core.datasets.source import Download, Look, Source
from mirinter_core.datasets.species import resolve
from mirinter_core.errors import CatalogError

_RELEASE = "115"
_GENOMES = "62"  # the release of Ensembl Genomes that appeared with it


def _locate(roots: tuple[str, ...], species: str, look: Look) -> Download:
    """Find the file's name, which holds the assembly, in the folder's list of checksums."""
    wanted = resolve(species)
    folders = [f"{root}/{wanted.slug}/ncrna" for root in roots]
    found, checksums = look([f"{folder}/CHECKSUMS" for folder in folders])
    files = [word for word in checksums.split() if word.endswith(".ncrna.fa.gz")]
    if not files:
        raise CatalogError(f"Ensembl lists no ncRNA file for {wanted.name} ({found}).")
    here = found.removesuffix("/CHECKSUMS")
    release = _GENOMES if "ensemblgenomes" in here else _RELEASE
    return Download(
        urls=(f"{here}/{files[0]}",),
        filename=f"ensembl-{release}-{files[0]}",
        species=wanted.name,
        release=release,
    )


SOURCE = Source(
    title="Ensembl ncRNA",
    homepage="https://www.ensembl.org/info/data/ftp/index.html",
    terms="No restrictions on use (https://www.ensembl.org/info/about/legal/); "
    "cite Dyer et al. 2025, doi:10.1093/nar/gkae1071",
    roots=(
        f"https://ftp.ensembl.org/pub/release-{_RELEASE}/fasta",
        f"https://ftp.ebi.ac.uk/ensemblorg/pub/release-{_RELEASE}/fasta",
        *(
            f"https://ftp.ebi.ac.uk/ensemblgenomes/pub/{division}/release-{_GENOMES}/fasta"
            for division in ("plants", "metazoa", "fungi", "protists")
        ),
    ),
    species="any vertebrate, and the plants, animals, fungi and protists of Ensembl Genomes",
    locate=_locate,
)
