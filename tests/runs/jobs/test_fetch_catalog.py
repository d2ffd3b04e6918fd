import json
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from mirinter_core.datasets.catalog import load
from mirinter_core.runs.command import command_of
from mirinter_core.runs.execute import execute
from mirinter_core.runs.run import create

MATURE = ">hsa-let-7a-5p MIMAT0000062 Homo sapiens let-7a-5p\nUGAGGUAGUAGGUUGUAUAGUU\n"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_said):
        """Say nothing."""


@pytest.fixture
def mirror(tmp_path):
    """A mirror of miRBase on this machine."""
    (tmp_path / "mirror").mkdir()
    (tmp_path / "mirror" / "mature.fa").write_text(MATURE)
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path / "mirror"))
    )
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_fetched_catalogue_is_there_and_the_run_says_what_it_is(mirror):
    asked = {"source": "mirbase_mature", "species": "human", "name": "known", "mirror": mirror}
    run = create("fetch_catalog", asked)
    assert execute(run).error == ""
    assert [m.id for m in load("known").molecules] == ["hsa-let-7a-5p"]
    result = json.loads((run.folder / "result.json").read_text())
    assert result["catalog"] == "known"
    assert result["molecules"] == 1
    assert result["sha256"]
    assert command_of(run).endswith(f"--name known --mirror {mirror}")


def test_a_source_that_is_none_is_the_runs_error():
    state = execute(create("fetch_catalog", {"source": "mirbase"}))
    assert state.state == "failed"
    assert "mirbase_mature" in state.error
