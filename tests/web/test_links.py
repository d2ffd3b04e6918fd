import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirinter_core.datasets.catalog import load
from mirinter_core.web.links import database_of, link_for


@pytest.mark.parametrize(
    ("accession", "address"),
    [
        ("MIMAT0000076", "https://www.mirbase.org/mature/MIMAT0000076"),
        ("MI0000077", "https://www.mirbase.org/hairpin/MI0000077"),
        ("ENST00000562919.1", "https://www.ensembl.org/id/ENST00000562919.1"),
        ("ENSG00000251562", "https://www.ensembl.org/id/ENSG00000251562"),
        ("ENSMUST00000172812.4", "https://www.ensembl.org/id/ENSMUST00000172812.4"),
        ("URS00002F21DA_9606", "https://rnacentral.org/rna/URS00002F21DA/9606"),
        ("NR_002819.4", "https://www.ncbi.nlm.nih.gov/nuccore/NR_002819.4"),
        ("NM_000546", "https://www.ncbi.nlm.nih.gov/nuccore/NM_000546"),
        ("NONHSAT022112.2", "http://www.noncode.org/show_rna.php?id=NONHSAT022112"),
        ("hsa-miR-21-5p", "https://www.mirbase.org/results/?query=hsa-miR-21-5p"),
        ("hsa-let-7a-5p", "https://www.mirbase.org/results/?query=hsa-let-7a-5p"),
        ("ebv-miR-BART7-3p", "https://www.mirbase.org/results/?query=ebv-miR-BART7-3p"),
    ],
)
def test_a_public_accession_leads_to_its_database(accession, address):
    assert link_for(accession) == address
    assert database_of(accession)


@pytest.mark.parametrize(
    "own",
    [
        "",
        "q",
        "MIMAT0000076\n",
        "MIMAT0000076/../../x",
        "ENST00000562919?x=1",
        "xENST00000562919",
        "hsa-miR-21-5p&x=<script>",
        "hsa-miR-21 5p",
        "hsa-miR-" + "9" * 10_000,
        "javascript:alert(1)",
        "URS00002F21DA",
        "ENST\u0660\u0660\u0660\u0660\u0660562919",
    ],
)
def test_an_id_of_the_users_own_has_no_link(own):
    assert link_for(own) is None
    assert database_of(own) == ""


@given(st.text())
def test_no_text_makes_an_address_with_odd_letters(text):
    link = link_for(text)
    assert link is None or (link.isascii() and not set(link) & set(" <>\"'&#\\"))


def test_every_mirna_of_the_built_in_catalogue_has_a_link():
    mirnas = [m.id for m in load("builtin").molecules if m.type == "miRNA"]
    assert [name for name in mirnas if link_for(name) is None] == []
