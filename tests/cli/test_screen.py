import gzip
import inspect
import json
import os
import signal
import time
from io import StringIO
from threading import Thread
from typing import get_type_hints

import numpy as np
import pandas as pd
import psutil
import pytest

from mirinter_core import home
from mirinter_core.cli.screen import screen
from mirinter_core.datasets.catalog import from_molecules, open_catalog, save
from mirinter_core.errors import CatalogError, ModelError, SequenceError
from mirinter_core.models import checkpoint
from mirinter_core.models.listing import DEFAULT_MODEL
from mirinter_core.molecules import fasta
from mirinter_core.molecules.fasta import read_text
from mirinter_core.runs.run import all_runs, load
from mirinter_core.runs.watch import progress
from mirinter_core.tasks.export import FORMATS
from mirinter_core.tasks.hits import COLUMNS
from mirinter_core.tasks.screen import EVIDENCE_ROWS
from mirinter_core.tasks.screen import screen as rank
from tests.gates import gate

MIR_21 = "UAGCUUAUCAGACUGAUGUUGA"
QUERY = ">q\nTAGCTTATCAGACTGATGTTGA\n"


@pytest.fixture
def partners(tmp_path):
    """A FASTA file with one planted site, one record without, and two records of equal letters."""
    rng = np.random.default_rng(0)
    body = "".join(rng.choice(list("ACGU"), 300)).replace("UAAGCU", "UACGCU")
    path = tmp_path / "partners.fa"
    site = f"{body[:100]}AUAAGCUA{body[100:]}"
    path.write_text(f">site\n{site}\n>none\n{body}\n>again copy\n{site}\n")
    return path


def _table(answer):
    return pd.read_csv(StringIO(answer.stdout), sep="\t")


def _wait_until_idle(pid):
    """Return once it has used no processor for a while: it sleeps, and is not kept waiting."""
    process, before, idle = psutil.Process(pid), 0.0, 0
    while idle < 4:
        time.sleep(0.3)
        now = sum(process.cpu_times()[:2])
        still = now > 0.2 and now == before and process.status() == psutil.STATUS_SLEEPING
        before, idle = now, idle + 1 if still else 0


def _scores(table):
    return dict(zip(table["id1"], table["score"], strict=True))


def test_rows_go_to_stdout_and_words_to_stderr(do, tiny, partners):
    answer = do("screen", "-q", "-", "-c", partners, "-m", tiny, stdin=QUERY)
    assert answer.exit_code == 0
    table = _table(answer)
    assert list(table.columns) == list(COLUMNS)
    assert sorted(table["id1"]) == ["again", "none", "site"]
    assert set(table["id2"]) == {"q"}
    repaired, warned = answer.stderr.splitlines()
    assert repaired == "q: 8 T written as U"
    assert "1 query is of a seed family the model does not know" in warned
    assert do("screen", "-q", "-", "-c", partners, "-m", tiny, "--quiet", stdin=QUERY).stderr == ""


def test_the_defaults_are_those_of_the_engine():
    options = inspect.signature(screen).parameters
    assert options["model"].default == DEFAULT_MODEL
    assert options["evidence"].default == EVIDENCE_ROWS
    (shown,) = get_type_hints(screen, include_extras=True)["format"].__metadata__
    assert shown.metavar == "|".join(FORMATS)


