import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirinter_core.embedding import embedder
from mirinter_core.embedding.embedder import embed, kind_of
from mirinter_core.embedding.encoder import ENCODERS, Tokens
from mirinter_core.embedding.encoders.kmer import Kmer
from mirinter_core.embedding.pooling import POOLINGS
from mirinter_core.embedding.store import EmbeddingStore
from mirinter_core.errors import CancelledError, RecipeError, SequenceError, WeightsError
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.recipe import Side, Windows

SIDE = Side(label="partner")


@dataclass
class Place:
    """An encoder for which windows can be checked by eye: a letter's vector is its own number.

    It tells A from the rest, and how many letters it saw around, and counts what it read.
    """

    name: str = "place"
    revision: str = "1"
    dim: int = 2
    max_length: int | None = 100
    alphabet: str = "ACGU"
    read: list[str] = field(default_factory=list)

    def encode(self, batch) -> list[Tokens]:
        self.read += batch
        assert all(self.max_length is None or len(b) <= self.max_length for b in batch)
        return [np.array([[c == "A", len(b)] for c in b], np.float32) for b in batch]


PLACE_SIDE = Side(label="partner", encoder="place", windows=Windows(size=80, overlap=20))


@pytest.fixture
def store(tmp_path):
    return EmbeddingStore(tmp_path / "vectors")


@pytest.fixture
def some(draw):
    return draw([22, 300, 22, 5, 1000])


def test_vectors_are_the_pooled_tokens_rounded_to_half_precision(some):
    for pooling in POOLINGS:
        vectors = embed(some, replace(SIDE, pooling=pooling), encoder=Kmer())
        for molecule, row in zip(some, vectors.rows, strict=True):
            pooled = POOLINGS[pooling](Kmer().encode([molecule.letters])[0])
            assert (vectors.matrix[row] == pooled.astype(np.float16)).all()
    assert vectors.windows.tolist() == [1] * 5


@given(lengths=st.lists(st.integers(1, 500), min_size=1, max_size=8), seed=st.integers(0, 99))
@settings(max_examples=30)
def test_every_letter_counts_exactly_once_however_long_the_rna(lengths, seed):
    rng = np.random.default_rng(seed)
    rnas = [Molecule(str(i), "".join(rng.choice(list("ACGU"), n))) for i, n in enumerate(lengths)]
    vectors = embed(rnas, PLACE_SIDE, encoder=Place())
    for rna, row, windows in zip(rnas, vectors.rows, vectors.windows, strict=True):
        share_of_a = np.float16(rna.letters.count("A") / len(rna))
        assert vectors.matrix[row, 0] == pytest.approx(share_of_a, abs=1e-3)
        assert (windows > 1) == (len(rna) > 80)


def test_equal_letters_are_embedded_once_and_share_a_row(some):
    encoder = Place()
    twins = [*some, Molecule("twin", some[0].letters, type="lncRNA")]
    vectors = embed(twins, PLACE_SIDE, encoder=encoder)
    assert vectors.rows[-1] == vectors.rows[0]
    assert len(vectors.matrix) == 5
    assert encoder.read.count(some[0].letters) == 1


def test_a_second_time_gives_the_same_numbers_without_the_encoder(some, store):
    first = embed(some, PLACE_SIDE, encoder=Place(), store=store)
    encoder = Place()
    second = embed(some, PLACE_SIDE, encoder=encoder, store=store)
    assert encoder.read == []
    assert (first.matrix == second.matrix).all()
    assert (first.windows == second.windows).all()
    unstored = embed(some, PLACE_SIDE, encoder=Place())
    assert (unstored.matrix == second.matrix).all()


def test_new_molecules_beside_stored_ones_are_all_that_is_read(some, store):
    embed(some[:3], PLACE_SIDE, encoder=Place(), store=store)
    encoder = Place()
    vectors = embed(some, PLACE_SIDE, encoder=encoder, store=store)
    assert some[0].letters not in encoder.read
    assert some[3].letters in encoder.read
    assert (vectors.matrix == embed(some, PLACE_SIDE, encoder=Place()).matrix).all()


def test_the_order_of_the_molecules_changes_nothing(some, encoder):
    side = replace(SIDE, encoder=encoder.name)
    forward = embed(some, side, encoder=encoder)
    backward = embed(some[::-1], side, encoder=encoder)
    assert (forward.matrix[forward.rows] == backward.matrix[backward.rows][::-1]).all()


def test_the_reversed_view_reads_the_letters_reversed_and_is_kept_apart(some, store):
    back = [replace(m, letters=m.letters[::-1]) for m in some]
    embed(some, SIDE, encoder=Kmer(), store=store)
    reverse = embed(some, SIDE, encoder=Kmer(), view="reversed", store=store)
    assert (reverse.matrix == embed(back, SIDE, encoder=Kmer()).matrix).all()
    assert not (reverse.matrix == embed(some, SIDE, encoder=Kmer()).matrix).all()
    folders = {p.parent.name for p in store.root.rglob("*.parquet")}
    assert folders == {"forward-whole-mean", "reversed-whole-mean"}


