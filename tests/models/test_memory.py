import pandas as pd
import pytest

from mirinter_core.errors import ModelError
from mirinter_core.models.memory import Memory
from mirinter_core.molecules.molecule import Molecule
from tests.worlds import seed_world

TABLE = seed_world().table
MEMORY = Memory.of(TABLE)


def test_a_listed_pair_is_known_whichever_is_the_query_and_whatever_it_is_called():
    query, partner = TABLE.left[TABLE.left_row[0]], TABLE.right[TABLE.right_row[0]]
    renamed = Molecule("anything", partner.letters)
    assert MEMORY.lists(query, [renamed]).tolist() == [True]
    assert MEMORY.lists(renamed, [query]).tolist() == [True]
    stranger = Molecule("x", partner.letters + "A")
    assert MEMORY.lists(query, [stranger]).tolist() == [False]


def test_a_sibling_of_a_trained_microrna_is_of_a_known_family():
    trained = TABLE.left[TABLE.left_row[0]].letters
    sibling = Molecule("s", trained[:8] + "ACGUACGUACGUAC", "miRNA")
    stranger = Molecule("t", "U" + trained[2:8] + trained[1] + "ACGUACGUACGUAC", "miRNA")
    assert MEMORY.knows_family([sibling, stranger]).tolist() == [True, False]


def test_molecules_are_seen_only_if_they_stand_in_a_row():
    none = Memory.of(TABLE.take(TABLE.left_row == 0))
    outside = [m for i, m in enumerate(TABLE.left) if i != 0]
    assert not none.saw(outside).any()
    assert none.saw([TABLE.left[0]]).all()


def test_it_comes_back_from_disk_and_holds_no_letters(tmp_path):
    path = tmp_path / "memory.parquet"
    MEMORY.save(path)
    assert Memory.load(path) == MEMORY
    table = pd.read_parquet(path)
    assert list(table.columns) == ["kind", "digest"]
    assert table["digest"].str.fullmatch("[0-9a-f]{16}").all()


def test_a_missing_or_damaged_memory_is_an_error(tmp_path):
    with pytest.raises(ModelError, match="missing or damaged"):
        Memory.load(tmp_path / "nothing.parquet")
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(ModelError, match="missing or damaged"):
        Memory.load(tmp_path / "bad.parquet")