@pytest.mark.parametrize("name", list(FORMATS))
def test_every_format_is_written_and_holds_the_same_rows(do, tiny, partners, tmp_path, name):
    path = tmp_path / "own" / f"hits{FORMATS[name].suffixes[0]}"
    answer = do("screen", "-q", "-", "-c", partners, "-m", tiny, "-o", path, stdin=QUERY)
    assert answer.stdout == ""
    placed = "2 sites; 1 row without a site left out"
    assert (placed if name in ("bed", "gff3") else "3 rows") in answer.stderr
    asked = ("screen", "-q", "-", "-c", partners, "-m", tiny, "--format", name)
    piped = do(*asked, stdin=QUERY).stdout_bytes
    if name in ("tsv", "csv", "bed", "gff3"):
        assert path.read_bytes() == piped
    reader = {
        "tsv": lambda p: pd.read_csv(p, sep="\t"),
        "csv": pd.read_csv,
        "parquet": pd.read_parquet,
        "xlsx": pd.read_excel,
        "json": lambda p: pd.DataFrame(json.loads(p.read_text())["records"]),
    }
    if name in reader:
        plain = _scores(_table(do("screen", "-q", "-", "-c", partners, "-m", tiny, stdin=QUERY)))
        assert _scores(reader[name](path)) == plain


def test_top_and_evidence_and_type_bound_the_rows_and_what_is_left_out_is_said(do, tiny):
    words = ("screen", "-q", "-", "-c", "builtin", "-m", tiny)
    answer = do(*words, "--type", "snoRNA", "--top", 5, "--evidence", 2, stdin=QUERY)
    table = _table(answer)
    assert list(table["rank"]) == [1, 2, 3, 4, 5]
    assert set(table["rna_type"]) == {"snoRNA"}
    assert table["E"].notna().sum() == 2
    assert "5 of 16 rows given" in answer.stderr
    assert _table(do(*words, "--evidence", 0, stdin=QUERY))["E"].isna().all()


def test_several_queries_from_several_files_are_ranked_apart(do, tiny, partners, tmp_path):
    first, second = tmp_path / "a.fa", tmp_path / "b.fa.gz"
    first.write_text(QUERY)
    second.write_bytes(gzip.compress(f">q\n{MIR_21}\n>r\nUGAGGUAGUAGGUUGUAUAGUU\n".encode()))
    answer = do("screen", "-q", first, "-q", second, "-c", partners, "-m", tiny)
    table = _table(answer)
    assert answer.exit_code == 0
    assert list(table["id2"]) == ["q"] * 3 + ["r"] * 3
    assert list(table["rank"]) == [1, 2, 3, 1, 2, 3]


def test_refused_queries_do_not_lose_the_others(do, tiny, partners):
    text = f">short\nACGU\n>seed\nUNNCUUAUCAGACUGAUGUUGA\n>good\n{MIR_21}\n>bad\nACGU!ACGU\n"
    answer = do("screen", "-q", "-", "-c", partners, "-m", tiny, stdin=text)
    assert answer.exit_code == 3
    assert set(_table(answer)["id2"]) == {"good"}
    for word in ("'short'", "'N' at position 2", "'!' at position 5", "3 records were refused"):
        assert word in answer.stderr


def test_refused_partners_are_counted_shown_and_told_by_the_exit(do, tiny, partners):
    bad = "".join(f">bad{i}\nMKV!\n" for i in range(30))
    partners.write_text(partners.read_text() + bad)
    answer = do("screen", "-q", "-", "-c", partners, "-m", tiny, "--quiet", stdin=QUERY)
    assert answer.exit_code == 3
    assert len(_table(answer)) == 3
    assert "30 records refused" in answer.stderr
    assert "'bad4'" in answer.stderr
    assert "'bad5'" not in answer.stderr


def test_a_name_instead_of_a_sequence_is_answered_with_the_sequence(do, tiny):
    words = ("screen", "-c", "builtin", "-m", tiny)
    with pytest.raises(SequenceError, match="No query is left"):
        do(*words, "-q", "-", stdin="hsa-miR-21-5p\n")
    with pytest.raises(SequenceError, match=f"no file 'miR-21-5p'.*hsa-miR-21-5p is {MIR_21}"):
        do(*words, "-q", "miR-21-5p")


