import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirinter_core.errors import SequenceError
from mirinter_core.molecules.decoding import decode

TEXT = ">q \u03b2\nACGU\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_files_are_read(encoding):
    assert decode(TEXT.encode(encoding), source="x.fa") == (TEXT, ())


def test_big_endian_utf_16_is_read():
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be"), source="x.fa")[0] == TEXT


def test_latin_1_is_read_with_a_note():
    text, notes = decode(">M\xfcller\nACGUACGUACGU".encode("latin-1"), source="x.fa")
    assert text.startswith(">M\xfcller")
    assert "x.fa is not UTF-8" in notes[0]


def zipped():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("x.fa", TEXT)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (gzip.compress(TEXT.encode() * 100, mtime=0)[:-12], "damaged gzip"),
        (b"\x1f\x8b", "damaged gzip"),
        (b"\x1f\x8b\x08" + bytes(range(200)), "damaged gzip"),
        (gzip.compress(TEXT.encode(), mtime=0) + b"trailing", "damaged gzip"),
        (zipped(), "zip archive"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"BZh91AY", "bzip2"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not text"),
        (bytes(range(256)) * 20, "not text"),
        (b"ACGU\0ACGU", "not text"),
        (gzip.compress(b"\0\1\2\3" * 50, mtime=0), "not text"),
        (b"\xff\xfeA", "breaks off"),
    ],
)
def test_what_is_no_text_is_refused_by_name(data, message):
    with pytest.raises(SequenceError, match=message) as refused:
        decode(data, source="my file.fa")
    assert "my file.fa" in str(refused.value)


def test_a_bomb_is_unpacked_to_the_limit_only(monkeypatch):
    bomb = gzip.compress(bytes(20_000_000), mtime=0)
    asked = []
    read = gzip.GzipFile.read
    monkeypatch.setattr(gzip.GzipFile, "read", lambda f, n: asked.append(n) or read(f, n))
    with pytest.raises(SequenceError, match="more than 1 MB"):
        decode(bomb, source="x.fa.gz", limit=1_000_000)
    assert asked == [1_000_001]


def test_the_limit_itself_is_still_read():
    assert decode(b"ACGU", source="x", limit=4)[0] == "ACGU"
    with pytest.raises(SequenceError, match="more than 4 bytes"):
        decode(b"ACGUA", source="x", limit=4)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    try:
        text, _ = decode(data, source="x")
    except SequenceError:
        return
    assert isinstance(text, str)


@given(st.text(st.characters(exclude_categories=("C",)), max_size=100))
def test_text_comes_back_packed_or_not(text):
    data = text.encode()
    if data[:4] not in (b"%PDF",) and data[:3] != b"BZh":
        packed = gzip.compress(data, mtime=0)
        assert decode(data, source="x")[0] == decode(packed, source="x")[0]
