import logging
import os
import time

import numpy as np
import pyarrow.parquet as pq
import pytest

from mirinter_core.embedding import shards
from mirinter_core.errors import StorageError


def add(folder, *names, width=4):
    shards.add(folder, names, [1] * len(names), np.ones((len(names), width), np.float16))


def damage(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 4] ^= 0xFF
    path.write_bytes(content)


class Compaction(logging.Handler):
    """Another process that compacts just when a damaged shard is met here."""

    def __init__(self, old, new):
        super().__init__()
        self.old, self.new = old, new

    def emit(self, record):
        self.old.rename(self.new)


@pytest.fixture(params=["part-0.parquet", "part-2.parquet"])
def compacted_meanwhile(tmp_path, request):
    """A folder with one damaged shard; the sound one gets another name when that is noticed."""
    add(tmp_path, "a")
    (sound,) = shards.paths_in(tmp_path)
    sound = sound.rename(tmp_path / "part-1.parquet")
    (tmp_path / request.param).write_bytes(b"damaged")
    compaction = Compaction(sound, tmp_path / "part-3.parquet")
    logger = logging.getLogger("mirinter_core.embedding.shards")
    logger.addHandler(compaction)
    yield tmp_path
    logger.removeHandler(compaction)


def test_what_is_compacted_while_shards_are_looked_at_is_not_lost(compacted_meanwhile):
    assert [shard.name for shard in shards.usable(compacted_meanwhile)] == ["part-3.parquet"]


def test_what_is_compacted_while_molecules_are_named_is_named(compacted_meanwhile):
    assert shards.digests_in(compacted_meanwhile) == {"a"}


def test_damage_that_only_reading_shows_does_not_hinder_naming_the_molecules(tmp_path):
    add(tmp_path, *(f"molecule {i}" for i in range(500)))
    (shard,) = shards.paths_in(tmp_path)
    add(tmp_path, "a")
    content = bytearray(shard.read_bytes())
    content[4:40] = bytes(36)  # the first page's header
    shard.write_bytes(content)
    assert shards.digests_in(tmp_path) == {"a"}


def test_each_addition_is_one_shard_more(tmp_path):
    add(tmp_path, "a", "b")
    add(tmp_path, "c")
    assert shards.usable(tmp_path) == shards.paths_in(tmp_path)
    assert len(shards.paths_in(tmp_path)) == 2
    assert shards.digests_in(tmp_path) == {"a", "b", "c"}


def test_a_folder_that_is_not_there_holds_nothing(tmp_path):
    assert shards.usable(tmp_path / "none") == []
    assert shards.digests_in(tmp_path / "none") == set()
    assert not shards.sound(tmp_path / "none" / "part-x.parquet")


def test_a_shard_that_was_sound_is_looked_at_again_when_it_changed(tmp_path):
    names = [f"molecule {i}" for i in range(500)]
    add(tmp_path, *names)
    (shard,) = shards.usable(tmp_path)
    damage(shard)
    os.utime(shard, ns=(0, 0))
    assert shards.usable(tmp_path) == []
    assert (tmp_path / f"damaged-{shard.name}").exists()


def test_a_shard_of_another_format_is_refused_and_stays(tmp_path):
    add(tmp_path, "a")
    (shard,) = shards.paths_in(tmp_path)
    pq.write_table(pq.read_table(shard).replace_schema_metadata({}), shard)
    with pytest.raises(StorageError, match="has format none"):
        shards.usable(tmp_path)
    assert shard.exists()


def test_small_shards_are_merged_only_when_there_are_many(tmp_path):
    for i in range(shards.MANY - 1):
        add(tmp_path, f"m{i}")
    shards.merge_small(tmp_path)
    assert len(shards.paths_in(tmp_path)) == shards.MANY - 1
    add(tmp_path, "m0")
    shards.merge_small(tmp_path)
    (merged,) = shards.usable(tmp_path)
    assert sorted(pq.read_table(merged)["digest"].to_pylist()) == sorted(
        f"m{i}" for i in range(shards.MANY - 1)
    )


def test_merging_clears_what_writers_killed_long_ago_have_left(tmp_path):
    old, young = tmp_path / ".part-old", tmp_path / ".part-young"
    for leftover in (old, young):
        leftover.write_bytes(b"half a shard")
    two_days_ago = time.time() - 2 * 86_400
    os.utime(old, (two_days_ago, two_days_ago))
    shards.merge_small(tmp_path)
    assert not old.exists()
    assert young.exists()


def test_a_purge_counts_distinct_molecules_and_keeps_the_rest(tmp_path):
    add(tmp_path, "a", "b")
    add(tmp_path, "a", "c")
    assert shards.purge(tmp_path, {"a", "never stored"}) == 1
    assert shards.digests_in(tmp_path) == {"b", "c"}
