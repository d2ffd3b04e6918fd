"""The types of RNA there are here, and what the public sources call them."""

from __future__ import annotations

TYPES = (
    "miRNA",
    "hairpin",
    "lncRNA",
    "snoRNA",
    "snRNA",
    "rRNA",
    "tRNA",
    "piRNA",
    "circRNA",
    "misc_RNA",
    "mRNA",
    "pseudogene",
    "control",
)

# Ensembl's and GENCODE's biotypes, RNAcentral's and NCBI's words, in small letters.
_WORDS = {
    "miRNA": "mirna mature mature_mirna",
    "hairpin": "pre_mirna pre-mirna precursor_rna mirna_hairpin stem-loop",
    "lncRNA": "lincrna lnc_rna non_coding antisense antisense_rna sense_intronic "
    "sense_overlapping processed_transcript 3prime_overlapping_ncrna macro_lncrna "
    "bidirectional_promoter_lncrna long_non_coding_rna long_noncoding_rna",
    "snoRNA": "scarna guide_rna small_nucleolar_rna",
    "snRNA": "small_nuclear_rna",
    "rRNA": "mt_rrna ribosomal_rna",
    "tRNA": "mt_trna transfer_rna",
    "misc_RNA": "ncrna scrna srna vault_rna vaultrna y_rna srp_rna ribozyme rnase_p_rna "
    "rnase_mrp_rna telomerase_rna 7sk_rna hammerhead_ribozyme other",
    "mRNA": "protein_coding nonsense_mediated_decay non_stop_decay",
}
_TYPE_OF = {name.lower(): name for name in TYPES} | {
    word: name for name, words in _WORDS.items() for word in words.split()
}


def rna_type(word: str) -> str:
    """Give the type of `TYPES` that a source's word means, or an empty text if it means none.

    Examples
    --------
    >>> rna_type("lincRNA"), rna_type("Mt_tRNA"), rna_type("CD-SCARNA-snoRNA"), rna_type("TEC")
    ('lncRNA', 'tRNA', 'snoRNA', '')
    """
    word = word.strip().lower().replace(" ", "_")
    if word.endswith("pseudogene"):
        return "pseudogene"
    if word.endswith("-snorna"):  # snoDB's boxes: CD-snoRNA, HACA-SCARNA-snoRNA ...
        return "snoRNA"
    return _TYPE_OF.get(word, "")
