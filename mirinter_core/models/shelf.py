"""Books by partner type, as one file of arrays: nothing that runs code when read."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from pathlib import Path
from tokenize import TokenError
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from mirinter_core.errors import ModelError
from mirinter_core.models.atlas import Atlas
from mirinter_core.models.book import Book
from mirinter_core.models.likeness import Likeness

FILE = "books.npz"

_LIKENESS = ("word", "partner", "total")
_ATLAS = (
    *("query_digest", "partner_digest", "seed", "family", "gene", "partner_seed"),
    *("landmark", "gene_site", "gene_8mer"),
)
_CELLS = ("listed", "known")  # packed to bits
_BOOK = ("told", "due", "judged", "any_site", "support", "surroundings")
_SMALL: dict[np.dtype[Any], np.dtype[Any]] = {
    np.dtype(np.intp): np.dtype(np.int32),
    np.dtype(np.float32): np.dtype(np.float16),
}
# What an archive, its streams and its arrays' headers raise when their bytes are not theirs.
_DAMAGE = (
    *(OSError, ValueError, EOFError, RuntimeError),
    *(BadZipFile, zlib.error, TokenError),
)


def save(books: Mapping[str, Book], path: Path) -> None:
    """Write books; numbers are kept in 32 bits where they fit, shares to three digits."""
    arrays: dict[str, NDArray[Any]] = {"types": np.array(list(books), dtype=np.str_)}
    for i, book in enumerate(books.values()):
        held = {name: getattr(book.atlas.likeness, name) for name in _LIKENESS}
        held |= {name: getattr(book.atlas, name) for name in _ATLAS}
        held |= {name: np.packbits(getattr(book, name), axis=1) for name in _CELLS}
        held |= {name: getattr(book, name) for name in _BOOK}
        arrays |= {f"{i} {name}": _smaller(a) for name, a in held.items()}
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]


def load(path: Path) -> dict[str, Book]:
    """Read what `save` wrote; no file is no book. Whoever saved the file knows its digest.

    Raises
    ------
    ModelError
        If the file is damaged, or of an older mirinter whose books told less.
    """
    if not path.exists():
        return {}
    try:
        # Opened here, as numpy leaves open what it cannot read.
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            return {str(kind): _book(file, i) for i, kind in enumerate(file["types"])}
    except KeyError as error:
        raise ModelError(
            f"{path} lacks an array: {error}. It is damaged, or of an older mirinter, whose models "
            "knew less of a site: train the model again, or install it again."
        ) from error
    except _DAMAGE as error:
        raise ModelError(f"{path} is damaged; install the model again.") from error


def _smaller(array: NDArray[Any]) -> NDArray[Any]:
    """Halve the bytes, but for numbers that would not fit: sites of a hundred thousand genes."""
    small = array.astype(_SMALL.get(array.dtype, array.dtype))
    whole = array.dtype.kind != "i" or np.array_equal(small, array)
    return small if whole else array


def _book(file: Mapping[str, NDArray[Any]], i: int) -> Book:
    def read(names: tuple[str, ...]) -> dict[str, NDArray[Any]]:
        wide = {small: own for own, small in _SMALL.items()}
        held = {name: np.asarray(file[f"{i} {name}"]) for name in names}
        return {name: a.astype(wide.get(a.dtype, a.dtype)) for name, a in held.items()}

    atlas = Atlas(likeness=Likeness(**read(_LIKENESS)), **read(_ATLAS))
    width = len(atlas.partner_digest)
    cells = {
        name: np.unpackbits(file[f"{i} {name}"], axis=1, count=width).astype(bool)
        for name in _CELLS
    }
    return Book(atlas=atlas, **cells, **read(_BOOK))
