import pytest

from mirinter_core.embedding.embedder import embed
from mirinter_core.embedding.encoders.kmer import build
from mirinter_core.embedding.store import EmbeddingStore
from mirinter_core.errors import PartError
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.recipe import Side
from mirinter_core.tasks.stored import stored, usual_kind

A, B = Molecule("a", "ACGUACGU"), Molecule("b", "GGGGCCCC")


def test_molecules_with_vectors_are_counted_by_kind(tmp_path):
    store = EmbeddingStore(tmp_path)
    assert stored([A.digest], store) == {}
    embed([A], Side(label="partner"), encoder=build(), store=store)
    embed([A, B], Side(label="partner", pooling="max"), encoder=build(), store=store)
    counts = {kind.pooling: n for kind, n in stored([A.digest, B.digest], store).items()}
    assert counts == {"mean": 1, "max": 2}


def test_the_usual_kind_is_the_one_that_embedding_stores(tmp_path):
    store = EmbeddingStore(tmp_path)
    embed([A], Side(label="partner"), encoder=build(), store=store)
    assert store.kinds() == [usual_kind("kmer")]


def test_an_encoder_without_its_weights_has_no_kind():
    assert usual_kind("rna_fm") is None
    with pytest.raises(PartError):
        usual_kind("nothing")
