"""What the Catalogues page shows: lists, a look inside, and what an upload holds."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import PurePath

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from mirinter_core import home
from mirinter_core.datasets import catalog as catalogs
from mirinter_core.datasets import catalog_rows
from mirinter_core.datasets.catalog import Catalog, CatalogInfo
from mirinter_core.embedding.encoder import ENCODERS
from mirinter_core.embedding.store import EmbeddingStore, VectorKind
from mirinter_core.errors import CatalogError
from mirinter_core.molecules import fasta
from mirinter_core.molecules.fasta import Reading
from mirinter_core.tasks import export
from mirinter_core.tasks.stored import stored, usual_kind

MOST_TEXT = 400_000_000  # bytes of an upload once unpacked: some 15 s of reading
_COUNTED = 100_000  # molecules up to which the list counts vectors: reading them takes a second
_NOT_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_ENDINGS = re.compile(r"(\.(gz|fa|fasta|fna|ffn|frn|txt|seq))+$", re.IGNORECASE)
_NOT_TOLD = "of no told type"


def infos() -> tuple[list[CatalogInfo], list[str]]:
    """Read what all catalogues are; beside it the errors of those that are damaged."""
    found, errors = [], []
    for name in catalogs.names():
        try:
            found.append(catalogs.info(name))
        except CatalogError as error:
            errors.append(str(error))
    return found, errors


def overview(found: Sequence[CatalogInfo]) -> pd.DataFrame:
    """Lay catalogues out as a table, one a row."""
    return pd.DataFrame(
        {
            "name": [info.name for info in found],
            "molecules": [info.molecules for info in found],
            "letters": [info.letters for info in found],
            "types": [types_of(info) for info in found],
            "vectors": [_vectors_in_short(info) for info in found],
            "species": [info.species for info in found],
            "origin": ["built in" if catalogs.is_shipped(i.name) else "yours" for i in found],
            "title": [info.title for info in found],
            "release": [info.release for info in found],
            "terms": [info.terms for info in found],
            "source": [info.source for info in found],
        }
    )


def types_of(info: CatalogInfo) -> str:
    """Say how many molecules there are of each type."""
    return ", ".join(f"{n:,} {kind or _NOT_TOLD}" for kind, n in info.types.items())


def facts(info: CatalogInfo) -> dict[str, str]:
    """Give what is known of a catalogue, in words; what is not known is left out."""
    known = {
        "Whose": "built in" if catalogs.is_shipped(info.name) else "yours",
        "Types": types_of(info),
        "Species": info.species,
        "Source": info.source,
        "Release": info.release,
        "Terms": info.terms,
        "Fetched from": info.url,
        "Records refused when it was read": f"{info.refused:,}" if info.refused else "",
        "Added": info.made.replace("T", " ").removesuffix("+00:00") + " UTC" if info.made else "",
    }
    return {key: value for key, value in known.items() if value}


def checksums(info: CatalogInfo) -> dict[str, str]:
    """Give what tells this catalogue from any other, and its file."""
    known = {"Digest of ids and letters": info.digest, "SHA-256 of the file": info.sha256}
    return {key: value for key, value in known.items() if value}


def vectors(info: CatalogInfo) -> tuple[int, Mapping[VectorKind, int]]:
    """Count the distinct molecules of a catalogue, and those with vectors, by kind."""
    store = EmbeddingStore(home.home() / "vectors")
    stamp = tuple(sorted(str(p) for p in store.root.glob("*@*/*/part-*.parquet")))
    return _vectors(str(home.home()), info.name, info.digest, stamp)


# What is asked for decides what is kept: the folder and the digest are part of the question.
@st.cache_data(max_entries=64, show_spinner=False)
def _vectors(
    home_: str,
    name: str,
    digest: str,
    stamp: tuple[str, ...],  # noqa: ARG001
) -> tuple[int, dict[VectorKind, int]]:
    own = _digests(home_, name, digest)
    return len(own), dict(stored(own, EmbeddingStore(home.home() / "vectors")))


@st.cache_resource(max_entries=16, show_spinner=False)
def _digests(home_: str, name: str, digest: str) -> frozenset[str]:  # noqa: ARG001
    return frozenset(molecule.digest for molecule in catalogs.load(name).molecules)


def forget() -> None:
    """Drop the digests held in memory; they are made again when they are needed."""
    _digests.clear()


def _vectors_in_short(info: CatalogInfo) -> str:
    """Say for each encoder how many have the vectors that a screen would use now."""
    if info.molecules > _COUNTED:
        return "look into it"
    try:
        distinct, counts = vectors(info)
    except CatalogError:
        return "damaged"
    usual = (usual_kind(encoder) for encoder in ENCODERS.names())
    return ", ".join(
        f"{kind.encoder} {counts.get(kind, 0):,} of {distinct:,}" for kind in usual if kind
    )


def lengths(info: CatalogInfo) -> NDArray[np.int32]:
    """Read the lengths (nt) of a catalogue's molecules, kept while the catalogue is the same."""
    return _lengths(str(home.home()), info.name, info.digest)


@st.cache_data(max_entries=8, show_spinner=False)
def _lengths(home_: str, name: str, digest: str) -> NDArray[np.int32]:  # noqa: ARG001
    return catalog_rows.lengths(name)


def name_for(file: str) -> str:
    """Suggest a catalogue's name from a file's, one that is not taken.

    Examples
    --------
    >>> name_for("My lncRNAs (v2).fa.gz"), name_for("../../.fa")
    ('My-lncRNAs-v2', 'catalogue')
    """
    stem = _ENDINGS.sub("", PurePath(file.replace("\\", "/")).name)
    name = _NOT_NAME.sub("-", stem).strip("-._")[:60] or "catalogue"
    taken = set(catalogs.names())
    return next(
        n for k in range(1, len(taken) + 2) if (n := name if k == 1 else f"{name}-{k}") not in taken
    )


def read_upload(data: bytes, file: str, type: str) -> Reading:  # noqa: A002
    """Read what was uploaded; SequenceError if it is damaged, not text, or too much."""
    return fasta.read_bytes(data, source=file, type=type, limit=MOST_TEXT)


def made_of(reading: Reading, name: str, data: bytes, **said: str) -> Catalog:
    """Make the catalogue of an upload, not saved yet; CatalogError if nothing can be used."""
    return catalogs.from_molecules(
        name,
        reading.molecules,
        refused=len(reading.refusals),
        sha256=hashlib.sha256(data).hexdigest(),
        **said,
    )


def refused(reading: Reading) -> pd.DataFrame:
    """Lay out the records that were left out: which, why, and how they begin."""
    return pd.DataFrame(
        {
            "record": [r.record for r in reading.refusals],
            "why": [r.message for r in reading.refusals],
            "begins": [r.text for r in reading.refusals],
        },
        dtype="str",
    )


def repaired(reading: Reading) -> pd.DataFrame:
    """Lay out the records that were taken with repairs, and what was done to each."""
    return pd.DataFrame(
        {
            "record": list(reading.repairs),
            "repairs": ["; ".join(done) for done in reading.repairs.values()],
        },
        dtype="str",
    )


def as_tsv(table: pd.DataFrame) -> bytes:
    """Write a table for a download; no cell of it is run as a formula."""
    return export.as_bytes(table, {}, "tsv")
