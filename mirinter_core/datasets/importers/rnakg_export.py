"""RNA-KG as it is downloaded: ``edges.csv`` and ``nodes.csv``, or the views made of them.

Taken are the edges of interaction between two RNAs. The sequence is a property of the node;
where it is missing, it comes from FASTA files beside it, else from the catalogues, by the
accession at the end of the node's address.

Source: RNA-KG 2 (Cavalleri et al. 2024, doi:10.1038/s41597-024-03673-7; its nodes and edges are
those of a Neo4j import).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from mirinter_core.datasets.dataset import RawPairs
from mirinter_core.datasets.draft import Draft, Named
from mirinter_core.datasets.importer import Importer
from mirinter_core.datasets.sequences import Finder
from mirinter_core.datasets.tables import first_row, rows_of, tables_with
from mirinter_core.errors import DatasetError
from mirinter_core.molecules.rna_types import rna_type

_EDGES = ((":START_ID", ":TYPE", ":END_ID"), ("subject", "predicate", "object"))
_NODES = (("URI:ID", ":LABEL"), ("name", "type"))
# The relations that RNA-KG's authors count as interactions of RNAs.
_TAKEN = (
    "interacts_with",
    "molecularly_interacts_with",
    "genetically_interacts_with",
    "directly_regulates_activity_of",
)
_SOURCE = "RNA-KG interactions of RNAs, as downloaded (Cavalleri et al. 2024)"
_TERMS = "free for academic use; cite RNA-KG"


def _tables(path: Path) -> Sequence[Path]:
    return tuple(table for columns in _EDGES for table in tables_with(path, columns))


def _read(tables: Sequence[Path]) -> RawPairs:
    folder = tables[0].parent
    draft = Draft()
    nodes: dict[str, tuple[str, str]] = {}
    for labelled in _NODES:
        for file in tables_with(folder, labelled):
            nodes |= _rna_nodes(file, labelled)
    if not nodes:
        raise DatasetError(
            f"{tables[0].name} has edges, but no nodes of RNAs lie beside it. Put nodes.csv (or "
            "nodes.tsv) into its folder."
        )
    finder = Finder(folder, catalogs=True)
    known: dict[str, Named] = {}
    left_out: Counter[str] = Counter()
    for table in tables:
        columns = _EDGES[0] if set(_EDGES[0]) <= set(first_row(table)) else _EDGES[1]
        for row in rows_of(table, columns):
            start, relation, end = (row[column] for column in columns)
            if start not in nodes or end not in nodes:
                left_out["with something that is no RNA"] += 1
            elif relation not in _TAKEN:
                left_out[f"of the relation {relation[:60]}"] += 1
            else:
                a, b = (_named(uri, nodes[uri], known, draft, finder) for uri in (start, end))
                turned = nodes[start][0] != "miRNA" and nodes[end][0] == "miRNA"
                draft.add(*((b, a) if turned else (a, b)))
    draft.notes += [f"{n:,} edges {what} left out." for what, n in left_out.most_common(20)]
    return draft.raw("rnakg", _SOURCE, _TERMS, finder)


def _rna_nodes(file: Path, columns: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Read the nodes that are RNAs: by address, their type and their letters, if they are told."""
    sequence = next((c for c in first_row(file) if c.lower().split(":")[0] == "sequence"), None)
    wanted = (*columns, sequence) if sequence else columns
    found = {}
    for row in rows_of(file, wanted):
        labels = re.split(r"[;|]", row[columns[1]])
        kinds = [kind for label in labels if (kind := rna_type(label))]
        if kinds or "RNA" in labels:
            # Labels go from the general to the special; a precursor bears the label miRNA too.
            kind = "hairpin" if "hairpin" in kinds else (kinds or [""])[-1]
            found[row[columns[0]]] = (kind, row[sequence] if sequence else "")
    return found


def _named(
    uri: str, node: tuple[str, str], known: dict[str, Named], draft: Draft, finder: Finder
) -> Named:
    """Make a node's molecule, of its own letters or of those found for its accession."""
    if uri not in known:
        accession = re.split(r"[/=#?]", uri.strip("<>").rstrip("/"))[-1]
        kind, letters = node
        known[uri] = (
            draft.lettered(accession, letters, kind)
            if letters
            else (accession, finder.find(accession, type=kind))
        )
    return known[uri]


IMPORTER = Importer(
    form="RNA-KG's edges (:START_ID, :TYPE, :END_ID, or subject, predicate, object) and nodes",
    source=_SOURCE,
    terms=_TERMS,
    tables=_tables,
    read=_read,
)
