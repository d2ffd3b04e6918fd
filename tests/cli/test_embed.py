import numpy as np
import pandas as pd
import pytest

from mirinter_core.embedding.encoder import ENCODERS
from mirinter_core.errors import WeightsError
from mirinter_core.molecules.molecule import Molecule


@pytest.fixture
def fasta(tmp_path):
    path = tmp_path / "own.fa"
    path.write_text(">a\nACGTACGTAA\n>b\nGGGGCCCCAA\n>same\nacgu acguaa\n")
    return path


def test_each_rna_gets_its_vector_in_the_order_given(do, fasta, tmp_path):
    path = tmp_path / "vectors.parquet"
    answer = do("embed", fasta, "-o", path)
    assert answer.exit_code == 0
    assert answer.stdout == ""
    table = pd.read_parquet(path)
    assert list(table.columns) == ["id", "digest", "length", "windows", "vector"]
    assert list(table["id"]) == ["a", "b", "same"]
    assert table["digest"][0] == table["digest"][2] == Molecule("a", "ACGUACGUAA").digest
    assert list(table["length"]) == [10, 10, 10]
    vectors = np.stack(table["vector"])
    assert vectors.dtype == np.float32
    assert vectors.shape == (3, 340)
    kmer = ENCODERS.get("kmer")().encode(["ACGUACGUAA"])[0].mean(axis=0)
    np.testing.assert_allclose(vectors[0], kmer, atol=1e-3)


def test_pooling_and_view_are_honoured(do, fasta, tmp_path):
    def vectors(*words):
        do("embed", fasta, "-o", tmp_path / "v.parquet", *words)
        return np.stack(pd.read_parquet(tmp_path / "v.parquet")["vector"])

    forward, turned = vectors(), vectors("--view", "reversed")
    assert (forward[:, :4] == turned[:, :4]).all()  # letters are as many, words are others
    assert (forward[0] != turned[0]).any()
    assert vectors("--pooling", "mean-max").shape == (3, 680)


def test_refused_records_are_told_and_a_folder_is_not_overwritten(do, fasta, tmp_path):
    fasta.write_text(fasta.read_text() + ">bad\nMKV!\n")
    assert do("embed", fasta, "-o", tmp_path / "v.parquet").exit_code == 3
    assert do("embed", fasta, "-o", tmp_path).exit_code == 2
    assert do("embed", fasta, "-o", tmp_path / "v.tsv").exit_code == 2
    assert not (tmp_path / "v.tsv").exists()
    assert fasta.exists()


def test_missing_weights_are_an_error_that_says_what_to_do(do, fasta, tmp_path):
    with pytest.raises(WeightsError, match="weights fetch rna_fm"):
        do("embed", fasta, "-o", tmp_path / "v.parquet", "--encoder", "rna_fm")
