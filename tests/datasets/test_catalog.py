import gzip
import json
import shutil
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mirinter_core.datasets import catalog
from mirinter_core.datasets.catalog import from_molecules, load, open_catalog, remove, save
from mirinter_core.errors import CatalogError, SequenceError, StorageError
from mirinter_core.molecules.molecule import Molecule

LET7 = Molecule("hsa-let-7a-5p", "UGAGGUAGUAGGUUGUAUAGUU", "miRNA", "let-7a-5p", "", "MIMAT0000062")
MALAT = Molecule("ENST1", "ACGUNACGU", "lncRNA", "MALAT1-201", "ENSG1", "a=b\tc 'd' <script>")


def saved(name="mine", molecules=(LET7, MALAT), **facts):
    made = from_molecules(name, molecules, **facts)
    save(made)
    return made


def test_a_saved_catalogue_comes_back_whole():
    made = saved(title="Mine", species="Homo sapiens", terms="CC0", release="3", refused=2)
    assert load("mine") == made
    assert catalog.info("mine").types == {"miRNA": 1, "lncRNA": 1}
    assert (made.info.molecules, made.info.letters, made.info.refused) == (2, 31, 2)
    assert "mine" in catalog.names()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, unique=True))
def test_any_id_and_description_survive_the_disk(texts, tmp_path):
    made = from_molecules("any", [Molecule(t, "ACGU", t, t, t, t) for t in texts])
    shutil.rmtree(tmp_path / "home", ignore_errors=True)
    save(made)
    assert load("any") == made


def test_two_molecules_with_one_id_are_refused_by_name():
    with pytest.raises(CatalogError, match=r"2 records have the id 'ENST1'.*rename"):
        from_molecules("x", [LET7, MALAT, Molecule("ENST1", "A")])


def test_an_empty_catalogue_is_refused():
    with pytest.raises(CatalogError, match="would be empty"):
        from_molecules("x", [])


def test_the_digest_follows_ids_and_letters_alone_whatever_their_order():
    digest = from_molecules("a", [LET7, MALAT]).info.digest
    retyped = Molecule("ENST1", "ACGUNACGU", "control", description="else")
    assert from_molecules("b", [retyped, LET7]).info.digest == digest
    assert from_molecules("a", [LET7, Molecule("ENST1", "ACGUNACGA")]).info.digest != digest
    assert from_molecules("a", [LET7, Molecule("ENST2", "ACGUNACGU")]).info.digest != digest


def test_selecting_types_gives_a_catalogue_with_its_own_counts():
    made = from_molecules("x", [LET7, MALAT], terms="CC0")
    chosen = made.select(types=("miRNA",))
    assert chosen.molecules == (LET7,)
    assert (chosen.name, chosen.info.terms, chosen.info.type) == ("x", "CC0", "miRNA")
    assert (chosen.info.molecules, chosen.info.letters) == (1, 22)
    assert made.info.type == ""
    with pytest.raises(CatalogError, match="has no snoRNA; it has: lncRNA, miRNA"):
        made.select(types=("snoRNA",))


@pytest.mark.parametrize("name", ["", "../up", "a/b", ".hidden", "x" * 65, "a b", "a\n"])
def test_a_name_that_is_no_folder_name_is_refused(name, own_home):
    with pytest.raises(CatalogError, match="cannot be a name"):
        save(from_molecules(name, [LET7]))
    with pytest.raises(CatalogError, match="cannot be a name"):
        remove(name)
    assert not own_home.exists()


def test_a_taken_name_is_refused_and_what_has_it_stays():
    made = saved()
    with pytest.raises(CatalogError, match="There is a catalogue 'mine'"):
        save(from_molecules("mine", [LET7]))
    assert load("mine") == made


def test_of_two_catalogues_of_one_name_saved_at_once_the_first_stays(monkeypatch):
    monkeypatch.setattr(catalog, "check_new", lambda _: None)  # both asked before either was there
    made = saved()
    with pytest.raises(StorageError, match="'mine' was made by someone else a moment ago"):
        save(from_molecules("mine", [LET7]))
    assert load("mine") == made


def test_what_comes_with_mirinter_can_be_neither_removed_nor_replaced():
    with pytest.raises(CatalogError, match="'builtin' comes with mirinter and cannot be removed"):
        remove("builtin")
    with pytest.raises(CatalogError, match="comes with mirinter; take another name"):
        save(from_molecules("builtin", [LET7]))
    assert len(load("builtin")) > 150


def test_removing_deletes_one_catalogue_and_nothing_else(own_home):
    saved()
    other = saved("other")
    beside = own_home / "vectors" / "mine"
    beside.mkdir(parents=True)
    remove("mine")
    assert beside.is_dir()
    assert load("other") == other
    assert "mine" not in catalog.names()
    with pytest.raises(CatalogError, match=r"no catalogue 'mine'.*Catalogues: builtin, other"):
        load("mine")
    with pytest.raises(CatalogError, match="no catalogue 'mine'"):
        remove("mine")


