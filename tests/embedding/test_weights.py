import threading
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from zipfile import ZipFile

import pytest
import torch

from mirinter_core.download import file_sha256
from mirinter_core.embedding import weights
from mirinter_core.embedding.architecture import OFFICIAL
from mirinter_core.errors import FetchError, StorageError, WeightsError


@pytest.fixture
def add(small):
    return partial(weights.add, "rna_fm", expected=small)


def test_weights_that_are_not_here_are_said_to_be_absent():
    assert not weights.state("rna_fm").present
    with pytest.raises(WeightsError, match="weights fetch rna_fm"):
        weights.load("rna_fm")


def test_an_encoder_without_weights_is_refused_with_those_that_have():
    with pytest.raises(WeightsError, match="There are: rna_fm"):
        weights.state("kmer")


def test_added_weights_are_the_checkpoint_s_to_the_last_bit(add, small_checkpoint, small):
    added = add(small_checkpoint)
    loaded = weights.load("rna_fm")
    assert weights.state("rna_fm") == added
    assert (added.source_sha256, added.published) == (file_sha256(small_checkpoint), False)
    assert loaded.revision == added.revision == added.sha256[:12]
    assert loaded.architecture == small
    published = torch.load(small_checkpoint, weights_only=False)["model"]  # noqa: TID251 - our own
    for name, tensor in loaded.tensors.items():
        assert torch.equal(tensor, published[f"encoder.sentence_encoder.{name}"])


def test_converted_weights_can_be_added_on_another_machine(
    add, small_checkpoint, own_home, tmp_path, monkeypatch
):
    first = add(small_checkpoint)
    moved = tmp_path / "moved.bin"  # known by what it holds
    moved.write_bytes((own_home / "weights/rna_fm/weights.safetensors").read_bytes())
    monkeypatch.setenv("MIRINTER_HOME", str(tmp_path / "other"))
    assert add(moved).revision == first.revision


def test_a_checkpoint_in_torch_s_old_format_is_read(add, small_checkpoint, tmp_path):
    old = tmp_path / "old.pth"
    content = torch.load(small_checkpoint, weights_only=False)  # noqa: TID251 - our own
    torch.save(content, old, _use_new_zipfile_serialization=False)
    assert add(old).sha256 == add(small_checkpoint).sha256


def page(path):
    path.write_text("<!DOCTYPE html><html>403</html>")


def cut(path, small_checkpoint):
    path.write_bytes(small_checkpoint.read_bytes()[:-5000])


def text(path):
    path.write_text("just words, many of them")


def empty(path):
    path.write_bytes(b"")


def archive(path):
    with ZipFile(path, "w") as made:
        made.writestr("a.txt", "a")


@pytest.mark.parametrize(
    ("make", "says"),
    [(page, "web page"), (text, "cut short"), (empty, "cut short"), (archive, "cut short")],
)
def test_a_wrong_file_is_refused_with_what_it_is(add, tmp_path, make, says):
    file = tmp_path / "RNA-FM_pretrained.pth"
    make(file)
    with pytest.raises(WeightsError, match=says):
        add(file)
    assert not weights.state("rna_fm").present


def test_a_file_cut_short_is_refused_and_the_old_weights_stay(add, small_checkpoint, tmp_path):
    before = add(small_checkpoint)
    cut(tmp_path / "cut.pth", small_checkpoint)
    with pytest.raises(WeightsError, match="cut short"):
        add(tmp_path / "cut.pth")
    assert weights.state("rna_fm") == before


def test_a_missing_file_is_named(add, tmp_path):
    with pytest.raises(WeightsError, match="No such file"):
        add(tmp_path / "none.pth")


class Runs:
    """What a hostile pickle holds."""

    def __reduce__(self):
        return print, ("code ran",)


def test_a_pickle_that_would_run_code_is_refused(add, write_checkpoint, small, tmp_path, capsys):
    file = write_checkpoint(tmp_path / "x.pth", small, extra=Runs())
    with pytest.raises(WeightsError):
        add(file)
    assert capsys.readouterr().out == ""


