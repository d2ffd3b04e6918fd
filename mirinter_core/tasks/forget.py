"""Delete what belongs to a user, every trace of it, and say what went."""

from __future__ import annotations

from dataclasses import dataclass

from mirinter_core import home
from mirinter_core.datasets import catalog as catalogs
from mirinter_core.embedding.store import EmbeddingStore
from mirinter_core.errors import CatalogError, StorageError


@dataclass(frozen=True)
class Forgotten:
    """What went with a catalogue.

    Parameters
    ----------
    molecules : int
        It had; 0 if it was too damaged to tell.
    vectors : int
        Deleted, of all kinds.
    shared : int
        Distinct molecules whose vectors stay, because another catalogue holds them too.
    """

    name: str
    molecules: int
    vectors: int
    shared: int

    def __str__(self) -> str:
        """Say it in a sentence."""
        held = f", {self.molecules:,} molecules" if self.molecules else ""
        kept = f"; vectors that other catalogues need stay: {self.shared:,}" if self.shared else ""
        return f"Removed catalogue {self.name}{held}. Vectors deleted: {self.vectors:,}{kept}."


def forget_catalog(name: str) -> Forgotten:
    """Delete a catalogue and the vectors of those of its molecules that no other one holds.

    Vectors go first: if this is cut short, the catalogue is still there and can be removed again.
    Of a damaged catalogue nobody can tell the molecules: all vectors go that no other has.

    Raises
    ------
    CatalogError
        If there is none of that name, or it comes with mirinter.
    StorageError
        If the disk does not let go.
    """
    if not (home.home() / "catalogs" / home.checked_name(name, CatalogError)).is_dir():
        catalogs.remove(name)  # says why it cannot be
    store = EmbeddingStore(home.home() / "vectors")
    others = {d for other in catalogs.names() if other != name for d in _digests(other) or ()}
    own = _digests(name)
    molecules = 0 if own is None else catalogs.info(name).molecules
    if own is None:
        own = {digest for kind in store.kinds() for digest in store.digests(kind)}
    vectors = store.purge(own - others)
    catalogs.remove(name)
    return Forgotten(name, molecules, vectors, len(own & others) if molecules else 0)


def forget_vectors() -> None:
    """Delete all vectors; they are computed again when they are needed. See `_delete`."""
    _delete("vectors")


def forget_downloads() -> None:
    """Delete what fetches that were cut short have left; they begin anew. See `_delete`."""
    _delete("downloads")
    for left in (home.home() / "weights").glob(".*-download"):
        home.remove(left)


def _delete(kind: str) -> None:
    """Delete a folder of the user's; StorageError if the disk does not let go."""
    folder = home.home() / kind
    home.remove(folder)
    if folder.exists():
        raise StorageError(
            f"Not all of {folder} could be deleted. Check who owns its files and try again."
        )


def _digests(name: str) -> set[str] | None:
    """Give the molecules of a catalogue by their letters; None if it is damaged."""
    try:
        return {molecule.digest for molecule in catalogs.load(name).molecules}
    except CatalogError:
        return None