def test_of_a_new_family_it_says_that_nothing_was_compared_with_chance(do, tiny, partners):
    stranger = ">new\nUACGCGUACCAUAGCAAUCGUA\n"
    words = ("screen", "-q", "-", "-c", partners, "-m", tiny)
    assert (
        "1 query is of a seed family the model does not know" in do(*words, stdin=stranger).stderr
    )
    judged = do(*words, "--decoys", 20, stdin=stranger).stderr
    assert "does not know" not in judged


def test_a_file_of_sites_is_said_to_hold_so_many(do, tiny, partners, tmp_path):
    path = tmp_path / "sites.bed"
    answer = do("screen", "-q", "-", "-c", partners, "-m", tiny, "-o", path, stdin=QUERY)
    held = len(path.read_text().splitlines())
    assert f"{path}: {held} sites" in answer.stderr


def test_where_nothing_can_be_written_it_says_so_before_any_work(do, tiny, partners):
    answer = do("screen", "-q", "-", "-c", partners, "-m", tiny, "-o", "/proc/x.tsv", stdin=QUERY)
    assert answer.exit_code == 2
    assert "Nothing can be written in /proc" in answer.stderr


def test_queries_come_from_a_pipe_of_the_shell(do, tiny, partners, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    Thread(target=pipe.write_text, args=(QUERY,), daemon=True).start()
    answer = do("screen", "-q", pipe, "-c", partners, "-m", tiny)
    assert answer.exit_code == 0
    assert set(_table(answer)["id2"]) == {"q"}


def test_what_a_query_looks_like_is_told(do, tiny, partners):
    turned = "UCAACAUCAGUCUGAUAAGCUA"
    answer = do("screen", "-q", "-", "-c", partners, "-m", tiny, stdin=f">t\n{turned}\n")
    assert "reverse complement of hsa-miR-21-5p" in answer.stderr
    assert answer.exit_code == 0


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("--format", "doc"), "tsv, csv, parquet"),
        (("--type", "tRNA"), "control"),
        (("--device", "tpu"), "'cuda'"),
        (("-o", "hits.doc"), "hits.doc"),
        (("--top", "0"), "greater than or equal to 1"),
        (("--detach", "--top", "3"), "runs export"),
    ],
)
def test_unknown_values_are_bad_usage_and_name_the_choices(do, tiny, words, hint):
    answer = do("screen", "-q", "-", "-c", "builtin", "-m", tiny, *words, stdin=QUERY)
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert hint in answer.stderr


def test_a_missing_model_or_catalogue_is_named_with_those_there_are(do, tiny, partners):
    with pytest.raises(ModelError, match="tiny"):
        do("screen", "-q", "-", "-c", partners, "-m", "tinny", stdin=QUERY)
    with pytest.raises(CatalogError, match="Did you mean 'builtin'"):
        do("screen", "-q", "-", "-c", "buitlin", "-m", tiny, stdin=QUERY)


def test_detached_it_is_a_run_that_finds_its_catalogue_from_anywhere(
    do, tiny, partners, monkeypatch
):
    monkeypatch.chdir(partners.parent)
    text = f"{QUERY}>bad\nACG!\n"
    answer = do("screen", "-q", "-", "-c", "partners.fa", "-m", tiny, "--detach", stdin=text)
    assert answer.exit_code == 3
    (run,) = all_runs()
    assert answer.stdout == f"{run.id}\n"
    assert run.request.arguments["catalog"] == str(partners)
    assert run.path("input.fa").read_text() == f">q\n{MIR_21}\n"
    deadline = time.monotonic() + 60
    while not progress(load(run.id)).is_over and time.monotonic() < deadline:
        time.sleep(0.1)
    assert run.state.state == "done", run.state.error
    hits = pd.read_parquet(run.folder / "hits.parquet")
    plain = do("screen", "-q", "-", "-c", "partners.fa", "-m", tiny, stdin=QUERY)
    assert _scores(hits) == _scores(_table(plain))


