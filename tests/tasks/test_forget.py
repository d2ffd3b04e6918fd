import pytest

from mirinter_core import home
from mirinter_core.datasets import bench, catalog
from mirinter_core.datasets.catalog import from_molecules, save
from mirinter_core.datasets.dataset import RawPairs, checked
from mirinter_core.datasets.saved import save as save_dataset
from mirinter_core.embedding.embedder import embed
from mirinter_core.embedding.encoders.kmer import build
from mirinter_core.embedding.store import EmbeddingStore
from mirinter_core.errors import CatalogError, DatasetError
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.recipe import Side
from mirinter_core.tasks.forget import (
    forget_catalog,
    forget_dataset,
    forget_downloads,
    forget_vectors,
)
from mirinter_core.tasks.usage import usage
from tests.notebooks import finding

FIRST, BOTH, SECOND = (Molecule(f"m{i}", "ACGU" * (i + 3), "lncRNA") for i in range(3))


@pytest.fixture
def store():
    save(from_molecules("one", [FIRST, BOTH]))
    save(from_molecules("two", [BOTH, SECOND]))
    store = EmbeddingStore(home.home() / "vectors")
    for pooling in ("mean", "max"):
        side = Side(label="partner", pooling=pooling)
        embed([FIRST, BOTH, SECOND], side, encoder=build(), store=store)
    return store


def kept(store):
    return {digest for kind in store.kinds() for digest in store.digests(kind)}


def test_a_catalogue_goes_with_the_vectors_that_are_its_alone(store):
    gone = forget_catalog("one")
    assert "one" not in catalog.names()
    assert kept(store) == {BOTH.digest, SECOND.digest}
    assert str(gone) == (
        "Removed catalogue one, 2 molecules. Vectors deleted: 2; vectors that others need stay: 1."
    )


def test_the_last_catalogue_that_holds_a_molecule_takes_its_vectors_along(store):
    forget_catalog("one")
    assert forget_catalog("two").vectors == 4
    assert kept(store) == set()


def test_of_a_damaged_catalogue_all_vectors_go_that_no_other_has(store):
    (home.home() / "catalogs" / "one" / "molecules.parquet").write_bytes(b"no")
    assert forget_catalog("one").molecules == 0
    assert kept(store) == {BOTH.digest, SECOND.digest}


@pytest.mark.parametrize("name", ["builtin", "nothing", "../one"])
def test_what_is_not_the_user_s_is_not_removed(store, name):
    before = kept(store)
    with pytest.raises(CatalogError):
        forget_catalog(name)
    assert kept(store) == before


def test_the_room_that_things_take_is_told_and_given_back(store):
    def taken():
        return {place.kind: (place.entries, place.bytes > 0) for place in usage()}

    (home.home() / "downloads").mkdir()
    (home.home() / "downloads" / "x.part").write_bytes(b"x")
    assert taken()["catalogs"] == (2, True)
    assert taken()["vectors"] == taken()["downloads"] == (1, True)
    assert taken()["runs"] == (0, False)
    forget_vectors()
    forget_downloads()
    assert taken()["vectors"] == taken()["downloads"] == (0, False)
    assert kept(store) == set()


@pytest.fixture
def pairs():
    """A data set that shares one molecule with each catalogue and has one of its own."""
    own = Molecule("own", "GGGGCCCCAAAA", "lncRNA")
    rows = [("m0", "own", 1), ("m1", "m2", 1)]
    save_dataset(checked(RawPairs("w", [FIRST, BOTH], [own, SECOND], rows, "", "")), "mine")
    return own


def test_a_data_set_goes_with_the_vectors_that_are_its_alone(store, pairs):
    side = Side(label="partner", pooling="mean")
    embed([pairs], side, encoder=build(), store=store)
    gone = forget_dataset("mine")
    assert kept(store) == {FIRST.digest, BOTH.digest, SECOND.digest}
    assert str(gone) == (
        "Removed data set mine, 4 molecules. Vectors deleted: 1; vectors that others need stay: 3."
    )
    assert not (home.home() / "datasets" / "mine").exists()


def test_vectors_that_a_data_set_needs_stay_when_a_catalogue_goes(store, pairs):
    forget_catalog("one")
    assert kept(store) == {FIRST.digest, BOTH.digest, SECOND.digest}


def test_of_a_damaged_data_set_all_vectors_go_that_nothing_else_has(store, pairs):
    (home.home() / "datasets" / "mine" / "dataset.json").write_text("{")
    forget_catalog("one")
    assert forget_dataset("mine").molecules == 0
    assert kept(store) == {BOTH.digest, SECOND.digest}


@pytest.mark.parametrize("name", ["nothing", "../one", "builtin"])
def test_what_is_no_data_set_is_not_removed(store, name):
    with pytest.raises(DatasetError):
        forget_dataset(name)
    assert len(kept(store)) == 3


def test_the_room_that_data_sets_take_is_told(store, pairs):
    place = next(place for place in usage() if place.kind == "datasets")
    assert place.entries == 1
    assert place.bytes > 0


def test_a_notebook_goes_with_the_vectors_of_all_it_ever_spoke_of(store):
    own = Molecule("own", "GGGGCCCCAAAA", "lncRNA")
    embed([own], Side(label="partner"), encoder=build(), store=store)
    first = bench.record("mine", finding(FIRST, own, "unclear"))
    bench.take_back("mine", first.id)  # nothing stands, and the history holds its letters
    gone = forget_dataset("mine")
    assert (gone.molecules, gone.vectors) == (2, 1)
    assert own.digest not in kept(store)
    assert not (home.home() / "datasets" / "mine").exists()
