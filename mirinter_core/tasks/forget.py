"""Delete what belongs to a user, every trace of it, and say what went."""

from __future__ import annotations

from dataclasses import dataclass

from mirinter_core import home
from mirinter_core.datasets import catalog as catalogs
from mirinter_core.datasets import saved as datasets
from mirinter_core.embedding.store import EmbeddingStore
from mirinter_core.errors import CatalogError, DatasetError
from mirinter_core.models import checkpoint
from mirinter_core.tasks import hubs


@dataclass(frozen=True)
class Forgotten:
    """What went with a catalogue or a data set.

    Parameters
    ----------
    molecules : int
        It had; 0 if it was too damaged to tell.
    vectors : int
        Deleted, of all kinds.
    shared : int
        Distinct molecules whose vectors stay, because another catalogue or data set holds them.
    what : str
        What it was, for people.
    """

    name: str
    molecules: int
    vectors: int
    shared: int
    what: str = "catalogue"

    def __str__(self) -> str:
        """Say it in a sentence."""
        held = f", {self.molecules:,} molecules" if self.molecules else ""
        kept = f"; vectors that others need stay: {self.shared:,}" if self.shared else ""
        return f"Removed {self.what} {self.name}{held}. Vectors deleted: {self.vectors:,}{kept}."


def forget_catalog(name: str) -> Forgotten:
    """Delete a catalogue and the vectors of those of its molecules that nothing else holds.

    Vectors go first: if this is cut short, the catalogue is still there and can be removed again.
    Of a damaged catalogue nobody can tell the molecules: all vectors go that nothing else has.

    Raises
    ------
    CatalogError
        If there is none of that name, or it comes with mirinter.
    StorageError
        If the disk does not let go.
    """
    if not (home.home() / "catalogs" / home.checked_name(name, CatalogError)).is_dir():
        catalogs.remove(name)  # says why it cannot be
    own = _of_catalog(name)
    molecules = 0 if own is None else catalogs.info(name).molecules
    vectors, shared = _purge(own, but=("catalogs", name))
    hubs.forget(catalog=name)
    catalogs.remove(name)
    return Forgotten(name, molecules, vectors, shared)


def forget_dataset(name: str) -> Forgotten:
    """Delete a saved data set, and the vectors that training and evaluation made for it alone.

    What a model remembers of its training, digests without letters, stays with the model.

    Raises
    ------
    DatasetError
        If there is none of that name.
    StorageError
        If the disk does not let go.
    """
    if not (home.home() / "datasets" / home.checked_name(name, DatasetError)).is_dir():
        datasets.remove(name)  # says why it cannot be
    own = _of_dataset(name)
    vectors, shared = _purge(own, but=("datasets", name))
    datasets.remove(name)
    return Forgotten(name, 0 if own is None else len(own), vectors, shared, "data set")


def forget_model(name: str) -> None:
    """Delete a model of the user's, and what was counted with it.

    Raises
    ------
    ModelError
        If there is none of that name, or it comes with mirinter.
    """
    checkpoint.remove(name)
    hubs.forget(model=name)


def forget_vectors() -> None:
    """Delete all vectors, and hubs; they are computed again when they are needed. See `_delete`."""
    _delete("vectors")
    _delete(hubs.KIND)


def forget_downloads() -> None:
    """Delete what fetches that were cut short have left; they begin anew. See `_delete`."""
    _delete("downloads")
    for left in (home.home() / "weights").glob(".*-download"):
        home.remove(left)


def _delete(kind: str) -> None:
    """Delete a folder of the user's; StorageError if the disk does not let go."""
    home.remove_for_good(home.home() / kind)


def _purge(own: set[str] | None, but: tuple[str, str]) -> tuple[int, int]:
    """Delete the vectors of molecules that nothing else holds.

    Parameters
    ----------
    own : set of str or None
        Digests of the molecules; None, if nobody can tell them, means all there are vectors of.
    but : (str, str)
        Kind and name of what is being removed.

    Returns
    -------
    vectors, shared : int
        How many went, and how many molecules keep theirs.
    """
    store = EmbeddingStore(home.home() / "vectors")
    others = {
        digest
        for kind, names, digests in (
            ("catalogs", catalogs.names(), _of_catalog),
            ("datasets", datasets.names(), _of_dataset),
        )
        for name in names
        if (kind, name) != but
        for digest in digests(name) or ()
    }
    stored = {digest for kind in store.kinds() for digest in store.digests(kind)}
    vectors = store.purge((stored if own is None else own) - others)
    return vectors, len(own & others & stored) if own else 0


def _of_catalog(name: str) -> set[str] | None:
    """Give the molecules of a catalogue by their letters; None if it is damaged."""
    try:
        return {molecule.digest for molecule in catalogs.load(name).molecules}
    except CatalogError:
        return None


def _of_dataset(name: str) -> set[str] | None:
    """Give the molecules of a data set by their letters; None if it is damaged."""
    try:
        return {molecule.digest for molecule in datasets.molecules(name)}
    except DatasetError:
        return None
