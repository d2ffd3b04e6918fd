import os
import socket
import time
import urllib.request
from urllib.error import URLError

import pytest

from mirinter_core.cli.serve import ROOT, check_free, words
from mirinter_core.errors import MirinterError


@pytest.fixture
def listener():
    """Somebody who has a port."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def test_the_pages_answer_and_stay_on_this_machine(start, own_home):
    port = _free_port()
    process = start("serve", env={**os.environ, "PORT": str(port), "BROWSER": "none"})
    deadline = time.monotonic() + 60
    answer = None
    while answer is None and time.monotonic() < deadline and process.poll() is None:
        try:
            answer = urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5)
        except (URLError, ConnectionError):
            time.sleep(0.2)
    assert answer is not None, process.communicate()
    with answer:
        assert answer.status == 200


def test_a_taken_port_is_told_with_another_to_choose(do, listener):
    port = listener.getsockname()[1]
    with pytest.raises(MirinterError, match=rf"127.0.0.1:{port}: .*choose another port"):
        do("serve", "--port", port)
    with pytest.raises(MirinterError, match="cannot be served"):
        check_free("192.0.2.1", 8501)  # an address no machine has


def test_an_address_others_reach_is_warned_of(do, monkeypatch, tmp_path):
    begun = []
    monkeypatch.setattr(os, "execv", lambda _program, command: begun.append(command))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MIRINTER_HOME", "here")
    port = _free_port()
    answer = do("serve", "--host", "0.0.0.0", "--port", port)
    assert "can read the sequences" in answer.stderr
    assert begun == [words("0.0.0.0", port)]
    assert os.environ["MIRINTER_HOME"] == str(tmp_path / "here")
    answer = do("serve", "--port", port)
    assert answer.stderr == ""


def test_the_server_is_told_to_watch_no_files_and_to_tell_nobody():
    command = words("127.0.0.1", 8501)
    assert str(ROOT / "app.py") in command
    assert command[command.index("--server.fileWatcherType") + 1] == "none"
    assert command[command.index("--browser.gatherUsageStats") + 1] == "false"


def test_a_port_that_cannot_be_is_bad_usage(do):
    assert do("serve", "--port", 0).exit_code == 2
    assert do("serve", "--port", 70000).exit_code == 2