def test_weights_of_another_size_are_refused_with_both(small_checkpoint):
    with pytest.raises(WeightsError, match=r"2 layers x 40 .* wanted: 12 layers x 640"):
        weights.add("rna_fm", small_checkpoint, expected=OFFICIAL)


@pytest.mark.parametrize(
    ("changes", "says"),
    [({"args": None}, "no 'args'"), ({"model": None}, "no 'model'"), ({"model": {}}, "fc1")],
)
def test_a_checkpoint_of_another_kind_is_refused(
    add, write_checkpoint, small, tmp_path, changes, says
):
    with pytest.raises(WeightsError, match=says):
        add(write_checkpoint(tmp_path / "x.pth", small, **changes))


def test_another_family_of_models_is_refused(add, write_checkpoint, small, tmp_path):
    file = write_checkpoint(tmp_path / "x.pth", small)
    content = torch.load(file, weights_only=False)  # noqa: TID251 - our own
    content["args"].arch = "protein_bert_base"
    torch.save(content, file)
    with pytest.raises(WeightsError, match="'protein_bert_base', not of RNA-FM"):
        add(file)


def test_weights_that_hold_no_numbers_are_refused(add, write_checkpoint, small, tmp_path):
    file = write_checkpoint(tmp_path / "x.pth", small)
    content = torch.load(file, weights_only=False)  # noqa: TID251 - our own
    content["model"]["encoder.sentence_encoder.layers.1.fc1.bias"][3] = float("nan")
    torch.save(content, file)
    with pytest.raises(WeightsError, match="no numbers"):
        add(file)


def test_weights_put_under_another_s_description_are_not_used(add, small_checkpoint, own_home):
    add(small_checkpoint)
    place = own_home / "weights/rna_fm/weights.safetensors"
    content = bytearray(place.read_bytes())
    content[-1] ^= 1
    place.write_bytes(content)
    with pytest.raises(WeightsError, match="not the file its description means"):
        weights.load("rna_fm")
    place.write_bytes(content[:1000])
    with pytest.raises(WeightsError, match="damaged"):
        weights.load("rna_fm")
    (place.parent / "weights.json").unlink()
    with pytest.raises(StorageError, match="missing"):
        weights.state("rna_fm")


def test_safetensors_of_someone_else_are_refused(add, tmp_path):
    from safetensors.torch import save_file

    save_file({"a": torch.zeros(3)}, tmp_path / "x.safetensors")
    with pytest.raises(WeightsError, match="not converted by mirinter"):
        add(tmp_path / "x.safetensors")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def address(small_checkpoint):
    """Serve the checkpoint's folder on this machine."""
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Quiet, directory=small_checkpoint.parent)
    )
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def published_at(monkeypatch, urls, sha256):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    source = replace(weights.SOURCES["rna_fm"], urls=urls, sha256=sha256)
    monkeypatch.setitem(weights.SOURCES, "rna_fm", source)


def test_fetched_weights_are_converted_and_the_download_is_deleted(
    address, small_checkpoint, small, monkeypatch, own_home
):
    urls = (f"{address}/gone.pth", f"{address}/{small_checkpoint.name}")
    published_at(monkeypatch, urls, file_sha256(small_checkpoint))
    monkeypatch.setattr(weights, "OFFICIAL", small)
    seen = []
    fetched = weights.fetch("rna_fm", progress=lambda *at: seen.append(at))
    assert fetched.published
    assert fetched == weights.state("rna_fm")
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert [p.name for p in (own_home / "weights").iterdir()] == ["rna_fm"]


def test_a_fetch_that_fails_says_how_to_add_a_file(address, monkeypatch):
    published_at(monkeypatch, (f"{address}/gone.pth",), None)
    with pytest.raises(FetchError, match=r"404.*weights add rna_fm RNA-FM_pretrained\.pth"):
        weights.fetch("rna_fm")
