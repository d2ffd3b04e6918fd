"""Mutants to test one site: which letters to order, and what the model makes of each pair.

Four constructs answer whether a site matters and whether the seed is why: the site as it is, its
*seed mutant* (three letters that face the seed complemented), the *compensatory* query, whose
seed fits the mutant again, and a *scrambled* site of the same composition. Scores are the model's,
energies ViennaRNA's; neither says what happens in a cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from mirinter_core.errors import SequenceError
from mirinter_core.models.trained import TrainedModel
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.pairing.duplex import fold
from mirinter_core.pairing.sites import PAIRED, Site, find_sites
from mirinter_core.tasks import export
from mirinter_core.tasks.evidence import Embedding, weighs_kinds
from mirinter_core.tasks.score import grid, score
from mirinter_core.tasks.weighing import Weighed

# Every column of the order table with what it says.
ORDER_COLUMNS: dict[str, str] = {
    "name": "What to order.",
    "role": "What it is for.",
    "paired_with": "The other RNA of the pair that score, energy and sites are of.",
    "letters": "RNA, 5' to 3'; of the partner the site with its flanks.",
    "dna": "The same with T, for a cloning insert.",
    "length": "Letters (nt).",
    "changed": "Changed letters: old, position (1-based, on the whole RNA), new.",
    "score": "The model's score of the whole partner, changed so, with that query.",
    "change": "That score less the score of the two as they are.",
    "energy": "Strongest duplex of that query at the site, in its register (kcal/mol); empty: the "
    "seed does not pair there any more.",
    "energy_cloned": "Strongest duplex of that query with the cloned stretch, wherever it lies "
    "(kcal/mol).",
    "sites_left": "Seed sites of that query on the whole partner, changed so.",
    "sites_cloned": "Seed sites of that query on the cloned stretch alone, changed so.",
}

_FLANK = 30  # nt to either side of what faces the query: long enough for a duplex, cheap to order
_MARGIN = 10  # nt: more than a site has letters
_TRIES = 400  # shuffles
_KEPT = 24  # of them that are folded, to take the weakest
_COMPLEMENT = {"A": "U", "C": "G", "G": "C", "U": "A"}


@dataclass(frozen=True)
class Construct:
    """One line of the order: see `ORDER_COLUMNS`.

    Parameters
    ----------
    changed : tuple of str
        Such as ``"G1205C"``.
    """

    name: str
    role: str
    paired_with: str
    letters: str
    changed: tuple[str, ...]
    score: float
    change: float
    energy: float | None
    energy_cloned: float
    sites_left: int
    sites_cloned: int


@dataclass(frozen=True)
class Design:
    """Mutants for one site.

    Parameters
    ----------
    start, end : int
        The stretch of the partner that is ordered (1-based, both included).
    held : bool
        Whether what is known of partner and family was held while letters changed; else each
        changed RNA was scored as one the model knows nothing of.
    """

    site: Site
    start: int
    end: int
    constructs: tuple[Construct, ...]
    held: bool

    @property
    def table(self) -> pd.DataFrame:
        """The order, columns as in `ORDER_COLUMNS`."""
        rows = [
            {
                **asdict(c),
                "dna": c.letters.replace("U", "T"),
                "length": len(c.letters),
                "changed": " ".join(c.changed),
            }
            for c in self.constructs
        ]
        return pd.DataFrame(rows)[list(ORDER_COLUMNS)]

    def to_dict(self) -> dict[str, Any]:
        """Give everything as JSON-ready data."""
        facts, table = asdict(self), self.table.astype({"energy": object})
        rows = table.where(table.notna(), None).to_dict("records")
        return {**facts, "constructs": rows}


def design(
    query: Molecule,
    partner: Molecule,
    site: Site,
    scoring: tuple[TrainedModel, Embedding],
    *,
    seed: int = 0,
) -> Design:
    """Design the mutants of one site of a query.

    Parameters
    ----------
    site : Site
        One of ``find_sites(query.letters, partner.letters)``.
    scoring : (TrainedModel, Embedding)
    seed : int
        Of the shuffle: the same letters give the same scrambled control.

    Raises
    ------
    SequenceError
        If the site is not there, or no mutant is free of sites of the query.
    """
    if site not in find_sites(query.letters, partner.letters):
        raise SequenceError(
            f"{partner.id} has no {site.kind} site of {query.id} at {site.start}-{site.end}. "
            "Choose one of the sites that are listed."
        )
    mutant, faced = _seed_mutant(query, partner, site)
    scrambled = _scrambled(query, partner, site, np.random.default_rng(seed))
    rescue = replace(query, id=f"{query.id}-comp", name="", letters=_rescued(query, faced))
    start = max(site.facing(len(query)) - _FLANK, 1)
    end = min(max(site.facing(1), site.end) + _FLANK, len(partner))
    where = f"{partner.id} {site.start}-{site.end}"
    pairs = [
        (where, "as it is", query, partner),
        (f"{where} seed mutant", "seed mutant: should lose the effect", query, mutant),
        (f"{where} scrambled", "scrambled control: same letters, no site", query, scrambled),
        (rescue.id, "compensatory: should restore it on the mutant", rescue, mutant),
        (rescue.id, "compensatory on the site as it is: should not act", rescue, partner),
    ]
    scores = _scores((query, partner), [(q, p) for _, _, q, p in pairs], scoring)
    of_partner = {id(p): name for name, _, _, p in pairs[:3]}
    constructs = []
    for (name, role, q, p), value in zip(pairs, scores, strict=True):
        insert = p.letters[start - 1 : end]
        own, other = (q, of_partner[id(p)]) if q is rescue else (p, query.id)
        before = query.letters if q is rescue else partner.letters
        constructs.append(
            Construct(
                name=name,
                role=role,
                paired_with=other,
                letters=own.letters if q is rescue else insert,
                changed=_changes(before, own.letters),
                score=value,
                change=round(value - scores[0], 6),
                energy=_at(site, q, p),
                energy_cloned=fold(q.letters, insert).energy,
                sites_left=len(find_sites(q.letters, p.letters)),
                sites_cloned=len(find_sites(q.letters, insert)),
            )
        )
    return Design(site, start, end, tuple(constructs), held=weighs_kinds(scoring[0].recipe))


def _at(site: Site, query: Molecule, partner: Molecule) -> float | None:
    """Give the energy at a site, mutated or not; None where the seed does not pair there."""
    duplex = fold(query.letters, partner.letters, around=site)
    return duplex.energy if duplex.holds(site) else None


def order_file(made: Design, format: str) -> bytes:  # noqa: A002
    """Write the order as ``tsv``, ``csv`` or ``xlsx``; no cell is run as a formula."""
    if format != "xlsx":
        return export.as_bytes(made.table, {}, format)
    meaning = pd.DataFrame(list(ORDER_COLUMNS.items()), columns=["column", "meaning"])
    return export.workbook({"order": made.table, "columns": meaning})


def _scores(
    whole: tuple[Molecule, Molecule],
    pairs: Sequence[tuple[Molecule, Molecule]],
    scoring: tuple[TrainedModel, Embedding],
) -> list[float]:
    model, embedding = scoring
    if weighs_kinds(model.recipe):
        weighed = Weighed.of(*whole, model, embedding)
        return [float(v) for v in weighed.score(weighed.changed(pairs))]
    return [float(score(grid([q], [p]), model, embedding).score[0]) for q, p in pairs]


def _seed_mutant(
    query: Molecule, partner: Molecule, site: Site
) -> tuple[Molecule, tuple[int, ...]]:
    """Complement three letters that face the seed; return which letters they face."""
    for faced in _triplets(site):
        letters = list(partner.letters)
        for letter in faced:
            at = site.facing(letter) - 1
            letters[at] = _COMPLEMENT[letters[at]]
        mutant = replace(partner, letters="".join(letters))
        if _is_free(query, partner, mutant, site):
            return mutant, faced
    raise SequenceError(
        f"No three letters of the site at {site.start}-{site.end} can be changed without making "
        f"another site of {query.id}. Choose another site."
    )


def _triplets(site: Site) -> Iterator[tuple[int, ...]]:
    """Give three letters of the seed: neighbours first, from letters 2 to 4 on."""
    paired = PAIRED[site.kind]
    neighbours = [tuple(range(k, k + 3)) for k in paired if k + 2 in paired]
    yield from neighbours
    yield from (t for t in combinations(paired, 3) if t not in neighbours)


def _is_free(query: Molecule, partner: Molecule, mutant: Molecule, site: Site) -> bool:
    """Tell whether the site is gone, nothing is left in its place, and no other was made."""
    low = max(site.facing(len(query)) - _MARGIN, 0)  # no letter further off was changed
    high = site.facing(1) + _MARGIN
    before, after = (
        {(s.kind, s.start + low) for s in find_sites(query.letters, m.letters[low:high])}
        for m in (partner, mutant)
    )
    return (site.kind, site.start) not in after and after <= before


def _rescued(query: Molecule, faced: Sequence[int]) -> str:
    letters = list(query.letters)
    for letter in faced:  # the partner's letter was complemented, so the query's is
        letters[letter - 1] = _COMPLEMENT[letters[letter - 1]]
    return "".join(letters)


def _scrambled(
    query: Molecule, partner: Molecule, site: Site, rng: np.random.Generator
) -> Molecule:
    """Shuffle what faces the query until no site is there; of such shuffles, the weakest."""
    low = max(site.facing(len(query)), 1) - 1
    high = min(max(site.facing(1), site.end), len(partner))
    stretch = list(partner.letters[low:high])
    found: list[tuple[float, Molecule]] = []
    for _ in range(_TRIES):
        middle = "".join(rng.permutation(stretch))
        letters = partner.letters[:low] + middle + partner.letters[high:]
        mutant = replace(partner, letters=letters)
        if _is_free(query, partner, mutant, site):
            found.append((fold(query.letters, letters[low:high]).energy, mutant))
        if len(found) == _KEPT:
            break
    if not found:
        raise SequenceError(
            f"The letters around {site.start}-{site.end} are too alike to be shuffled without a "
            f"site of {query.id}. Choose another site."
        )
    return max(found, key=lambda one: one[0])[1]


def _changes(before: str, after: str) -> tuple[str, ...]:
    return tuple(
        f"{a}{i}{b}" for i, (a, b) in enumerate(zip(before, after, strict=True), start=1) if a != b
    )