def test_a_folder_that_does_not_go_is_said(own_home):
    saved("elsewhere")
    (own_home / "catalogs" / "linked").symlink_to(own_home / "catalogs" / "elsewhere")
    with pytest.raises(StorageError, match="Check who owns its files"):
        remove("linked")
    assert load("elsewhere")


def test_a_close_name_is_suggested():
    with pytest.raises(CatalogError, match="Did you mean 'builtin'"):
        open_catalog("bultin")


@pytest.mark.parametrize("file", ["catalog.json", "molecules.parquet"])
@pytest.mark.parametrize("how", ["missing", "cut", "junk"])
def test_a_damaged_catalogue_is_named_with_its_remedy(file, how, own_home):
    saved()
    path = own_home / "catalogs" / "mine" / file
    if how == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:40] if how == "cut" else b"\x00junk")
    with pytest.raises(CatalogError, match=r"'mine' is damaged: .*Remove it and add it again"):
        load("mine")
    remove("mine")
    assert "mine" not in catalog.names()


def test_molecules_of_another_catalogue_are_not_taken_for_its_own(own_home):
    saved()
    saved("other", [LET7])
    folder = own_home / "catalogs"
    shutil.copy(folder / "other" / "molecules.parquet", folder / "mine" / "molecules.parquet")
    with pytest.raises(CatalogError, match=r"not what catalog\.json describes"):
        load("mine")


def test_a_newer_format_is_refused(own_home):
    saved()
    path = own_home / "catalogs" / "mine" / "catalog.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format_version": 99}))
    with pytest.raises(CatalogError, match="format 99"):
        load("mine")


def test_a_folder_half_written_when_the_process_was_killed_is_no_catalogue(own_home):
    (own_home / "catalogs" / ".part-0123-mine").mkdir(parents=True)
    assert catalog.names() == ["builtin"]


def test_a_name_goes_before_a_file_of_that_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "builtin").write_text(">a\nACGU\n")
    assert open_catalog("builtin").reading is None
    assert [m.id for m in open_catalog("./builtin").molecules] == ["a"]


@pytest.mark.parametrize("pack", [False, True])
def test_a_fasta_file_opens_as_a_catalogue_and_says_what_it_refused(tmp_path, pack):
    mirna = b">hsa-let-7a-5p MIMAT0000062 Homo sapiens let-7a-5p\nUGAGG\n"
    text = b">good\nacgt\n>bad\nMKVLAAGEEQ\n" + mirna
    path = tmp_path / ("my set.fa.gz" if pack else "my set.fa")
    path.write_bytes(gzip.compress(text) if pack else text)
    opened = open_catalog(path)
    assert [(m.id, m.letters, m.type) for m in opened.molecules] == [
        ("good", "ACGU", ""),
        ("hsa-let-7a-5p", "UGAGG", "miRNA"),
    ]
    assert opened.reading is not None
    assert [refusal.record for refusal in opened.reading.refusals] == ["bad"]
    assert "good" in opened.reading.repairs
    assert (opened.name, opened.info.source, opened.info.refused) == ("my set", path.name, 1)


def test_a_type_is_given_to_records_that_do_not_tell_theirs(tmp_path):
    path = tmp_path / "x.fa"
    path.write_text(">a\nACGU\n>hsa-miR-1-3p MIMAT0000416 Homo sapiens miR-1-3p\nUGGAAU\n")
    made = catalog.from_fasta("x", path, type="lncRNA", species="Homo sapiens")
    assert [m.type for m in made.molecules] == ["lncRNA", "miRNA"]
    assert made.info.species == "Homo sapiens"


def test_a_file_of_which_nothing_can_be_used_says_why(tmp_path):
    path = tmp_path / "protein.fa"
    path.write_text(">p\nMKVLAAGEEQ\n")
    with pytest.raises(CatalogError, match=r"none of 1 records can be used.*'p'"):
        open_catalog(path)
    (tmp_path / "empty.fa").write_text("")
    with pytest.raises(CatalogError):
        open_catalog(tmp_path / "empty.fa")
    (tmp_path / "binary.fa.gz").write_bytes(b"\x1f\x8b\x08broken")
    with pytest.raises(SequenceError, match="binary"):
        open_catalog(tmp_path / "binary.fa.gz")
    with pytest.raises(CatalogError, match="no file of that name"):
        open_catalog(tmp_path)


def test_two_thousand_molecules_load_within_a_tenth_of_a_second():
    saved("many", [Molecule(f"m{i}", "ACGU" * 250, "lncRNA") for i in range(2000)])
    seconds = []
    for _ in range(3):
        begun = time.perf_counter()
        load("many")
        seconds.append(time.perf_counter() - begun)
    assert min(seconds) < 0.1


@pytest.mark.data
def test_the_lncrnas_of_lncrnasnp2_all_become_molecules(data):
    opened = open_catalog(data / "lncrnasnp2" / "lncrna.fa")
    assert (len(opened), opened.info.refused) == (1663, 0)
    assert {len(m) for m in opened.molecules} >= {213, 22743}
