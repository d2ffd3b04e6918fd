import gzip
import json

import pytest

from mirinter_core.datasets import catalog as catalogs
from mirinter_core.datasets.source import SOURCES
from mirinter_core.embedding.store import EmbeddingStore
from mirinter_core.errors import CatalogError
from mirinter_core.runs.jobs import embed_catalog, fetch_catalog
from mirinter_core.runs.run import all_runs


@pytest.fixture
def fasta(tmp_path):
    path = tmp_path / "own.fa"
    path.write_text(">a\nACGTACGTAA\n>b\nGGGGCCCCAA\n")
    return path


def test_several_files_become_one_catalogue(do, fasta, tmp_path):
    other = tmp_path / "other.fa.gz"
    other.write_bytes(gzip.compress(b">c\nUUUUACGU\n>a\nACGUACGUAA\n"))
    answer = do(
        *("catalog", "add", "mine", fasta, other, "--type", "lncRNA", "--species", "human"),
        *("--release", "7", "--terms", "ours", "--title", "My own", "--quiet"),
    )
    assert answer.exit_code == 0
    assert answer.stdout == "Catalogue mine has 3 RNAs (3 lncRNA).\n"
    held = catalogs.load("mine")
    assert [m.id for m in held.molecules] == ["a", "b", "c"]
    assert held.info.species == "Homo sapiens"
    assert held.info.source == "own.fa, other.fa.gz"
    assert (held.info.release, held.info.terms, held.info.title) == ("7", "ours", "My own")


def test_refused_records_are_listed_and_the_others_added(do, fasta, tmp_path):
    other = tmp_path / "other.fa"
    other.write_text(">a\nUUUU\n>b\nGGGGCCCCAA\n>p\nMKVLLE!\n")
    answer = do("catalog", "add", "mine", fasta, other)
    assert answer.exit_code == 3
    assert "2 RNAs" in answer.stdout
    assert "'a': this id stands in another file with other letters" in answer.stderr
    assert "Repeated records (same id, same letters), kept once: 1 (b)." in answer.stderr
    assert "Refused: Record 'p'" in answer.stderr
    assert catalogs.info("mine").refused == 2


def test_nothing_is_added_under_a_taken_name_or_without_a_sequence(do, fasta, tmp_path):
    with pytest.raises(CatalogError, match="comes with mirinter"):
        do("catalog", "add", "builtin", fasta)
    (tmp_path / "bad.fa").write_text(">p\nMKVLLE!\n")
    with pytest.raises(CatalogError, match="no sequence"):
        do("catalog", "add", "mine", tmp_path / "bad.fa")
    assert catalogs.names() == ["builtin"]


def test_catalogues_are_listed_and_shown(do, fasta):
    do("catalog", "add", "mine", fasta)
    lines = do("catalog", "list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["name", "builtin", "mine"]
    listed = json.loads(do("catalog", "list", "--json").stdout)
    assert listed[1] == json.loads(do("catalog", "show", "mine", "--json").stdout)
    assert listed[1]["molecules"] == 2
    assert "own.fa" in do("catalog", "show", "mine").stdout
    with pytest.raises(CatalogError, match="'builtin'"):
        do("catalog", "show", "buildin")


def test_embedding_is_a_run_and_done_once(do, fasta, own_home):
    do("catalog", "add", "mine", fasta)
    answer = do("catalog", "embed", "mine", "--pooling", "max")
    assert answer.stdout.startswith("mine: 2 distinct RNAs of 2, 340 numbers each, 2 windows")
    (run,) = all_runs()
    assert run.state.state == "done"
    (kind,) = EmbeddingStore(own_home / "vectors").kinds()
    assert kind.pooling == "max"
    assert do("catalog", "embed", "mine", "--encoder", "nope").exit_code == 2
    assert do("catalog", "embed", "mine", "--pooling", "avg").exit_code == 2


def test_removing_takes_the_vectors_along(do, fasta, own_home):
    do("catalog", "add", "mine", fasta)
    do("catalog", "embed", "mine")
    assert "mine" in do("catalog", "remove", "mine").stdout
    assert catalogs.names() == ["builtin"]
    assert EmbeddingStore(own_home / "vectors").kinds() == []
    with pytest.raises(CatalogError, match="comes with mirinter"):
        do("catalog", "remove", "builtin")


def test_a_source_nobody_knows_is_bad_usage_and_a_fetch_without_a_network_says_what_to_do(do):
    answer = do("catalog", "fetch", "genbank")
    assert answer.exit_code == 2
    assert all(name in answer.stderr for name in SOURCES.names())
    # Port 9 of this machine answers nobody.
    answer = do("catalog", "fetch", "mirbase_mature", "--mirror", "http://127.0.0.1:9", "--quiet")
    assert answer.exit_code == 1
    assert "catalog add NAME" in answer.stderr


def test_the_commands_that_runs_give_are_understood(do, fasta):
    do("catalog", "add", "mine", fasta)
    asked = {"catalog": "mine", "encoder": "kmer", "pooling": "mean", "device": "cpu"}
    assert do(*embed_catalog.command(asked)).exit_code == 0
    asked = {"source": "nope", "species": "human", "name": "x", "mirror": "http://127.0.0.1:9"}
    answer = do(*fetch_catalog.command(asked))
    assert "No source is called 'nope'" in answer.stderr
