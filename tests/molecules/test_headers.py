import gzip
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirinter_core.molecules.headers import Header, read_header
from mirinter_core.molecules.rna_types import TYPES

ENSEMBL = (
    "ENST00000516122.1 ncrna chromosome:GRCh38:12:59450673:59450772:-1 gene:ENSG00000251931.1 "
    "gene_biotype:snRNA transcript_biotype:{} gene_symbol:RNU6-871P description:RNA, U6 small"
)


@pytest.mark.parametrize(
    ("header", "id_", "type_", "name", "gene", "species"),
    [
        (
            "ENST00000473358.1|ENSG00000243485.5|OTTHUMG1|OTTHUMT1|MIR1302-2HG-202|MIR1302-2HG|712|",
            *("ENST00000473358.1", "", "MIR1302-2HG-202", "ENSG00000243485.5", ""),
        ),
        (
            "ENST00000641515.2|ENSG00000186092.6|-|-|OR4F5-202|OR4F5|2618|UTR5:1-60|CDS:61-1041|",
            *("ENST00000641515.2", "mRNA", "OR4F5-202", "ENSG00000186092.6", ""),
        ),
        (
            "ENSMUST00000083500.3|ENSMUSG00000065434.3|-|-|Mir21a-201|Mir21a|92|miRNA|",
            *("ENSMUST00000083500.3", "hairpin", "Mir21a-201", "ENSMUSG00000065434.3", ""),
        ),
        (
            ENSEMBL.format("snRNA"),
            *("ENST00000516122.1", "snRNA", "RNU6-871P", "ENSG00000251931.1", ""),
        ),
        (
            ENSEMBL.format("miRNA"),
            *("ENST00000516122.1", "hairpin", "RNU6-871P", "ENSG00000251931.1", ""),
        ),
        (
            "YPL060C-A cdna chromosome:R64 gene:YPL060C-A gene_biotype:protein_coding",
            *("YPL060C-A", "mRNA", "", "YPL060C-A", ""),
        ),
        (
            "hsa-let-7a-5p MIMAT0000062 Homo sapiens let-7a-5p",
            *("hsa-let-7a-5p", "miRNA", "let-7a-5p", "", "Homo sapiens"),
        ),
        (
            "cel-let-7 MI0000001 Caenorhabditis elegans let-7 stem-loop",
            *("cel-let-7", "hairpin", "let-7", "", "Caenorhabditis elegans"),
        ),
        (
            "hsa-mir-21 MI0000077 Homo sapiens miR-21 stem-loop",
            *("hsa-mir-21", "hairpin", "mir-21", "", "Homo sapiens"),
        ),
        (
            "URS0000000001_9606 Homo sapiens (human) microRNA hsa-let-7a",
            *("URS0000000001_9606", "miRNA", "hsa-let-7a", "", "Homo sapiens"),
        ),
        (
            "URS0000519FAF_9606 Homo sapiens (human) microRNA hsa-mir-21 precursor",
            *("URS0000519FAF_9606", "hairpin", "hsa-mir-21", "", "Homo sapiens"),
        ),
        (
            "URS000053962A_9606 Homo sapiens (human) small nucleolar RNA, C/D box 3A (SNORD3A)",
            *("URS000053962A_9606", "snoRNA", "SNORD3A", "", "Homo sapiens"),
        ),
        ("URS000149A9AF rRNA from 1 species", "URS000149A9AF", "rRNA", "", "", ""),
        (
            "NR_002578.3 Homo sapiens small nucleolar RNA host gene 1 (SNHG1), long non-coding RNA",
            *("NR_002578.3", "lncRNA", "SNHG1", "SNHG1", "Homo sapiens"),
        ),
        (
            "NR_029493.1 Homo sapiens microRNA 21 (MIR21), microRNA",
            *("NR_029493.1", "hairpin", "MIR21", "MIR21", "Homo sapiens"),
        ),
        (
            "NM_000546.6 Homo sapiens tumor protein p53 (TP53), transcript variant 1, mRNA",
            *("NM_000546.6", "mRNA", "TP53", "TP53", "Homo sapiens"),
        ),
        ("hsa-miR-377-3p", "hsa-miR-377-3p", "miRNA", "miR-377-3p", "", ""),
        ("hsa-let-7a-1", "hsa-let-7a-1", "", "let-7a-1", "", ""),
        ("ath-MIR156a", "ath-MIR156a", "hairpin", "MIR156a", "", ""),
        ("MIMAT0000062", "MIMAT0000062", "miRNA", "", "", ""),
        ("NONHSAT000001.2", "NONHSAT000001.2", "lncRNA", "", "", ""),
        (
            "snoID_0689|SNORA63-7 (ZL130)|HACA-snoRNA|RF00092",
            *("snoID_0689|SNORA63-7", "snoRNA", "SNORA63-7 (ZL130)", "", ""),
        ),
        ("my_lnc candidate no. 4", "my_lnc", "", "", "", ""),
        ("", "", "", "", "", ""),
    ],
)
def test_a_header_tells_what_its_source_means(header, id_, type_, name, gene, species):
    found = read_header(header)
    assert (found.id, found.type, found.name, found.gene, found.species) == (
        *(id_, type_, name, gene, species),
    )


@given(st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=40), st.text())
def test_a_plain_id_is_the_text_to_the_first_blank(identifier, rest):
    assert read_header(f"{identifier} {rest}").id == identifier.split("|ENS")[0]


@given(st.text(max_size=80))
def test_any_header_can_be_read_and_has_a_type_of_the_list(header):
    found = read_header(header)
    assert isinstance(found, Header)
    assert found.type in ("", *TYPES)


@pytest.mark.parametrize(
    ("file", "types"),
    [
        ("mirna_mature_human_mirbase22.fa", {"miRNA": 2656}),
        ("mirna_mature_all_species.fa.gz", {"miRNA": 48_885}),
        ("mirna_hairpin_mirbase21.fa.gz", {"hairpin": 28_645}),
        ("snorna_human.fa", {"snoRNA": 1117}),
        ("lncrna_gencode34_subset.fa.gz", {"": 2041}),
        ("mrna_gencode34_subset.fa.gz", {"mRNA": 1105}),
    ],
)
def test_the_headers_of_the_reference_files_give_types_names_and_unique_ids(data, file, types):
    path = data / "reference" / file
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        found = [read_header(line[1:]) for line in lines if line.startswith(">")]
    assert Counter(header.type for header in found) == types
    assert len({header.id for header in found}) == len(found)
    assert all(header.name for header in found)
