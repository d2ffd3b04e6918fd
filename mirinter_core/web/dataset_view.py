"""What the page shows of data sets: the list, the facts of one, and what an upload holds."""

from __future__ import annotations

import gzip
import os
import re
import zlib
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

import pandas as pd

from mirinter_core.datasets import saved
from mirinter_core.datasets.dataset import Dataset
from mirinter_core.datasets.importer import IMPORTERS, PLAIN, is_published, open_dataset
from mirinter_core.datasets.in_words import of_types
from mirinter_core.datasets.saved import DatasetInfo
from mirinter_core.errors import DatasetError, MirinterError

MOST = 400_000_000  # bytes of all files of an upload, unpacked: some 15 s of reading
_FOLDER = "uploaded-files"
_NOT_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_ENDINGS = re.compile(r"(\.(gz|tsv|csv|txt|xlsx?|fa|fasta))+$", re.IGNORECASE)
_GZIP = b"\x1f\x8b"
_PIECE = 1 << 20
_NAMED = 4  # of the uploaded files, in the source


def infos() -> tuple[list[DatasetInfo], dict[str, str]]:
    """Read what all data sets are; beside it, by name, the errors of those that are damaged."""
    found, damaged = [], {}
    for name in saved.names():
        try:
            found.append(saved.info(name))
        except DatasetError as problem:
            damaged[name] = str(problem)
    return found, damaged


def overview(found: Sequence[DatasetInfo]) -> pd.DataFrame:
    """Lay data sets out as a table, one a row."""
    return pd.DataFrame(
        {
            "name": [info.name for info in found],
            "listed": [info.listed for info in found],
            "types": [of_types(info.types) for info in found],
            "queries": [info.queries for info in found],
            "partners": [info.partners for info in found],
            "source": [info.source for info in found],
            "terms": [info.terms for info in found],
            "changed": [len(info.report) for info in found],
        }
    )


def facts(info: DatasetInfo) -> dict[str, str]:
    """Give what is known of a data set, in words; what is not known is left out."""
    unlisted = info.pairs - info.listed
    known = {
        "Listed": of_types(info.types),
        "Told not to interact": f"{unlisted:,}" if unlisted else "",
        "Source": info.source,
        "Terms": info.terms,
        "Form": form_of(info.importer),
        "Added": info.made.replace("T", " ").removesuffix("+00:00") + " UTC" if info.made else "",
    }
    return {key: value for key, value in known.items() if value}


def checksums(info: DatasetInfo) -> dict[str, str]:
    """Give the digest of the pairs and the checksum of each file that was read."""
    files = {
        f"{file}{', as published' if is_published(info.importer, sha) else ''}": sha
        for file, sha in info.files.items()
    }
    return {"Digest of letters and labels": info.digest, **files}


def form_of(importer: str) -> str:
    """Say in a few words what an importer reads; empty if there is none of that name."""
    return IMPORTERS.get(importer).form if importer in IMPORTERS.names() else ""


def name_for(files: Sequence[str]) -> str:
    """Suggest a name from the uploaded files', one that is not taken.

    Examples
    --------
    >>> name_for(["pairs.tsv", "mirna.fa"]), name_for(["My lncRNAs (v2).tsv.gz"])
    ('pairs', 'My-lncRNAs-v2')
    """
    tables = [file for file in files if not re.search(r"\.(fa|fasta|fna)(\.gz)?$", file, re.I)]
    stem = _ENDINGS.sub("", _plain_name((tables or list(files) or [""])[0]))
    name = stem.strip("-._")[:60] or "pairs"
    return next(
        n for k in range(1, 10_000) if not saved.is_saved(n := f"{name}-{k}" if k > 1 else name)
    )


def read_upload(files: Sequence[tuple[str, bytes]], importer: str | None) -> Dataset:
    """Read and check what was uploaded; nothing of it stays on the disk.

    Parameters
    ----------
    files : sequence of (str, bytes)
        Name and content of each file.

    Raises
    ------
    MirinterError
        If no importer knows the form, what is read is damaged, or it is too much.
    """
    names = [_plain_name(name) for name, _ in files]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise DatasetError(f"Two files are called {twice}. Rename one.")
    if sum(_unpacked(data) for _, data in files) > MOST:
        raise DatasetError(
            f"These files hold more than {MOST // 10**6} MB. Add them in a shell: python -m "
            "mirinter_core dataset add NAME FOLDER"
        )
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) / _FOLDER
        folder.mkdir()
        for name, (_, data) in zip(names, files, strict=True):
            (folder / name).write_bytes(data)
        try:
            read = open_dataset(folder, importer)
        except MirinterError as error:
            raise type(error)(_without_folder(str(error), folder)) from None
    if read.importer != PLAIN:
        return read
    return replace(
        read, source=f"uploaded: {', '.join(names[:_NAMED])}{' ...' * (len(names) > _NAMED)}"
    )


def _without_folder(message: str, folder: Path) -> str:
    """Take a folder out of a message that is gone when it is read."""
    return message.replace(f"{folder}{os.sep}", "").replace(str(folder), "What was uploaded")


def _plain_name(file: str) -> str:
    """Bring an uploaded file's name to letters that are safe in a path."""
    name = PurePath(file.replace("\\", "/")).name
    return _NOT_NAME.sub("-", name).lstrip(".-")[-120:] or "file"


def _unpacked(data: bytes) -> int:
    """Count the bytes of a file, unpacked if it is gzip, as far as the limit."""
    if not data.startswith(_GZIP):
        return len(data)
    total = 0
    try:
        with gzip.GzipFile(fileobj=BytesIO(data)) as file:
            while total <= MOST and (piece := file.read(_PIECE)):
                total += len(piece)
    except (OSError, EOFError, zlib.error):
        return total  # its reader says that it is damaged
    return total
