import pytest

from mirinter_core.datasets.dataset import RawPairs, checked, types_of
from mirinter_core.errors import DatasetError
from mirinter_core.molecules.molecule import Molecule

A, B = Molecule("a", "UGAGGUAGUAGGUUG", "miRNA"), Molecule("b", "UAGCUUAUCAGACUG", "miRNA")
X, Y = Molecule("x", "ACGUACGUACGU", "lncRNA"), Molecule("y", "GGGGCCCCAAAA", "lncRNA")


def entered(pairs, queries=(A, B), partners=(X, Y)):
    return checked(RawPairs("w", queries, partners, pairs, "s", "t"))


def said(dataset):
    return " ".join(dataset.report)


def test_clean_pairs_are_taken_without_a_word():
    made = entered([("a", "x", 1), ("b", "y", 1), ("a", "y", 0)])
    assert (len(made.table), made.report) == (3, ())
    assert types_of(made.table) == {"miRNA-lncRNA": 2}


def test_ids_without_a_sequence_are_dropped_and_named():
    made = entered([("a", "x", 1), ("a", "nobody", 1), ("b", "nobody", 1)])
    assert len(made.table) == 1
    assert "2 pairs dropped: no sequence for nobody." in said(made)
    # b has no pair left: in the full table it would count as never listed.
    assert [m.id for m in made.table.left] == ["a"]
    assert "1 query left out, as no pair is left: b." in said(made)


def test_repeats_are_counted_once_and_pairs_with_both_labels_are_dropped_and_named():
    pairs = [("a", "x", 1), ("a", "x", 1), ("b", "y", 1), ("b", "y", 0)]
    made = entered(pairs)
    assert [(made.table.left[i].id) for i in made.table.left_row] == ["a"]
    assert "1 repeated row, counted once: a with x." in said(made)
    assert "2 rows with both labels, dropped: b with y; b with y." in said(made)


def test_molecules_of_the_same_letters_are_merged_and_named():
    twin = Molecule("a2", A.letters, "miRNA")
    made = entered([("a", "x", 1), ("a2", "x", 1), ("a2", "y", 1)], queries=(A, twin))
    assert len(made.table.left) == 1
    assert len(made.table) == 2
    assert "1 query with the letters of another, merged with it: a2 with a" in said(made)


def test_an_id_with_other_letters_than_before_is_told():
    made = entered([("a", "x", 1)], queries=(A, Molecule("a", "CCCCCCCCCCCC")))
    assert made.table.left == (A,)
    assert "1 query not used, as the id has come before with other letters: a" in said(made)


@pytest.mark.parametrize(
    ("letters", "why"),
    [
        ("ACGUACG", "only 7 of its 7 letters can be read"),
        ("ACGUACG" + "N" * 20, "only 7 of its 27 letters can be read; 8 are needed"),
        ("ACGUACGU" + "N" * 92, "only 8 of its 100 letters can be read"),
    ],
)
def test_partners_that_cannot_be_read_are_dropped_with_the_reason(letters, why):
    made = entered([("a", "x", 1), ("a", "n", 1)], partners=(X, Molecule("n", letters)))
    assert len(made.table) == 1
    assert "1 pair dropped for letters that say nothing: n, " in said(made)
    assert why in said(made)


def test_some_ambiguous_letters_do_not_cost_a_molecule():
    partner = Molecule("n", "ACGUACGU" + "N" * 40)
    assert len(entered([("a", "n", 1)], partners=(partner,)).table) == 1


def test_without_a_listed_pair_there_is_no_data_set():
    with pytest.raises(DatasetError, match=r"no positive pair is left. 1 pair dropped"):
        entered([("a", "nobody", 1)])
    with pytest.raises(DatasetError, match="labels must be 0 or 1"):
        entered([("a", "x", 2)])


def test_lines_are_told_where_they_are_known_and_what_was_dropped_is_counted():
    pairs = [("a", "x", 1), ("a", "x", 1), ("b", "y", 1), ("b", "y", 0), ("b", "nobody", 1)]
    made = checked(RawPairs("w", (A, B), (X, Y), pairs, "s", "t", lines=[2, 3, 5, 6, 9]))
    assert "repeated row, counted once: a with x (line 3)." in said(made)
    assert "both labels, dropped: b with y (line 5); b with y (line 6)." in said(made)
    assert "no sequence for nobody (line 9)." in said(made)
    assert made.dropped == 3  # a repeated row is in a pair
    assert entered([("a", "x", 1), ("a", "x", 1)]).dropped == 0
