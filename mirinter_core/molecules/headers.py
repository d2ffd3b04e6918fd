"""FASTA headers: what the public sources write after the ``>``.

The id is the text to the first blank, as given. Only GENCODE, which puts a whole table row
there, has its first field taken. What a header does not tell stays empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mirinter_core.molecules.rna_types import rna_type


@dataclass(frozen=True)
class Header:
    """What a header tells.

    Parameters
    ----------
    id, type, name, gene, description : str
        As in `mirinter_core.molecules.molecule.Molecule`.
    species : str
        Scientific name, or empty.
    """

    id: str
    type: str = ""
    name: str = ""
    gene: str = ""
    species: str = ""
    description: str = ""


def read_header(header: str) -> Header:
    """Read the header of GENCODE, Ensembl, miRBase, RNAcentral, RefSeq or plain FASTA.

    The biotype ``miRNA`` of Ensembl, GENCODE and RefSeq means the stem-loop and becomes
    ``"hairpin"``. GENCODE's lncRNA file names no type, so neither does its header here.

    Parameters
    ----------
    header : str
        The line without ``>``.

    Examples
    --------
    >>> found = read_header("hsa-let-7a-5p MIMAT0000062 Homo sapiens let-7a-5p")
    >>> found.id, found.type, found.name, found.species
    ('hsa-let-7a-5p', 'miRNA', 'let-7a-5p', 'Homo sapiens')
    """
    header = header.strip()
    if gencode := _GENCODE.fullmatch(header):
        return _gencode(*gencode.groups())
    words = header.split(None, 1)
    identifier, rest = (*words, "", "")[:2]
    if _ENSEMBL.search(rest):
        return _ensembl(identifier, rest)
    if mirbase := _MIRBASE.fullmatch(rest):
        return _mirbase(identifier, rest, mirbase)
    if _URS.fullmatch(identifier):
        return _described(identifier, rest)
    if _REFSEQ.match(identifier):
        return _refseq(identifier, rest)
    return _plain(identifier, rest)


# A blank in place of the first bar is how `fasta.write` gives such a header back.
_GENCODE = re.compile(r"(ENS[A-Z]*T\d+[^|\s]*)[|\s](ENS[A-Z]*G\d+[^|\s]*\|.*)")
_ENSEMBL = re.compile(r"(?:^|\s)(?:gene|gene_biotype|transcript_biotype):\S")
_FIELD = re.compile(r"(?:^|\s)(gene|gene_biotype|transcript_biotype|gene_symbol):(\S+)")
_MIRBASE = re.compile(r"(MI(?:MAT)?\d{7})\s+(.+?)\s+(\S+?)(?:\s+stem[- ]loop)?")
_URS = re.compile(r"URS[0-9A-F]{10}(?:_\d+)?")
_REFSEQ = re.compile(r"[NX][MR]_\d+")
_MIRNA_ID = re.compile(r"[a-z][a-z0-9]{2,7}-((miR|mir|MIR|let|lin|lsy|bantam|iab)\S*)")
_ACCESSIONS = (
    (re.compile(r"MIMAT\d{7}"), "miRNA"),
    (re.compile(r"MI\d{7}"), "hairpin"),
    (re.compile(r"NON[A-Z]{3}T\d{6}(?:\.\d+)?"), "lncRNA"),  # NONCODE keeps nothing else
)
_SPECIES = re.compile(r"([A-Z][^()]*?) \([^()]*\) (.*)")
_BINOMIAL = re.compile(r"(?:PREDICTED: )?([A-Z][a-z]+ [a-z]+) (.*)")
_MIRNA_NAME = re.compile(r"\b[a-z][a-z0-9]{2,7}-(?:miR|mir|MIR|let|lin|bantam)[^\s,]*")
_SYMBOL = re.compile(r"\(([^()\s]+)\)")

# Words of RNAcentral's and RefSeq's descriptions; the first that is found decides, so that
# the host gene of a snoRNA or a miRNA is a lncRNA.
_DESCRIPTIONS = tuple(
    (re.compile(words), name)
    for words, name in (
        (r"(?i)long (?:intergenic )?non-?(?:protein )?coding|lnc_?rna|lincrna|host gene", "lncRNA"),
        (r"(?i)antisense RNA|\blnc-|-AS\d\b", "lncRNA"),
        (r"(?i)small nucleolar|snoRNA|Cajal body|scaRNA|\bSNOR[AD]\d", "snoRNA"),
        (r"(?i)small nuclear|snRNA|spliceosomal", "snRNA"),
        (r"(?i)\btRNA|transfer RNA", "tRNA"),
        (r"(?i)ribosomal (?:RNA|N\d)|rRNA", "rRNA"),
        (r"(?i)\bpiR-|piRNA|PIWI", "piRNA"),
        (r"(?i)(?:mir|let|lin|bantam).*(?:precursor|stem[- ]loop)", "hairpin"),
        (r"-mir-|\(MIR[\dL]|pre-?miRNA", "hairpin"),
        (r"(?i)-miR-?\d|microRNA|miRNA|\blet-7|-let-7", "miRNA"),
        (r"(?i)circular RNA|circRNA", "circRNA"),
        (r"(?i)\bmRNA\b|protein[- ]coding", "mRNA"),
        (r"(?i)\bY RNA|SRP|7SL|7SK|vault|telomerase|RNase|ribozyme|misc|\bsRNA", "misc_RNA"),
    )
)


def _gencode(identifier: str, rest: str) -> Header:
    """``ENST|ENSG|-|-|MALAT1-201|MALAT1|8708|lncRNA|`` or ``...|UTR5:1-60|CDS:61-1041|``."""
    fields = rest.split("|")
    name = fields[3] if len(fields) > 3 else ""
    coding = any(field.startswith("CDS:") for field in fields)
    kinds = [found for field in fields[6:] if (found := rna_type(field))]
    return Header(
        id=identifier,
        type="mRNA" if coding else _stem_loop("".join(kinds[:1])),
        name=name,
        gene=fields[0],
        description=rest,
    )


def _ensembl(identifier: str, rest: str) -> Header:
    """``ENST ncrna chromosome:... gene:ENSG gene_biotype:... gene_symbol:...``."""
    fields = dict(_FIELD.findall(rest))
    found = rna_type(fields.get("transcript_biotype", ""))
    return Header(
        id=identifier,
        type=_stem_loop(found or rna_type(fields.get("gene_biotype", ""))),
        name=fields.get("gene_symbol", ""),
        gene=fields.get("gene", ""),
        description=rest,
    )


def _mirbase(identifier: str, rest: str, found: re.Match[str]) -> Header:
    """``hsa-let-7a-5p MIMAT0000062 Homo sapiens let-7a-5p``, or MI... and ``stem-loop``."""
    accession, species, name = found.groups()
    if own := _MIRNA_ID.fullmatch(identifier):
        name = own[1]  # the text calls the hairpin hsa-mir-21 by its mature name, miR-21
    kind = "miRNA" if accession.startswith("MIMAT") else "hairpin"
    return Header(identifier, kind, name, "", species, rest)


def _described(identifier: str, rest: str) -> Header:
    """``URS0000000001_9606 Homo sapiens (human) microRNA hsa-let-7a``."""
    found = _SPECIES.fullmatch(rest)
    species, what = found.groups() if found else ("", rest)
    return Header(identifier, _described_type(what), _symbol(what), "", species, rest)


def _refseq(identifier: str, rest: str) -> Header:
    """``NR_002819.4 Homo sapiens ... (MALAT1), long non-coding RNA``."""
    found = _BINOMIAL.fullmatch(rest)
    species, what = found.groups() if found else ("", rest)
    last = what.rpartition(",")[2]  # the molecule; what stands before is the gene's name
    kind = "mRNA" if identifier[1] == "M" else _described_type(last) or _described_type(what)
    symbol = _symbol(what)
    return Header(identifier, _stem_loop(kind), symbol, symbol, species, rest)


def _plain(identifier: str, rest: str) -> Header:
    """Read anything else: the id's own form may tell the type, and so may a field between bars."""
    if mirna := _MIRNA_ID.fullmatch(identifier):
        return Header(identifier, _mirna_kind(*mirna.groups()), mirna[1], description=rest)
    for form, kind in _ACCESSIONS:
        if form.fullmatch(identifier):
            return Header(identifier, kind, description=rest)
    fields = f"{identifier} {rest}".strip().split("|") if "|" in identifier else [identifier]
    kinds = [found for field in fields[1:] if (found := rna_type(field))]
    if kinds:  # snoDB: SnoID_0001|SNORD31|CD-snoRNA|RF00089
        name = "" if rna_type(fields[1]) else fields[1]
        return Header(identifier, kinds[0], name, description=rest)
    return Header(identifier, description=rest)


def _stem_loop(kind: str) -> str:
    """Give the type where the source calls a miRNA's gene product, a stem-loop, miRNA."""
    return "hairpin" if kind == "miRNA" else kind


def _mirna_kind(name: str, prefix: str) -> str:
    """Follow miRBase: miR is mature, mir (in plants MIR) the hairpin; let-7a alone is unclear."""
    if prefix == "miR" or name.endswith(("-5p", "-3p", "*")):
        return "miRNA"
    return "hairpin" if prefix in ("mir", "MIR") else ""


def _described_type(text: str) -> str:
    return next((kind for form, kind in _DESCRIPTIONS if form.search(text[:1000])), "")


def _symbol(text: str) -> str:
    """Give the last word that stands in brackets, a gene's symbol, else a miRNA's name."""
    return "".join((_SYMBOL.findall(text) or _MIRNA_NAME.findall(text))[-1:])
