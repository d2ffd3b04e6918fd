import gzip

import pytest

from mirinter_core.datasets import large_fasta
from mirinter_core.errors import SequenceError

TEXT = (
    "".join(f">r{i} about > it\n{'acgt' * (i % 7 + 1)}\nUUGA\n" for i in range(200))
    + ">bad\nMKVLAAGEEQ\n"
)


@pytest.mark.parametrize("pack", [False, True])
@pytest.mark.parametrize("piece", [1, 50, 1000, 10**6])
def test_pieces_of_any_size_give_what_the_whole_gives(tmp_path, pack, piece):
    path = tmp_path / "x.fa"
    path.write_bytes(gzip.compress(TEXT.encode()) if pack else TEXT.encode())
    whole = large_fasta.read(path, type="lncRNA")
    pieces = large_fasta.read(path, type="lncRNA", small=0, piece=piece)
    assert pieces.molecules == whole.molecules
    assert pieces.repairs == whole.repairs
    assert [r.message for r in pieces.refusals] == [r.message for r in whole.refusals]
    assert len(whole.molecules) == 200


def test_an_id_that_comes_again_in_a_later_piece_is_refused_or_kept_once(tmp_path):
    path = tmp_path / "x.fa"
    path.write_text(">a\nACGU\n>b\nCCCC\n>a\nACGU\n>b\nGGGG\n")
    reading = large_fasta.read(path, small=0, piece=1)
    assert [(m.id, m.letters) for m in reading.molecules] == [("a", "ACGU"), ("b", "CCCC")]
    assert [refusal.record for refusal in reading.refusals] == ["b"]
    assert reading.notes == large_fasta.read(path).notes
    assert "kept once: 1 (a)" in reading.notes[0]


@pytest.mark.parametrize("small", [0, 10**6])
def test_only_what_is_wanted_is_kept_and_its_repairs(tmp_path, small):
    path = tmp_path / "x.fa"
    path.write_text(">hsa-1\nacgu\n>mmu-1\nacgu\n")
    reading = large_fasta.read(path, keep=lambda m: m.id.startswith("mmu"), small=small, piece=1)
    assert [m.id for m in reading.molecules] == ["mmu-1"]
    assert list(reading.repairs) == ["mmu-1"]


@pytest.mark.parametrize("small", [0, 10**6])
def test_a_file_cut_off_is_refused_whole(tmp_path, small):
    path = tmp_path / "x.fa.gz"
    path.write_bytes(gzip.compress(TEXT.encode())[:-30])
    with pytest.raises(SequenceError, match=r"x\.fa\.gz"):
        large_fasta.read(path, small=small)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SequenceError, match=r"none\.fa"):
        large_fasta.read(tmp_path / "none.fa")
