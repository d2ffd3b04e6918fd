import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from mirinter_core import download
from mirinter_core.download import fetch
from mirinter_core.errors import CancelledError, FetchError, StorageError

CONTENT = bytes(range(256)) * 8192  # 2 MiB: several blocks
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class Handler(BaseHTTPRequestHandler):
    """Serves one file with ranges and tags; `server.state` says what goes wrong."""

    def do_GET(self):
        state = self.server.state
        state.requests.append(dict(self.headers))
        if state.status:
            self.send_error(state.status)
            return
        content, start = state.content, 0
        wanted = self.headers.get("Range", "")
        tag = self.headers.get("If-Range")
        if wanted and state.ranges and (tag is None or tag == state.etag):
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            if start >= len(content):
                self.send_error(416)
                return
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(content) - start))
        if state.etag:
            self.send_header("ETag", state.etag)
        for name, value in state.headers.items():
            self.send_header(name, value)
        self.end_headers()
        body = content[start:]
        if state.breaks:
            body = body[: state.breaks.pop(0)]
        self.wfile.write(body)
        self.close_connection = True

    def log_message(self, *_):
        pass


@pytest.fixture
def serve(monkeypatch):
    """Start a server on this machine; its `state` can be changed while it runs."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(download, "_PAUSE", 0.01)
    servers = []

    def start(content=CONTENT, **changes):
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        facts = {"status": 0, "ranges": True, "etag": '"one"', "headers": {}, "breaks": []}
        server.state = SimpleNamespace(content=content, requests=[], **(facts | changes))
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        servers.append((server, thread))
        server.url = f"http://127.0.0.1:{server.server_port}/file.bin"
        return server

    yield start
    for server, thread in servers:
        server.shutdown()
        server.server_close()
        thread.join()


def cancel_after(share):
    def progress(done, _):
        if done >= share:
            raise CancelledError("stopped")

    return progress


def cancelled(server, path, monkeypatch, share=0.3):
    monkeypatch.setattr(download, "_REPORT_EVERY", 0.0)
    with pytest.raises(CancelledError):
        fetch([server.url], path, sha256=None, progress=cancel_after(share))
    return path.with_name("file.bin.part")


def test_a_file_arrives_whole_and_leaves_nothing_beside_it(serve, tmp_path):
    seen = []
    path = tmp_path / "new" / "file.bin"
    digest = fetch([serve().url], path, sha256=None, progress=lambda *at: seen.append(at))
    assert digest == SHA256
    assert path.read_bytes() == CONTENT
    assert [p.name for p in path.parent.iterdir() if not p.name.endswith(".lock")] == ["file.bin"]
    assert seen[-1] == (1.0, "checking file.bin")
    assert all(0 <= done <= 1 for done, _ in seen)


def test_a_file_that_is_there_and_has_the_checksum_is_not_fetched_again(serve, tmp_path):
    server = serve()
    for _ in range(2):
        assert fetch([server.url], tmp_path / "file.bin", sha256=SHA256.upper()) == SHA256
    assert len(server.state.requests) == 1


def test_a_refused_address_is_followed_by_the_next(serve, tmp_path):
    fetch([serve(status=403).url, serve().url], tmp_path / "file.bin", sha256=SHA256)
    assert (tmp_path / "file.bin").read_bytes() == CONTENT


def test_a_broken_connection_goes_on_where_it_broke(serve, tmp_path):
    server = serve(breaks=[700_000, 300_000])
    assert fetch([server.url], tmp_path / "file.bin", sha256=None) == SHA256
    assert [r.get("Range") for r in server.state.requests] == [
        None,
        "bytes=700000-",
        "bytes=1000000-",
    ]
    assert server.state.requests[1]["If-Range"] == '"one"'


def test_a_cancelled_fetch_goes_on_next_time(serve, tmp_path, monkeypatch):
    server, path = serve(), tmp_path / "file.bin"
    part = cancelled(server, path, monkeypatch)
    have = part.stat().st_size
    assert 0 < have < len(CONTENT)
    assert not path.exists()
    assert fetch([serve(status=500).url, server.url], path, sha256=None) == SHA256
    assert server.state.requests[-1]["Range"] == f"bytes={have}-"


@pytest.mark.parametrize("etag", ['"two"', ""])
def test_a_file_that_changed_meanwhile_is_not_spliced(serve, tmp_path, monkeypatch, etag):
    server, path = serve(etag='"one"' if etag else ""), tmp_path / "file.bin"
    cancelled(server, path, monkeypatch)
    server.state.content, server.state.etag = CONTENT[::-1][:-1000], etag
    fetch([server.url], path, sha256=None)
    assert path.read_bytes() == server.state.content


def test_a_server_that_changed_the_file_but_ignores_if_range_is_not_trusted(
    serve, tmp_path, monkeypatch
):
    server, path = serve(etag='W/"one"'), tmp_path / "file.bin"
    cancelled(server, path, monkeypatch)
    server.state.content, server.state.etag = CONTENT[::-1], 'W/"two"'
    fetch([server.url], path, sha256=None)
    assert path.read_bytes() == CONTENT[::-1]


def test_a_part_longer_than_the_file_there_is_dropped(serve, tmp_path, monkeypatch):
    server, path = serve(etag=""), tmp_path / "file.bin"
    cancelled(server, path, monkeypatch)
    server.state.content = b"short"
    fetch([server.url], path, sha256=None)
    assert path.read_bytes() == b"short"


def test_a_part_of_unknown_origin_is_not_used(serve, tmp_path):
    (tmp_path / "file.bin.part").write_bytes(b"from elsewhere")
    assert fetch([serve().url], tmp_path / "file.bin", sha256=None) == SHA256


def test_a_server_without_ranges_is_asked_from_the_start(serve, tmp_path, monkeypatch):
    server, path = serve(ranges=False), tmp_path / "file.bin"
    cancelled(server, path, monkeypatch)
    assert fetch([server.url], path, sha256=None) == SHA256


def test_a_wrong_checksum_moves_on_to_the_next_address(serve, tmp_path):
    wrong, right = serve(content=b"<html>sign in</html>"), serve()
    assert fetch([wrong.url, right.url], tmp_path / "file.bin", sha256=SHA256) == SHA256


def test_a_wrong_checksum_everywhere_is_an_error_and_keeps_the_old_file(serve, tmp_path):
    path = tmp_path / "file.bin"
    path.write_bytes(b"old")
    with pytest.raises(FetchError, match="its SHA-256 is"):
        fetch([serve(content=b"another").url], path, sha256=SHA256)
    assert path.read_bytes() == b"old"
    assert not path.with_name("file.bin.part").exists()


def test_no_address_that_answers_names_each_reason_and_the_remedy(serve, tmp_path):
    gone = serve()
    gone.shutdown()
    gone.server_close()
    with pytest.raises(FetchError) as caught:
        fetch(
            [serve(status=404).url, gone.url],
            tmp_path / "file.bin",
            sha256=None,
            remedy="Fetch it elsewhere and add it.",
        )
    message = str(caught.value)
    assert "404 Not Found" in message
    assert "could not be reached" in message
    assert message.endswith("Fetch it elsewhere and add it.")


def test_a_connection_that_breaks_again_and_again_ends_as_an_error(serve, tmp_path):
    with pytest.raises(FetchError, match=r"ended|broke"):
        fetch([serve(breaks=[0] * 9).url], tmp_path / "file.bin", sha256=None)


def test_a_gzip_file_labelled_as_packed_keeps_its_bytes(serve, tmp_path):
    server = serve(headers={"Content-Encoding": "gzip"})
    assert fetch([server.url], tmp_path / "file.fa.gz", sha256=None) == SHA256
    assert server.state.requests[0]["Accept-Encoding"] == "identity"
    with pytest.raises(FetchError, match="packed as gzip"):
        fetch([server.url], tmp_path / "file.fa", sha256=None)


def test_a_disk_too_small_is_said_before_it_is_full(serve, tmp_path, monkeypatch):
    monkeypatch.setattr(download.shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    with pytest.raises(StorageError, match="needs 2 MB"):
        fetch([serve().url], tmp_path / "file.bin", sha256=None)


def test_a_folder_that_cannot_be_written_is_a_storage_error(serve, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StorageError, match="Could not write"):
        fetch([serve().url], tmp_path / "file" / "x.bin", sha256=None)


def test_two_fetches_of_one_file_do_not_mix(serve, tmp_path):
    server, path = serve(), tmp_path / "file.bin"

    def second(*_):
        with pytest.raises(FetchError, match="Another process"):
            fetch([server.url], path, sha256=None)

    fetch([server.url], path, sha256=None, progress=second)
    assert path.read_bytes() == CONTENT
