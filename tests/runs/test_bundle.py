import getpass
import json
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from mirinter_core.errors import StorageError
from mirinter_core.home import home, write_json
from mirinter_core.runs.bundle import as_bytes, export
from mirinter_core.runs.execute import execute
from mirinter_core.runs.run import create, note


def _opened(data):
    """Return a bundle's contents by name, without its outer folder."""
    bundle = zipfile.ZipFile(BytesIO(data))
    return {name.split("/", 1)[1]: bundle.read(name) for name in bundle.namelist()}


@pytest.fixture
def done(tmp_path):
    arguments = {"steps": 2, "diary": str(tmp_path / "diary.txt"), "catalog": "/lab/ann/lnc.fa"}
    run = create("count", arguments, inputs={"input.fa": ">q\nUGAG\n"}, title="ä new one")
    execute(run)
    return run


def test_a_bundle_holds_inputs_results_and_how_to_repeat_and_cite(done):
    found = _opened(as_bytes(done))
    assert set(found) == {
        "request.json",
        "command.txt",
        "provenance.json",
        "methods.txt",
        "references.bib",
        "inputs/input.fa",
        "results/step-0",
        "results/step-1",
        "results/done.txt",
    }
    assert found["inputs/input.fa"] == b">q\nUGAG\n"
    assert found["command.txt"] == b"python -m mirinter_core count -q inputs/input.fa --steps 2\n"
    request = json.loads(found["request.json"])
    assert request["title"] == "ä new one"
    assert request["arguments"]["catalog"] == "lnc.fa"
    assert request["state"] == "done"
    assert json.loads(found["provenance.json"])["mirinter"]
    assert b"mirinter" in found["methods.txt"]


def test_no_path_of_this_machine_and_no_user_is_in_a_bundle(done, tmp_path):
    note(done, f"see {home() / 'catalogs' / 'x'} and {Path.home()}/Desktop/plan.txt")
    write_json(done.path("result.json"), {"read": "/lab/ann/lnc.fa", "at": str(tmp_path)})
    found = _opened(as_bytes(done))
    told = b"\n".join(found.values()).decode()
    for secret in (str(home()), str(Path.home()) + "/", str(tmp_path), "/lab/ann", str(Path.cwd())):
        assert secret not in told
    if (user := getpass.getuser()) != "root":
        assert user not in told
    assert json.loads(found["results/result.json"])["read"] == "lnc.fa"
    entries = zipfile.ZipFile(BytesIO(as_bytes(done))).infolist()
    assert all(not Path(e.filename).is_absolute() and not e.extra for e in entries)


def test_a_bundle_of_the_same_run_has_the_same_bytes(done):
    assert as_bytes(done) == as_bytes(done)


def test_results_that_are_no_text_are_untouched(done):
    data = bytes(range(256)) + str(home()).encode()
    done.path("odd.parquet").write_bytes(data)
    done.path("odd.txt").write_bytes(b"\xff\xfe")
    found = _opened(as_bytes(done))
    assert found["results/odd.parquet"] == data
    assert found["results/odd.txt"] == b"\xff\xfe"


def test_a_run_that_failed_can_be_handed_on():
    run = create("fail", {"how": "bug"})
    execute(run)
    found = _opened(as_bytes(run))
    assert json.loads(found["request.json"])["state"] == "failed"
    assert not any(name.endswith("log.txt") for name in found)


def test_a_bundle_is_written_whole_or_not_at_all(done, tmp_path):
    export(done, tmp_path / "bundle.zip")
    assert (tmp_path / "bundle.zip").read_bytes() == as_bytes(done)
    (tmp_path / "file").touch()
    with pytest.raises(StorageError):
        export(done, tmp_path / "file" / "bundle.zip")


def test_a_bundle_can_be_unpacked_by_others(done, tmp_path):
    export(done, tmp_path / "bundle.zip")
    unpack = [sys.executable, "-m", "zipfile", "-e", "bundle.zip", "out"]
    subprocess.run(unpack, cwd=tmp_path, check=True)
    assert (tmp_path / "out" / f"mirinter-{done.id}" / "inputs" / "input.fa").is_file()
