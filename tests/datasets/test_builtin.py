import gzip
import re

import pytest

from mirinter_core.datasets import builtin
from mirinter_core.datasets.catalog import load
from mirinter_core.home import ASSETS
from mirinter_core.molecules.alphabet import RNA
from mirinter_core.molecules.family import seed
from mirinter_core.molecules.fasta import read_path


def by_type(kind):
    return load("builtin").select(types=(kind,)).molecules


def reference(path):
    """Read (fields of the header, letters) without the code under test."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    for block in text.split(">")[1:]:
        header, _, letters = block.partition("\n")
        yield header, letters.replace("\n", "").upper().replace("T", "U")


def test_the_shipped_catalogue_is_what_its_builder_makes():
    made, shipped = builtin.build(), load("builtin")
    assert shipped.molecules == made.molecules
    assert shipped.info.digest == made.info.digest
    assert shipped.info.types == made.info.types


def test_it_has_what_a_first_screen_needs():
    types = load("builtin").info.types
    assert set(types) == {"miRNA", "hairpin", "snoRNA", "control"}
    assert types["miRNA"] >= 150
    assert types["hairpin"] >= 30
    assert all(set(m.letters) <= set(RNA) for m in load("builtin").molecules)


def test_the_shipped_data_stay_under_one_megabyte():
    folders = ("catalogs", "builtin", "examples")
    files = [p for folder in folders for p in (ASSETS / folder).rglob("*") if p.is_file()]
    assert sum(p.stat().st_size for p in files) < 1_000_000


@pytest.mark.data
@pytest.mark.parametrize(
    ("kind", "file"),
    [
        ("miRNA", "mirna_mature_all_species.fa.gz"),
        ("hairpin", "mirna_hairpin_mirbase21.fa.gz"),
    ],
)
def test_every_mirna_and_hairpin_agrees_letter_by_letter_with_mirbase(data, kind, file):
    known = {
        tuple(header.split()[:2]): letters
        for header, letters in reference(data / "reference" / file)
    }
    for m in by_type(kind):
        assert known[m.id, m.description.split()[0]] == m.letters, m.id


@pytest.mark.data
def test_every_snorna_and_its_rfam_family_agree_with_the_human_loci(data):
    known = {
        (name, family, letters)
        for header, letters in reference(data / "reference" / "snorna_human.fa")
        for _, name, _, family in [header.split("|")]
    }
    for m in by_type("snoRNA"):
        assert (m.name, m.description.split()[0], m.letters) in known, m.id


def test_every_molecule_says_its_accession_or_that_it_is_generated():
    for m in load("builtin").molecules:
        form = r"Generated control, no real RNA: " if m.type == "control" else r"(MIMAT|MI|RF)\d+ "
        assert re.match(form, m.description), m.id


def test_the_mirnas_of_the_controls_share_no_seed_and_are_shipped():
    mirnas = {m.id: m for m in by_type("miRNA")}
    chosen = {control.mirna for control in builtin.planted()}
    assert len({seed(mirnas[id_].letters) for id_ in chosen}) == len(chosen) >= 30


def examples():
    return {p.stem: read_path(p).molecules[0] for p in sorted((ASSETS / "examples").glob("*.fa"))}


def test_there_are_three_examples_a_known_a_viral_and_a_random_one():
    found = examples()
    assert set(found) == {"let-7a-5p", "ebv-miR-BART7-3p", "random-22mer"}
    mirnas = {m.id: m.letters for m in by_type("miRNA")}
    assert mirnas["hsa-let-7a-5p"] == found["let-7a-5p"].letters
    families = {seed(letters) for letters in mirnas.values()}
    assert seed(found["random-22mer"].letters) not in families
    assert len(found["random-22mer"]) == 22


@pytest.mark.data
def test_the_viral_example_is_in_mirbase_and_the_random_one_has_no_known_seed(data):
    path = data / "reference" / "mirna_mature_all_species.fa.gz"
    known = {tuple(header.split()[:2]): letters for header, letters in reference(path)}
    viral = examples()["ebv-miR-BART7-3p"]
    assert known[viral.id, viral.description.split()[0]] == viral.letters
    assert seed(examples()["random-22mer"].letters) not in {seed(s) for s in known.values()}
