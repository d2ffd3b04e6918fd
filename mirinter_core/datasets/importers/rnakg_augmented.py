"""RNA-KG's miRNA-miRNA pairs as the miRInter-Trans authors published them: each four times over.

A pair (a, b) stands there as (a, b), (b, a) and both again with the letters of both reversed,
without names. The four become one again. Which of the two readings is 5' to 3' is told by the
RNAs that are known: those of FASTA files beside the table and of the catalogues. A pair that
none is known of follows the pairs it shares an RNA with; what is then left is said.

Source: RNA-KG (Cavalleri et al. 2024, doi:10.1038/s41597-024-03673-7), as published with
miRInter-Trans (Nicolini et al.).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from mirinter_core.datasets.dataset import RawPairs
from mirinter_core.datasets.draft import Draft, Named
from mirinter_core.datasets.importer import Importer
from mirinter_core.datasets.sequences import Finder
from mirinter_core.datasets.tables import rows_of, tables_with
from mirinter_core.molecules.molecule import Molecule

_COLUMNS = ("seq1", "seq2")
_LONGEST_MIRNA = 30  # nt; longer ones are hairpins, as in miRBase
_SOURCE = "RNA-KG miRNA-miRNA pairs as published with miRInter-Trans (Cavalleri et al. 2024)"
_TERMS = "free for academic use; cite RNA-KG"

Pair = tuple[str, str]


def _read(tables: Sequence[Path]) -> RawPairs:
    finder, draft = Finder(tables[0].parent, catalogs=True), Draft()
    times = Counter(
        _whatever_view(*(row[column].upper().replace("T", "U") for column in _COLUMNS))
        for table in tables
        for row in rows_of(table, _COLUMNS)
    )
    known = finder.every(("miRNA", "hairpin"))
    oriented, undecided = _oriented(times, known)
    draft.notes.append(
        f"{times.total():,} rows are the views of {len(times):,} pairs: swapped, and with their "
        f"letters reversed. Listed more than once: {sum(n > 4 for n in times.values()):,}."
    )
    if undecided:
        draft.notes.append(
            f"{undecided:,} pairs share no RNA with any that is known, so that nobody can tell "
            "their letters from the reversed ones; they were left out. Put FASTA files of their "
            "miRNAs and hairpins (such as miRBase's, all species) beside the table."
        )
    for a, b in oriented:
        first, second = (_named(draft, letters, known) for letters in (a, b))
        turned = len(a) > _LONGEST_MIRNA >= len(b)
        draft.add(*((second, first) if turned else (first, second)))
    return draft.raw("rnakg-augmented", _SOURCE, _TERMS, finder)


def _whatever_view(a: str, b: str) -> Pair:
    """Give the one of a pair's four views that stands for all."""
    return min((a, b), (b, a), (a[::-1], b[::-1]), (b[::-1], a[::-1]))


def _oriented(pairs: Iterable[Pair], known: Mapping[str, Molecule]) -> tuple[list[Pair], int]:
    """Turn each pair so that its letters run 5' to 3'; count those that nobody can tell.

    Pairs that share an RNA, in whichever reading, are of one group: one decision turns all.
    """
    pairs = list(pairs)
    holding: dict[str, list[int]] = defaultdict(list)  # an RNA in either reading -> its pairs
    for i, pair in enumerate(pairs):
        for letters in pair:
            holding[min(letters, letters[::-1])].append(i)
    found, undecided, done = [], 0, [False] * len(pairs)
    for start in range(len(pairs)):
        if not done[start]:
            group = _group(start, pairs, holding, done)
            votes = sum(
                (letters in known) - (letters[::-1] in known) for pair in group for letters in pair
            )
            if votes == 0:
                undecided += len(group)
            found += [(a, b) if votes > 0 else (a[::-1], b[::-1]) for a, b in group if votes]
    return found, undecided


def _group(
    start: int, pairs: Sequence[Pair], holding: Mapping[str, Sequence[int]], done: list[bool]
) -> list[Pair]:
    """Collect the pairs that hang together with one, all read in the direction it is read in."""
    group, waiting = [], [(start, pairs[start])]
    done[start] = True
    while waiting:
        _, pair = waiting.pop()
        group.append(pair)
        for letters in pair:
            for other in holding[min(letters, letters[::-1])]:
                if not done[other]:
                    done[other] = True
                    a, b = pairs[other]
                    read_alike = letters in (a, b)
                    waiting.append((other, (a, b) if read_alike else (a[::-1], b[::-1])))
    return group


def _named(draft: Draft, letters: str, known: Mapping[str, Molecule]) -> Named:
    """Name an RNA as it is known; its letters are its name if it is not."""
    if molecule := known.get(letters):
        return molecule.id, (molecule,)
    kind = "miRNA" if len(letters) <= _LONGEST_MIRNA else "hairpin"
    digest = Molecule("", letters).digest[:12]
    return draft.lettered(f"rnakg-{digest}", letters, kind)


IMPORTER = Importer(
    form="RNA-KG's miRNA-miRNA tables with each pair four times (columns seq1, seq2)",
    source=_SOURCE,
    terms=_TERMS,
    tables=partial(tables_with, columns=_COLUMNS),
    read=_read,
    published={
        "e830c84c41d974f08e9137ca44b8b543f3d64735ff20c78bc41c0cb99a503931": "train.tsv.gz",
        "5e01dbd64c75f4004bcfae5b28dc3704cf04b85964fb68f8053a1db0dc7ab75f": "test.tsv.gz",
    },
)
