from contextlib import suppress
from dataclasses import fields, replace

import numpy as np
import pytest

from mirinter_core.errors import ModelError
from mirinter_core.models import shelf
from mirinter_core.models.atlas import SEED_WORDS
from tests.books import told, written
from tests.gene_worlds import gene_world

TABLE = gene_world(8, 6)
BOOKS = {"lncRNA": written(TABLE), "snoRNA": written(gene_world(4, 5, seed=1))}


def arrays(value):
    """All arrays of a book, its atlas and its likeness, by name."""
    return {
        f"{type(value).__name__} {field.name}": own
        for field in fields(value)
        if isinstance(own := getattr(value, field.name), np.ndarray)
    }


def same(one, other):
    for a, b in (
        (one, other),
        (one.atlas, other.atlas),
        (one.atlas.likeness, other.atlas.likeness),
    ):
        own, again = arrays(a), arrays(b)
        assert own
        for name in own:
            assert own[name].dtype == again[name].dtype, name
            np.testing.assert_array_equal(own[name], again[name], err_msg=name)


def test_books_come_back_as_they_were_and_in_their_order(tmp_path):
    shelf.save(BOOKS, tmp_path / shelf.FILE)
    again = shelf.load(tmp_path / shelf.FILE)
    assert list(again) == list(BOOKS)
    for name, book in BOOKS.items():
        same(book, again[name])


def test_a_book_that_was_saved_describes_pairs_to_the_last_bit_as_before(tmp_path):
    shelf.save(BOOKS, tmp_path / shelf.FILE)
    again = shelf.load(tmp_path / shelf.FILE)
    before, after = (told(b["lncRNA"], TABLE.left, TABLE.right) for b in (BOOKS, again))
    np.testing.assert_array_equal(before, after)


def test_genes_beyond_a_hundred_thousand_keep_their_sites(tmp_path):
    book = BOOKS["lncRNA"]
    far = np.sort(book.atlas.gene_site + 200_000 * SEED_WORDS)
    large = replace(book, atlas=replace(book.atlas, gene_site=far))
    shelf.save({"lncRNA": large}, tmp_path / shelf.FILE)
    same(large, shelf.load(tmp_path / shelf.FILE)["lncRNA"])


def test_no_file_is_no_book(tmp_path):
    assert shelf.load(tmp_path / shelf.FILE) == {}


def test_a_file_that_is_cut_short_or_empty_is_damaged(tmp_path):
    path = tmp_path / shelf.FILE
    shelf.save(BOOKS, path)
    whole = path.read_bytes()
    for size in (0, 1, 30, 1000, len(whole) // 2, len(whole) - 30):
        path.write_bytes(whole[:size])
        with pytest.raises(ModelError, match="damaged; install the model again"):
            shelf.load(path)


def test_a_byte_gone_wrong_is_told_in_words_if_it_is_seen_at_all(tmp_path):
    path = tmp_path / shelf.FILE
    shelf.save({"lncRNA": BOOKS["snoRNA"]}, path)
    whole = bytearray(path.read_bytes())
    rng = np.random.default_rng(0)
    for place in rng.integers(0, len(whole), 150).tolist():
        broken = whole.copy()
        broken[place] ^= 1 << int(rng.integers(8))
        path.write_bytes(broken)
        with suppress(ModelError):  # whether it is seen here or not: the memory knows a digest
            assert len(shelf.load(path)) == 1


def test_a_file_without_one_of_its_arrays_is_of_an_older_mirinter_or_damaged(tmp_path):
    path = tmp_path / shelf.FILE
    shelf.save(BOOKS, path)
    with np.load(path) as file:
        held = dict(file)
    for name in ("types", "0 word", "1 due", "0 listed", "0 surroundings"):
        np.savez(path, **{key: a for key, a in held.items() if key != name})
        with pytest.raises(ModelError, match=f"{name}.*older mirinter.*train the model again"):
            shelf.load(path)


class Trap:
    """Says so if it is ever unpickled."""

    sprung = False

    def __reduce__(self):
        return (_spring, ())


def _spring():
    Trap.sprung = True


@pytest.mark.parametrize("name", ["types", "0 due", "0 listed"])
def test_nothing_is_ever_unpickled(tmp_path, name):
    path = tmp_path / shelf.FILE
    shelf.save(BOOKS, path)
    with np.load(path) as file:
        held = dict(file)
    np.savez(path, **(held | {name: np.array([Trap()], dtype=object)}), allow_pickle=True)
    with pytest.raises(ModelError, match="damaged"):
        shelf.load(path)
    assert not Trap.sprung
