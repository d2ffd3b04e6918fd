import pytest

from mirinter_core.molecules.rna_types import TYPES, rna_type


@pytest.mark.parametrize("word", TYPES)
def test_a_type_means_itself_in_any_case(word):
    assert rna_type(word) == rna_type(f" {word.upper()} ") == word


@pytest.mark.parametrize(
    ("word", "type_"),
    [
        ("lincRNA", "lncRNA"),
        ("long non coding RNA", "lncRNA"),
        ("Mt_tRNA", "tRNA"),
        ("scaRNA", "snoRNA"),
        ("HACA-SCARNA-snoRNA", "snoRNA"),
        ("vault_RNA", "misc_RNA"),
        ("pre_miRNA", "hairpin"),
        ("protein_coding", "mRNA"),
        ("transcribed_unprocessed_pseudogene", "pseudogene"),
        ("TEC", ""),
        ("", ""),
        ("712", ""),
    ],
)
def test_a_source_s_word_means_a_type_or_nothing(word, type_):
    assert rna_type(word) == type_
