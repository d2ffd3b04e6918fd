from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mirinter_core.errors import ModelError
from mirinter_core.models import shelf
from mirinter_core.models.memory import Memory
from mirinter_core.molecules.molecule import Molecule
from tests.books import told, written
from tests.gene_worlds import gene_world
from tests.worlds import seed_world

TABLE = seed_world().table
MEMORY = Memory.of(TABLE)
GENES = gene_world(6, 5)
WITH_BOOKS = replace(Memory.of(GENES), books={"lncRNA": written(GENES)})


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


@pytest.mark.parametrize(
    ("kind", "length", "books", "expected"),
    [
        ("lncRNA", 50, ("lncRNA", "miRNA"), "lncRNA"),
        ("miRNA", 22, ("lncRNA", "miRNA"), "miRNA"),
        ("snoRNA", 300, ("lncRNA", "miRNA"), ""),
        ("", 200, ("lncRNA", "miRNA"), "lncRNA"),
        ("", 199, ("lncRNA", "miRNA"), ""),
        ("", 300, ("miRNA",), ""),
        ("", 22, ("lncRNA", "miRNA"), ""),
        ("lncRNA", 300, (), ""),
    ],
)
def test_a_partner_is_looked_up_in_the_book_of_its_type(kind, length, books, expected):
    memory = replace(MEMORY, books=dict.fromkeys(books, WITH_BOOKS.books["lncRNA"]))
    assert memory.book(Molecule("p", "A" * length, kind)) == expected


def test_books_come_back_from_disk_and_say_the_same(tmp_path):
    path = tmp_path / "memory.parquet"
    WITH_BOOKS.save(path)
    again = Memory.load(path)
    assert replace(again, books={}) == replace(WITH_BOOKS, books={})
    before, after = (told(m.books["lncRNA"], GENES.left, GENES.right) for m in (WITH_BOOKS, again))
    np.testing.assert_array_equal(before, after)


def test_a_memory_without_books_has_no_file_of_them(tmp_path):
    MEMORY.save(tmp_path / "memory.parquet")
    assert [f.name for f in tmp_path.iterdir()] == ["memory.parquet"]
    assert Memory.load(tmp_path / "memory.parquet").books == {}


def test_books_that_are_missing_are_never_done_without(tmp_path):
    path = tmp_path / "memory.parquet"
    WITH_BOOKS.save(path)
    (tmp_path / shelf.FILE).unlink()
    with pytest.raises(ModelError, match=r"books.npz is missing or damaged; install the model"):
        Memory.load(path)


def test_books_with_any_byte_gone_wrong_are_damaged(tmp_path):
    path, books = tmp_path / "memory.parquet", tmp_path / shelf.FILE
    WITH_BOOKS.save(path)
    whole = books.read_bytes()
    for place in np.linspace(0, len(whole) - 1, 40).astype(int).tolist():
        broken = bytearray(whole)
        broken[place] ^= 1
        books.write_bytes(broken)
        with pytest.raises(ModelError, match="missing or damaged; install the model again"):
            Memory.load(path)


def test_the_books_of_another_model_are_refused(tmp_path):
    for name, world in (("a", GENES), ("b", gene_world(5, 5, seed=3))):
        (tmp_path / name).mkdir()
        replace(WITH_BOOKS, books={"lncRNA": written(world)}).save(tmp_path / name / "m.parquet")
    (tmp_path / "a" / shelf.FILE).write_bytes((tmp_path / "b" / shelf.FILE).read_bytes())
    with pytest.raises(ModelError, match="missing or damaged"):
        Memory.load(tmp_path / "a" / "m.parquet")


def test_the_memory_of_an_older_model_that_knows_no_digest_of_its_books_still_loads(tmp_path):
    path = tmp_path / "memory.parquet"
    WITH_BOOKS.save(path)
    table = pd.read_parquet(path)
    table[table["kind"] != "books"].to_parquet(path, index=False)
    assert set(Memory.load(path).books) == {"lncRNA"}


def test_a_partner_is_known_by_its_letters_or_by_what_it_shares_with_its_gene():
    rng = np.random.default_rng(99)  # not the world's own
    isoform = Molecule("new", "ACCA" * 5 + GENES.right[0].letters[200:], "lncRNA")
    stranger = Molecule("stranger", "".join(rng.choice(list("ACGU"), 500)), "lncRNA")
    asked = [GENES.right[1], isoform, stranger, replace(isoform, type="snoRNA")]
    assert WITH_BOOKS.knows_partners(asked).tolist() == [True, True, False, False]
    assert replace(WITH_BOOKS, books={}).knows_partners(asked).tolist() == [True] + [False] * 3
