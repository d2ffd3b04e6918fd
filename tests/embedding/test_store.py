import resource
import signal
import subprocess
import sys
import threading
from hashlib import md5
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirinter_core.embedding.store import EmbeddingStore, VectorKind
from mirinter_core.errors import StorageError

KIND = VectorKind("kmer", "1", "forward", "whole", "mean")


def digests(n, start=0):
    return [md5(str(i).encode()).hexdigest() for i in range(start, start + n)]


def half(rng, n, width=6):
    """Draw numbers that half precision holds exactly."""
    return rng.standard_normal((n, width)).astype(np.float16).astype(np.float32)


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def store(tmp_path):
    return EmbeddingStore(tmp_path / "vec[tors]*?")  # a path may hold what globs mean something by


@given(n=st.integers(1, 40), asked=st.lists(st.integers(0, 60), max_size=80), seed=st.integers(0))
@settings(max_examples=20)
def test_what_was_put_is_got_in_the_order_asked(tmp_path_factory, n, asked, seed):
    store = EmbeddingStore(tmp_path_factory.mktemp("store"))
    matrix, windows = half(np.random.default_rng(seed), n), np.arange(n) + 1
    store.put(KIND, digests(n), windows, matrix)
    stored = store.get(KIND, [digests(61)[i] for i in asked])
    assert stored.found.tolist() == [i < n for i in asked]
    for row, i in enumerate(asked):
        if i < n:
            assert (stored.matrix[row] == matrix[i]).all()
            assert stored.windows[row] == i + 1
        else:
            assert not stored.matrix[row].any()


def test_values_are_rounded_to_half_precision(store):
    store.put(KIND, digests(1), [1], np.array([[1 / 3, 1.0]]))
    assert (store.get(KIND, digests(1)).matrix == np.array([[1 / 3, 1]]).astype(np.float16)).all()


def test_an_empty_store_finds_nothing_and_an_empty_put_writes_nothing(store):
    store.put(KIND, [], [], np.zeros((0, 6)))
    stored = store.get(KIND, digests(3))
    assert not stored.found.any()
    assert stored.matrix.shape == (3, 0)
    assert store.size(KIND) == 0
    assert not store.root.exists()
    assert store.get(KIND, []).found.shape == (0,)


@pytest.mark.parametrize("field", ["encoder", "revision", "view", "windows", "pooling"])
def test_vectors_made_in_different_ways_never_meet(store, rng, field):
    store.put(KIND, digests(2), [1, 1], half(rng, 2))
    other = VectorKind(**(vars(KIND) | {field: "other"}))
    assert not store.get(other, digests(2)).found.any()
    assert store.get(KIND, digests(2)).found.all()


def test_the_folder_is_named_as_the_design_says(store, rng):
    store.put(KIND, digests(1), [1], half(rng, 1))
    (shard,) = store.root.rglob("*.parquet")
    assert shard.parent == store.root / "kmer@1" / "forward-whole-mean"
    assert shard.name.startswith("part-")
    assert pq.read_schema(shard).names == ["digest", "windows", "vector"]


def test_the_same_digest_put_twice_is_one_molecule(store, rng):
    matrix = half(rng, 3)
    for _ in range(2):
        store.put(KIND, digests(3), [1, 2, 3], matrix)
    assert store.size(KIND) == 3
    assert (store.get(KIND, digests(3)).matrix == matrix).all()


def test_compaction_keeps_every_vector_in_fewer_shards(store, rng):
    matrix = half(rng, 60)
    for i in range(0, 60, 3):
        store.put(KIND, digests(3, i), [1, 2, 3], matrix[i : i + 3])
    store.put(KIND, digests(3), [1, 2, 3], matrix[:3])  # again, as a second process would
    leftover = store.root / KIND.folder / ".part-killed"
    leftover.write_bytes(b"half a shard")
    store.compact(KIND)
    assert len(list(store.root.rglob("part-*.parquet"))) == 1
    stored = store.get(KIND, digests(60))
    assert (stored.matrix == matrix).all()
    assert stored.windows.tolist() == [1, 2, 3] * 20
    assert store.size(KIND) == 60
    assert leftover.exists()  # it may be a living writer's


def test_few_shards_are_left_as_they_are(store, rng):
    for i in range(3):
        store.put(KIND, digests(1, i), [1], half(rng, 1))
    before = sorted(store.root.rglob("*"))
    store.compact(KIND)
    assert sorted(store.root.rglob("*")) == before


def test_readers_and_writers_survive_compactions_under_their_feet(store, rng):
    matrix, done, wrong = half(rng, 200), threading.Event(), []
    store.put(KIND, digests(100), np.ones(100), matrix[:100])

    def read():
        while not done.is_set():
            stored = store.get(KIND, digests(100))
            if not (stored.found.all() and (stored.matrix == matrix[:100]).all()):
                wrong.append(stored)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for i in range(100, 200):
        store.put(KIND, digests(1, i), [1], matrix[i : i + 1])
        if i % 20 == 0:
            store.compact(KIND)
    done.set()
    for reader in readers:
        reader.join()
    assert not wrong
    assert (store.get(KIND, digests(200)).matrix == matrix).all()


