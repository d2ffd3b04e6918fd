import time

import pandas as pd
import pytest

from mirinter_core.errors import RunError
from mirinter_core.runs.run import all_runs, create, load

QUICK = ("--method", "pca", "--points", "200", "--device", "cpu")


@pytest.fixture
def query(tmp_path):
    path = tmp_path / "q.fa"
    path.write_text(">mine\nUGAGGUAGUAGGUUGUAUAGUU\n")
    return path


@pytest.fixture
def rnas(tmp_path):
    path = tmp_path / "rnas.fa"
    path.write_text("".join(f">r{i}\n{'ACGU' * 5}{'ACCGGU'[i % 6] * i}AC\n" for i in range(30)))
    return path


def test_pairs_are_laid_out_and_what_it_says_is_printed(do, world, tiny, tmp_path):
    answer = do("map", world, "-m", tiny, *QUICK, "-o", tmp_path / "made")
    assert answer.exit_code == 0
    for words in ("PCA, global", "200 of 480 pairs", "trustworthiness", "nearest neighbours"):
        assert words in answer.stdout
    assert "memory as well as insight" in answer.stdout
    table = pd.read_parquet(tmp_path / "made" / "map.parquet")
    assert len(table) == 200


def test_a_query_is_placed_on_a_kept_map_and_its_neighbours_are_a_table(
    do, world, tiny, tmp_path, query
):
    do("map", world, "-m", tiny, *QUICK, "-o", tmp_path / "made")
    answer = do("map", tmp_path / "made", "--query", query, "-o", tmp_path / "map.tsv")
    assert answer.exit_code == 0
    lines = answer.stdout.split("\n\n")[1].splitlines()
    assert lines[0].startswith("of\tdistance\tid1\tid2")
    assert lines[1].startswith("mine with lnc-")
    table = pd.read_csv(tmp_path / "map.tsv", sep="\t")
    assert table["label"].isna().sum() == 20
    assert len(table) == 220


def test_rnas_of_a_fasta_file_are_laid_out(do, rnas, tmp_path, query):
    answer = do("map", rnas, *QUICK, "--query", query, "-o", tmp_path / "map.html")
    assert answer.exit_code == 0
    assert "all 30 distinct RNAs" in answer.stdout
    assert "your query (1)" in (tmp_path / "map.html").read_text()


def test_the_same_command_gives_the_same_map(do, rnas, tmp_path):
    words = ("map", rnas, "--method", "tsne", "--seed", "4")
    for name in "ab":
        assert do(*words, "-o", tmp_path / f"{name}.parquet").exit_code == 0
    first, second = (pd.read_parquet(tmp_path / f"{name}.parquet") for name in "ab")
    assert first.equals(second)


def test_detached_it_is_a_run_that_can_be_named_as_a_map(do, rnas, query):
    answer = do("map", rnas, *QUICK, "--detach")
    run_id = answer.stdout.strip()
    deadline = time.monotonic() + 120
    while load(run_id).is_live or load(run_id).state.state == "queued":
        assert time.monotonic() < deadline
        time.sleep(0.1)
    placed = do("map", run_id, "--query", query)
    assert placed.exit_code == 0
    assert "mine\t" in placed.stdout


def test_bad_usage_is_told_before_any_work(do, world, tiny, tmp_path, query, rnas):
    wrong = (
        ("map", world, "--preset", "lokal"),
        ("map", world, "--method", "pca", "--preset", "local"),
        ("map", world, "--held-out", "nothing"),
        ("map", world, "-o", tmp_path / "map.docx"),
        ("map", world, "--detach", "-o", tmp_path / "made"),
        ("map", world, "--held-out", "pair", "--query", query),
    )
    for words in wrong:
        assert do(*words).exit_code == 2, words
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    assert do("map", rnas, *QUICK, "-o", tmp_path / "full").exit_code == 2
    assert not all_runs()


def test_a_run_without_a_map_is_said_to_be_none(do, query):
    run = create("map", {"catalog": "builtin"})
    with pytest.raises(RunError, match="left no map"):
        do("map", run.id, "--query", query)