def test_a_reader_that_leaves_early_is_no_error(tiny, start):
    process = start("screen", "-q", "-", "-c", "builtin", "-m", tiny, "--quiet")
    process.stdout.close()
    process.stdin.write(QUERY)
    process.stdin.close()
    assert process.stderr.read() == ""
    process.wait(60)


def test_ctrl_c_leaves_with_130_and_nothing_behind(tiny, start, tmp_path):
    output = tmp_path / "hits.tsv"
    process = start("screen", "-q", "-", "-c", "builtin", "-m", tiny, "-o", output)
    _wait_until_idle(process.pid)  # it waits for its input
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130
    assert "Traceback" not in process.stderr.read()
    assert list(tmp_path.glob("*hits*")) == []


def test_the_form_of_a_fasta_file_does_not_change_a_score(do, tiny, data, tmp_path):
    source = data / "lncrnasnp2" / "lncrna.fa"
    molecules = fasta.read_path(source).molecules
    order = np.random.default_rng(1).permutation(len(molecules))
    forms = {
        "shuffled": "".join(f">{molecules[i].id}\n{molecules[i].letters}\n" for i in order),
        "dna": "".join(f">{m.id}\n{m.letters.replace('U', 'T')}\n" for m in molecules),
        "lower": "".join(f">{m.id}\n{m.letters.lower()}\n" for m in molecules),
        "split": fasta.write(molecules).replace("\n", "\r\n"),
    }
    words = ("--evidence", 0, "--quiet", "-m", tiny)
    plain = _table(do("screen", "-q", "-", "-c", source, *words, stdin=QUERY))
    for name, text in forms.items():
        (tmp_path / f"{name}.fa").write_text(text, newline="")
        other = do("screen", "-q", "-", "-c", tmp_path / f"{name}.fa", *words, stdin=QUERY)
        columns = ["rank", "id1", "length1", "score", "percentile", "seed_class", "start1"]
        pd.testing.assert_frame_equal(_table(other)[columns], plain[columns], check_exact=True)


def test_the_shipped_model_ranks_all_lncrnas_with_every_column(do, data, tmp_path):
    if not home.find("models", DEFAULT_MODEL):
        pytest.skip(f"the model {DEFAULT_MODEL} is not shipped yet")
    path = tmp_path / "hits.tsv"
    lncrnas = data / "lncrnasnp2" / "lncrna.fa"
    assert do("screen", "-q", "-", "-c", lncrnas, "-o", path, stdin=QUERY).exit_code == 0
    table = pd.read_csv(path, sep="\t")
    assert list(table.columns) == list(COLUMNS)
    assert list(table["rank"]) == list(range(1, 1664))
    assert (table["length1"].min(), table["length1"].max()) == (213, 22743)
    assert table["score"].notna().all()
    assert table["score"].is_monotonic_decreasing
    assert table["E"].notna().sum() == EVIDENCE_ROWS
    assert table["known"].any()  # miR-21 is in the data it was trained on


@pytest.mark.usefixtures("hubs_of_few")
def test_decoys_and_hubs_fill_their_columns_as_in_python(do, own_home):
    model, embedding, table = gate()
    checkpoint.save(model, "# card")
    save(from_molecules("world", table.right))
    words = ("screen", "-q", "-", "-c", "world", "-m", "gate", "--evidence", 0)
    plain = _table(do(*words, stdin=QUERY))
    assert plain[["p", "q", "hub"]].isna().all().all()
    answer = do(*words, "--decoys", 20, "--hubs", "--seed", 3, stdin=QUERY)
    found = _table(answer)
    assert "at q < 0.05" in answer.stderr
    query = read_text(QUERY, type="miRNA").molecules
    asked = {"evidence": 0, "decoys": 20, "hubs": True, "seed": 3}
    ours = rank(query, open_catalog("world"), model, embedding, **asked).table
    for column in ("p", "q", "hub"):
        assert found[column].tolist() == pytest.approx(ours[column].tolist(), rel=1e-9)
    assert found["score"].tolist() == plain["score"].tolist()
