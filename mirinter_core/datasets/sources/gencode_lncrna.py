"""GENCODE's long non-coding transcripts of human and mouse."""

from __future__ import annotations

from mirinter_core.datasets.source import Download, Look, Source
from mirinter_core.datasets.species import resolve
from mirinter_core.errors import CatalogError

_RELEASES = {"Homo sapiens": ("human", "49"), "Mus musculus": ("mouse", "M38")}


def _locate(roots: tuple[str, ...], species: str, _look: Look) -> Download:
    wanted = resolve(species)
    if wanted.name not in _RELEASES:
        raise CatalogError(
            f"GENCODE has human and mouse only, not {wanted.name}. Take ensembl_ncrna for it."
        )
    folder, release = _RELEASES[wanted.name]
    file = f"gencode.v{release}.lncRNA_transcripts.fa.gz"
    return Download(
        urls=tuple(f"{root}/Gencode_{folder}/release_{release}/{file}" for root in roots),
        filename=file,
        species=wanted.name,
        release=release,
        type="lncRNA",  # the headers of this file name no type
    )


SOURCE = Source(
    title="GENCODE lncRNA transcripts",
    homepage="https://www.gencodegenes.org",
    terms="Open, without restrictions; cite Mudge et al. 2025, doi:10.1093/nar/gkae1078",
    roots=("https://ftp.ebi.ac.uk/pub/databases/gencode",),
    species="human and mouse",
    locate=_locate,
)