def test_nothing_to_embed_gives_nothing(store):
    seen = []
    vectors = embed([], SIDE, encoder=Kmer(), store=store, progress=lambda *at: seen.append(at))
    assert vectors.matrix.shape == (0, 340)
    assert vectors.rows.tolist() == []
    assert seen[-1][0] == 1.0


def test_progress_rises_to_one_and_says_how_many_and_how_fast(draw):
    seen = []
    embed(draw([3000] * 9), SIDE, encoder=Kmer(), progress=lambda *at: seen.append(at))
    shares = [share for share, _ in seen]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert "embedding 1 of 9 (" in seen[0][1]
    assert "letters/s" in seen[0][1]


def test_a_cancelled_embedding_keeps_what_is_done_and_goes_on(draw, store):
    molecules = draw([3000] * 9)

    def cancel(done, _):
        if done > 0.4:
            raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        embed(molecules, SIDE, encoder=Kmer(), store=store, progress=cancel)
    assert 0 < store.size(kind_of(SIDE, Kmer())) < 9
    vectors = embed(molecules, SIDE, encoder=Kmer(), store=store)
    assert (vectors.matrix == embed(molecules, SIDE, encoder=Kmer()).matrix).all()


def test_what_is_done_is_stored_after_some_seconds_even_if_it_is_little(draw, store, monkeypatch):
    monkeypatch.setattr(embedder, "_SHARD_SECONDS", 0.0)
    embed(draw([3000] * 5), SIDE, encoder=Kmer(), store=store)
    assert len(list(store.root.rglob("part-*.parquet"))) == 5


def many():
    rng = np.random.default_rng(5)
    return [Molecule(str(i), "".join(rng.choice(list("ACGU"), 200))) for i in range(1000)]


def embed_until_killed(root):
    """Embed, and kill this process without a word when six tenths are done."""

    def kill(done, _):
        if done > 0.6:
            os.kill(os.getpid(), signal.SIGKILL)

    embed(many(), SIDE, encoder=Kmer(), store=EmbeddingStore(Path(root)), progress=kill)


def test_a_killed_embedding_loses_only_its_open_shard(store):
    code = "import runpy, sys; runpy.run_path(sys.argv[1])['embed_until_killed'](sys.argv[2])"
    killed = subprocess.run(
        [sys.executable, "-c", code, __file__, str(store.root)],
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    molecules, kind = many(), kind_of(SIDE, Kmer())
    kept = store.get(kind, [m.digest for m in molecules])
    assert 600 - 256 < kept.found.sum() <= 620
    seen = []
    vectors = embed(
        molecules, SIDE, encoder=Kmer(), store=store, progress=lambda *at: seen.append(at)
    )
    assert f"embedding {kept.found.sum() + 20:,} of 1,000" in seen[0][1]  # 20 make a batch
    assert (vectors.matrix == embed(molecules, SIDE, encoder=Kmer()).matrix).all()
    assert store.size(kind) == 1000


def test_letters_that_the_encoder_does_not_take_are_refused_before_any_work(some, store):
    encoder = Place()
    strange = Molecule("odd", "ACGUNAC")
    with pytest.raises(SequenceError, match=r"'odd': 'N' at position 5 .* place takes"):
        embed([*some, strange], PLACE_SIDE, encoder=encoder, store=store)
    with pytest.raises(SequenceError, match="'none' has no letters"):
        embed([Molecule("none", "")], PLACE_SIDE, encoder=encoder)
    assert encoder.read == []


@dataclass
class Broken(Place):
    def encode(self, batch) -> list[Tokens]:
        return [np.full((len(b), 2), 1e30, np.float32) for b in batch]


def test_values_that_cannot_be_kept_are_an_error_not_an_infinity(some, store):
    with pytest.raises(WeightsError, match="damaged"):
        embed(some, PLACE_SIDE, encoder=Broken(), store=store)
    assert store.size(kind_of(PLACE_SIDE, Place())) == 0


def test_another_encoder_than_the_side_s_is_refused(some):
    with pytest.raises(RecipeError, match="'kmer', not of 'place'"):
        embed(some, SIDE, encoder=Place())


def test_an_unknown_view_is_refused(some):
    with pytest.raises(RecipeError, match="forward, reversed"):
        embed(some, SIDE, encoder=Kmer(), view="both")


def test_all_transcripts_of_lncrnasnp2_are_embedded(data, store):
    text = (data / "lncrnasnp2" / "lncrna.fa").read_text().split(">")[1:]
    rnas = [
        Molecule(name, letters.replace("\n", "").upper().replace("T", "U"))
        for name, letters in (record.split("\n", 1) for record in text)
    ]
    encoder = ENCODERS.get("kmer")()
    vectors = embed(rnas, SIDE, encoder=encoder, store=store)
    assert vectors.rows.shape == (1663,)
    assert vectors.matrix[:, :4].sum(axis=1) == pytest.approx(1, abs=2e-3)
    assert set(vectors.windows) == {1}
