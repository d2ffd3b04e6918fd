import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import mirinter_core
from mirinter_core.datasets import bench
from mirinter_core.errors import DatasetError, StorageError
from tests.notebooks import finding
from tests.worlds import seed_world

ROOT = Path(mirinter_core.__file__).parents[1]
WORLD = seed_world().table
A, B = WORLD.left[:2]
X, Y = WORLD.right[:2]

WRITER = """
import sys
from mirinter_core.datasets import bench
from tests.notebooks import finding
from tests.worlds import seed_world
table = seed_world().table
for i in range(int(sys.argv[2])):
    bench.record("ours", finding(table.left[i % 12], table.right[0], note=f"{sys.argv[1]} {i}"))
    print(i, flush=True)
"""


def writer(name, n):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, name, str(n)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def test_a_finding_is_kept_with_the_letters_of_both():
    made = bench.record("mine", finding(A, X, "not bound", method="EMSA", note="weak"))
    (entry,) = bench.read("mine").entries
    assert entry == made
    assert (entry.finding.query, entry.finding.partner) == (A, X)
    assert bench.names() == ["mine"]


def test_a_later_entry_of_a_pair_supersedes_and_the_history_stays():
    first = bench.record("mine", finding(A, X, "bound"))
    second = bench.record("mine", finding(X, A, "not bound"))  # the other way round: one pair
    other = bench.record("mine", finding(B, X, "unclear"))
    notebook = bench.read("mine")
    assert [e.fate for e in notebook.entries] == ["superseded", "stands", "stands"]
    assert [e.id for e in notebook.standing] == [second.id, other.id]
    assert [e.id for e in notebook.of(first.finding.pair)] == [first.id, second.id]


def test_what_is_taken_back_lets_the_earlier_entry_stand_again():
    first = bench.record("mine", finding(A, X, "bound"))
    second = bench.record("mine", finding(A, X, "not bound"))
    bench.take_back("mine", second.id)
    notebook = bench.read("mine")
    assert [e.fate for e in notebook.entries] == ["stands", "taken back"]
    assert notebook.standing[0].id == first.id
    with pytest.raises(DatasetError, match="taken back before"):
        bench.take_back("mine", second.id)
    with pytest.raises(DatasetError, match="is not in it"):
        bench.take_back("mine", "nonsense")


def test_both_outcomes_of_a_pair_are_a_conflict_unless_one_was_taken_back():
    bench.record("mine", finding(A, X, "bound"))
    bench.record("mine", finding(B, X, "unclear"))
    bench.record("mine", finding(B, X, "bound"))
    wrong = bench.record("mine", finding(A, X, "not bound"))
    (told,) = bench.read("mine").conflicts()
    assert [e.finding.outcome for e in told] == ["bound", "not bound"]
    bench.take_back("mine", wrong.id)
    assert not bench.read("mine").conflicts()


def test_two_users_at_once_lose_nothing():
    both = [writer(name, 30) for name in ("ann", "ben")]
    assert [len(process.communicate(timeout=60)[0].split()) for process in both] == [30, 30]
    notes = [e.finding.note for e in bench.read("ours").entries]
    for name in ("ann", "ben"):
        assert [n for n in notes if n.startswith(name)] == [f"{name} {i}" for i in range(30)]


def test_a_notebook_that_another_begins_meanwhile_is_no_stranger(monkeypatch):
    asked = []

    def other_is_quicker(name):
        asked.append(name)
        if len(asked) == 1:
            bench.record("ours", finding(A, X))
            return False
        return is_notebook(name)

    is_notebook = bench.is_notebook
    monkeypatch.setattr(bench, "is_notebook", other_is_quicker)
    bench.record("ours", finding(B, X))
    assert [e.finding.query for e in bench.read("ours").entries] == [A, B]


def test_a_killed_writer_loses_nothing_that_it_was_told_is_recorded(own_home):
    with writer("ann", 100_000) as process:
        told = [process.stdout.readline() for _ in range(20)]
        os.kill(process.pid, signal.SIGKILL)
        told += process.stdout.readlines()
    entries = bench.read("ours").entries
    assert [e.finding.note for e in entries][: len(told)] == [f"ann {i}" for i in range(len(told))]
    bench.record("ours", finding(B, Y, "unclear"))  # and the lock is free
    assert bench.read("ours").entries[-1].finding.outcome == "unclear"


def test_a_line_that_was_cut_short_costs_only_itself(own_home):
    bench.record("mine", finding(A, X))
    path = own_home / "datasets" / "mine" / bench.FILE
    whole = path.read_bytes()
    path.write_bytes(whole + whole.splitlines()[-1][:40])
    assert len(bench.read("mine").entries) == 1
    bench.record("mine", finding(B, X))
    notebook = bench.read("mine")
    assert [e.finding.query for e in notebook.entries] == [A, B]
    assert notebook.damaged == 1


@pytest.mark.parametrize("room", [0, 100])
def test_a_full_disk_takes_a_line_whole_or_not_at_all(own_home, room):
    bench.record("mine", finding(A, X))
    file = own_home / "datasets" / "mine" / bench.FILE
    before = file.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + room, limits[1]))
    try:
        with pytest.raises(StorageError, match="Nothing was recorded"):
            bench.record("mine", finding(B, X))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert file.read_bytes() == before
    bench.record("mine", finding(B, X))
    assert [e.finding.query for e in bench.read("mine").entries] == [A, B]


def test_a_notebook_that_cannot_be_begun_leaves_nothing(own_home):
    own_home.mkdir()
    (own_home / "datasets").write_text("a file in the way")
    with pytest.raises(StorageError, match="Nothing was recorded"):
        bench.record("mine", finding(A, X))
    assert [path.name for path in own_home.iterdir()] == ["datasets"]


def test_what_is_no_notebook_is_said_with_what_there_is(own_home):
    bench.record("mine", finding(A, X))
    with pytest.raises(DatasetError, match=r"no notebook 'mind'. Did you mean 'mine'\?"):
        bench.read("mind")
    (own_home / "datasets" / "listed").mkdir()
    with pytest.raises(DatasetError, match="is a data set, and no notebook"):
        bench.record("listed", finding(A, X))
    with pytest.raises(DatasetError, match="cannot be a name"):
        bench.record("../mine", finding(A, X))


def test_a_newer_form_is_refused_and_damage_is_counted(own_home):
    bench.record("mine", finding(A, X))
    path = own_home / "datasets" / "mine" / bench.FILE
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], "[]", '{"kind": "finding", "id": 1}', *lines[1:]]) + "\n")
    assert (len(bench.read("mine").entries), bench.read("mine").damaged) == (1, 2)
    path.write_text(json.dumps({"format_version": 9}) + "\n")
    with pytest.raises(DatasetError, match="Update mirinter"):
        bench.read("mine")


def test_a_thousand_findings_are_read_in_under_a_second(own_home):
    bench.record("mine", finding(A, X))
    path = own_home / "datasets" / "mine" / bench.FILE
    header, line = path.read_text().splitlines()
    facts = json.loads(line)
    path.write_text(
        "\n".join([header, *(json.dumps({**facts, "id": str(i)}) for i in range(1_000))]) + "\n"
    )
    begun = time.monotonic()
    assert len(bench.read("mine").entries) == 1_000
    assert time.monotonic() - begun < 1
