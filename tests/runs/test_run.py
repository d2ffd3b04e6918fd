import json
import os
import time

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mirinter_core.errors import RunError, StorageError
from mirinter_core.home import home
from mirinter_core.runs import state as states
from mirinter_core.runs.run import all_runs, create, load, note, pin, remove, rename
from mirinter_core.runs.state import State


def test_a_run_keeps_what_was_asked_and_its_inputs():
    run = create(
        "count",
        {"steps": 3, "types": ["lncRNA"]},
        inputs={"input.fa": ">q\nUGAG\n", "x.bin": b"\0\1"},
        title="  my  new\nmiRNA ",
    )
    request = load(run.id).request
    assert request.verb == "count"
    assert request.arguments == {"steps": 3, "types": ["lncRNA"]}
    assert request.inputs == ("input.fa", "x.bin")
    assert request.title == "my new miRNA"
    assert (run.folder / "input.fa").read_text() == ">q\nUGAG\n"
    assert (run.folder / "x.bin").read_bytes() == b"\0\1"
    assert abs(request.created - time.time()) < 5
    assert run.state == State()


def test_runs_are_listed_newest_first_and_strangers_are_not():
    runs = []
    for _ in range(3):
        runs.append(create("count", {}))
        time.sleep(0.002)
    (home() / "runs" / "notes").mkdir()
    (home() / "runs" / ".part-abc").mkdir()
    assert all_runs() == runs[::-1]


def test_no_runs_are_no_error():
    assert all_runs() == []


@pytest.mark.parametrize("name", ["../catalogs", "", ".", "20261121-081530417-a1b2c3", "x" * 5000])
def test_an_id_that_is_none_is_refused(name):
    create("count", {})
    with pytest.raises(RunError, match="No run is called"):
        load(name)


@pytest.mark.parametrize("name", ["request.json", "lock", "../x", "a/b", ""])
def test_an_input_cannot_take_a_place_that_is_not_its_own(name):
    with pytest.raises(RunError):
        create("count", {}, inputs={name: "x"})
    assert all_runs() == []


def test_title_notes_and_pin_are_kept():
    run = create("count", {"steps": 1})
    rename(run, "<script>alert(1)</script>")
    note(run, "bound in the pull-down\nrepeat")
    pin(run)
    request = run.request
    assert request.title == "<script>alert(1)</script>"
    assert request.notes == "bound in the pull-down\nrepeat"
    assert request.pinned
    assert request.arguments == {"steps": 1}
    rename(run, " ")
    pin(run, pinned=False)
    assert run.request.title == "count"
    assert not run.request.pinned


def test_removing_deletes_every_trace():
    run = create("count", {}, inputs={"input.fa": "secret"})
    remove(run)
    assert all_runs() == []
    assert not [p for p in home().rglob("*") if p.is_file() and b"secret" in p.read_bytes()]
    with pytest.raises(RunError, match="removed"):
        remove(run)


def test_a_run_that_a_process_works_on_is_not_removed():
    run = create("count", {})
    other = psutil.Process(os.getppid())
    states.change(run.folder, state="running", pid=other.pid, process_started=other.create_time())
    with pytest.raises(RunError, match="Cancel it first"):
        remove(run)
    assert run.folder.is_dir()


def test_a_recycled_process_number_is_not_mistaken_for_the_worker():
    run = create("count", {})
    other = psutil.Process(os.getppid())
    earlier = other.create_time() - 1000
    states.change(run.folder, state="running", pid=other.pid, process_started=earlier)
    assert run.state.state == "interrupted"
    assert not run.is_live


def test_a_thread_of_this_process_that_is_gone_leaves_an_interrupted_run():
    run = create("count", {})
    states.write(run.folder, State(state="running", pid=os.getpid(), process_started=1.0))
    assert run.state.state == "interrupted"
    with states.held(run.folder, timeout=0):
        assert run.state.state == "running"


def test_a_damaged_state_reads_as_interrupted_and_a_damaged_request_is_named():
    run = create("count", {})
    (run.folder / "state.json").write_text("")
    (run.folder / "request.json").write_text("{")
    assert run.state.state == "interrupted"
    assert "damaged" in run.state.error
    with pytest.raises(StorageError, match=r"request\.json is damaged"):
        _ = run.request
    remove(load(run.id))
    assert all_runs() == []


def test_a_newer_field_does_not_stop_an_older_mirinter():
    run = create("count", {})
    raw = json.loads((run.folder / "state.json").read_text())
    (run.folder / "state.json").write_text(json.dumps(raw | {"mood": "good"}))
    assert run.state == State()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.text(), st.one_of(st.integers(), st.text(), st.none(), st.booleans())))
def test_any_arguments_and_title_come_back(arguments):
    run = create("count", arguments, title="".join(arguments))
    assert run.request.arguments == arguments


def test_ids_sort_in_the_order_of_creation_however_quickly_they_come():
    ids = [create("count", {}).id for _ in range(30)]
    assert ids == sorted(ids)
    assert len({run_id.rpartition("-")[0] for run_id in ids}) == 30
