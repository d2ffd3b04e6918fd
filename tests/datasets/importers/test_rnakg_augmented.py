import csv
import gzip
import shutil

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mirinter_core.datasets.importer import open_dataset
from mirinter_core.datasets.importers.rnakg_augmented import _oriented, _whatever_view
from mirinter_core.errors import DatasetError
from mirinter_core.molecules.molecule import Molecule

FILES = [f"rnakg_mirna_mirna_augmented_{part}.tsv.gz" for part in ("train", "test")]
KNOWN = {"mirna_mature_all_species.fa.gz", "mirna_hairpin_mirbase21.fa.gz"}
A, B, C = "UGAGGUAGUAGGUUGUAUAGUU", "UAGCUUAUCAGACUGAUGUUGA", "AACCUUGGAACCUUGGAACC"


def views(a, b):
    return [(a, b), (b, a), (a[::-1], b[::-1]), (b[::-1], a[::-1])]


def written(folder, *pairs):
    rows = "".join(f"{a}\t{b}\n" for pair in pairs for a, b in views(*pair))
    (folder / "train.tsv").write_text(f"seq1\tseq2\n{rows}")


def listed(table):
    pairs = zip(table.left_row, table.right_row, strict=True)
    return {frozenset((table.left[a].letters, table.right[b].letters)) for a, b in pairs}


@pytest.fixture(scope="module")
def undone(tmp_path_factory, request):
    from tests.conftest import DATA

    if not DATA.is_dir():
        pytest.skip(f"the real data are not at {DATA}")
    folder = tmp_path_factory.mktemp("rnakg")
    for file in FILES:
        shutil.copy(DATA / "raw" / file, folder)
    for file in KNOWN:
        shutil.copy(DATA / "reference" / file, folder)
    return open_dataset(folder)


def test_with_mirbase_beside_them_all_published_views_are_undone(undone):
    assert len(undone.table) == 2_057
    said = " ".join(undone.report)
    assert "8,284 rows are the views of 2,057 pairs" in said
    assert "Listed more than once: 14" in said
    assert "left out" not in said


def test_the_pairs_are_those_of_the_table_made_from_them_but_for_seven(undone, data):
    """bta-miR-3602 is hsa-miR-652-3p backwards: six pairs of that table are reversed views."""
    made = open_dataset(data / "rnakg").table
    ours, theirs = listed(undone.table), listed(made)
    assert (len(ours & theirs), len(ours - theirs), len(theirs - ours)) == (2_056, 1, 6)
    reversed_view = next(m.letters for m in (*made.left, *made.right) if "miR-3602" in m.id)
    assert all(reversed_view in pair for pair in theirs - ours)
    assert reversed_view[::-1] in {m.letters for m in undone.table.left}


def test_pairs_that_nobody_can_tell_the_direction_of_are_left_out_and_counted(data):
    opened = open_dataset(data / "raw", "rnakg_augmented")
    assert len(opened.table) == 1_901
    assert any("156 pairs share no RNA with any that is known" in line for line in opened.report)


def test_a_file_that_is_named_is_read_alone(data):
    train, test = (open_dataset(data / "raw" / file).table for file in FILES)
    assert (len(train), len(test)) == (1_703, 181)


def test_four_views_become_one_pair_of_known_names(tmp_path):
    written(tmp_path, (A, B))
    opened = open_dataset(tmp_path)
    (a,), (b,) = opened.table.left, opened.table.right
    assert {a.letters, b.letters} == {A, B}
    assert {a.id, b.id} == {"hsa-let-7a-5p", "hsa-miR-21-5p"}


def test_an_unknown_rna_is_read_in_the_direction_of_its_pairs(tmp_path):
    other = "GGGGAAAACCCCUUUUGGAAUUCCGGAAUUCCAAGG"
    written(tmp_path, (A, C), (C, other))
    opened = open_dataset(tmp_path)
    assert listed(opened.table) == {frozenset((A, C)), frozenset((C, other))}
    assert {m.type for m in opened.table.right} == {"miRNA", "hairpin"}


def test_nothing_known_leaves_nothing(tmp_path):
    (tmp_path / "t.tsv.gz").write_bytes(gzip.compress(f"seq1\tseq2\n{C}\tGGGGAAAACC\n".encode()))
    with pytest.raises(DatasetError, match="no positive pair is left"):
        open_dataset(tmp_path)


rna = st.text("ACGU", min_size=9, max_size=14)


@given(st.lists(st.tuples(rna, rna), min_size=1, max_size=12), st.data())
def test_every_view_leads_back_to_the_pair(pairs, data):
    known = {letters: Molecule(letters, letters) for pair in pairs for letters in pair}
    assume(not any(letters[::-1] in known for letters in known))
    drawn = [data.draw(st.sampled_from(views(*pair))) for pair in pairs]
    found, undecided = _oriented(dict.fromkeys(_whatever_view(*view) for view in drawn), known)
    assert {frozenset(pair) for pair in found} == {frozenset(pair) for pair in pairs}
    assert undecided == 0


def test_the_derived_table_says_so_itself(data):
    with (data / "rnakg" / "mirna_mirna.tsv").open() as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    letters = {row[f"name_{side}"]: row[f"seq_{side}"] for row in rows for side in "ab"}
    assert letters["bta-miR-3602"] == letters["hsa-miR-652-3p"][::-1]