@pytest.mark.parametrize("damage", ["cut short", "empty", "not parquet", "flipped"])
def test_a_damaged_shard_is_set_aside_and_only_its_vectors_are_lost(store, rng, caplog, damage):
    store.put(KIND, digests(300), np.ones(300), half(rng, 300))
    (shard,) = store.root.rglob("part-*.parquet")
    store.put(KIND, digests(2, 300), [1, 1], half(rng, 2))
    content = bytearray(shard.read_bytes())
    flipped = content[:4] + bytes(40) + content[44:]  # the first page's header
    shard.write_bytes(
        {
            "cut short": content[: len(content) // 2],
            "empty": b"",
            "not parquet": b"<html></html>",
            "flipped": flipped,
        }[damage]
    )
    stored = store.get(KIND, digests(302))
    assert stored.found.tolist() == [False] * 300 + [True] * 2
    assert "set aside" in caplog.text
    assert str(shard) in caplog.text
    assert shard.with_name(f"damaged-{shard.name}").exists()
    caplog.clear()
    store.get(KIND, digests(2))
    assert not caplog.text


def test_compaction_does_not_spread_damage(store, rng):
    for i in range(20):
        store.put(KIND, digests(50, 50 * i), np.ones(50), half(rng, 50))
    first = min(store.root.rglob("part-*.parquet"))
    content = bytearray(first.read_bytes())
    content[2500] ^= 255  # a bit of a page: only its checksum tells
    first.write_bytes(content)
    store.compact(KIND)
    assert store.size(KIND) == 950


def test_a_shard_of_a_newer_mirinter_is_refused_not_dropped(store, rng):
    store.put(KIND, digests(1), [1], half(rng, 1))
    (shard,) = store.root.rglob("part-*.parquet")
    newer = {b"mirinter_format_version": b"2"}
    pq.write_table(pq.read_table(shard).replace_schema_metadata(newer), shard)
    with pytest.raises(StorageError, match=r"format 2.*Update mirinter"):
        store.get(KIND, digests(1))


def test_shards_of_different_width_are_refused(store, rng):
    store.put(KIND, digests(1), [1], half(rng, 1, width=6))
    store.put(KIND, digests(1, 1), [1], half(rng, 1, width=7))
    with pytest.raises(StorageError, match="differ in length"):
        store.get(KIND, digests(2))


def test_a_store_that_cannot_be_written_says_so(tmp_path, rng):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="Could not write"):
        EmbeddingStore(tmp_path / "file").put(KIND, digests(1), [1], half(rng, 1))


def put_on_a_full_disk(root):
    """Let files grow to 20 kB only, then put more: what a full disk does."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
    matrix = half(np.random.default_rng(1), 2000)
    try:
        EmbeddingStore(Path(root)).put(KIND, digests(2000, 10), np.ones(2000), matrix)
    except StorageError as error:
        sys.stdout.write(str(error))


def test_a_full_disk_damages_nothing(store, rng):
    matrix = half(rng, 5)
    store.put(KIND, digests(5), np.ones(5), matrix)
    code = "import runpy, sys; runpy.run_path(sys.argv[1])['put_on_a_full_disk'](sys.argv[2])"
    said = subprocess.run(
        [sys.executable, "-c", code, __file__, str(store.root)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
    ).stdout
    assert "Could not write" in said
    assert "Free some space" in said
    assert (store.get(KIND, digests(5)).matrix == matrix).all()
    assert store.size(KIND) == 5
    assert not list(store.root.rglob(".part-*"))


def test_a_store_names_its_kinds_and_their_molecules(store, rng):
    pooled = VectorKind("rna_fm", "a1b2", "reversed", "1022-128", "mean-max")
    for kind in (KIND, pooled):
        store.put(kind, digests(3), [1] * 3, half(rng, 3))
    assert store.kinds() == [KIND, pooled]
    assert store.digests(pooled) == set(digests(3))
    assert EmbeddingStore(store.root / "none").kinds() == []


def test_purged_vectors_are_gone_from_every_kind_and_the_others_stay(store, rng):
    other = VectorKind("kmer", "2", "forward", "whole", "max")
    matrix = half(rng, 10)
    for kind in (KIND, other):
        store.put(kind, digests(6), [1] * 6, matrix[:6])
        store.put(kind, digests(4, 6), [2] * 4, matrix[6:])
    assert store.purge(digests(7)) == 14
    kept = store.get(KIND, digests(10))
    assert kept.found.tolist() == [False] * 7 + [True] * 3
    np.testing.assert_array_equal(kept.matrix[7:], matrix[7:])
    assert store.digests(other) == set(digests(3, 7))
    assert store.purge(digests(7)) == 0


def test_purged_vectors_lie_in_no_file(store, rng):
    store.put(KIND, digests(3), [1] * 3, half(rng, 3))
    folder = store.root / KIND.folder
    (folder / "damaged-part-x.parquet").write_bytes(digests(1)[0].encode())
    store.purge(digests(1))
    gone = digests(1)[0].encode()
    assert not any(gone in path.read_bytes() for path in folder.iterdir() if path.is_file())


def test_on_a_full_disk_a_shard_goes_whole_rather_than_stay(store, rng):
    store.put(KIND, digests(3), [1] * 3, half(rng, 3))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16, before[1]))
    try:
        assert store.purge(digests(1)) == 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert store.size(KIND) == 0


def test_a_flipped_bit_is_noticed_set_aside_and_never_given(store, rng, caplog):
    matrix = half(rng, 40)
    store.put(KIND, digests(40), np.ones(40, np.int32), matrix)
    (shard,) = (store.root / KIND.folder).glob("part-*.parquet")
    whole = bytearray(shard.read_bytes())
    at = whole.index(matrix[20].astype(np.float16).tobytes())
    whole[at] ^= 0xFF
    shard.write_bytes(whole)
    stored = store.get(KIND, digests(40))
    assert not stored.found.any()
    assert "is damaged" in caplog.text
    store.put(KIND, digests(40), np.ones(40, np.int32), matrix)
    np.testing.assert_array_equal(store.get(KIND, digests(40)).matrix, matrix)
