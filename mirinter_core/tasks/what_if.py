"""Ask what the score would be, were one letter of the query another or its 5' end elsewhere.

Every variant is a new molecule and scored as such: its seed family is whatever its letters say,
so that one letter in the seed may leave a family the model knows, or enter another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirinter_core.datasets import builtin
from mirinter_core.datasets import catalog as catalogs
from mirinter_core.models.trained import TrainedModel
from mirinter_core.molecules.alphabet import RNA
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.progress import Progress, silent
from mirinter_core.tasks.evidence import Embedding, weighs_kinds
from mirinter_core.tasks.pairing_evidence import pairing_evidence
from mirinter_core.tasks.score import grid, score

SEED = range(2, 9)  # letters of the query

_SHIFTS = 2  # nt either way: 5' isomiRs further off are rare (doi:10.1093/nar/gkq757)
_SHORTEST = 8  # a shorter query has no seed


@dataclass(frozen=True)
class Variant:
    """A query with one change.

    Parameters
    ----------
    name : str
        Such as ``"G2A"``, ``"5' +1"`` (begins one letter later) or ``"5' -1"`` (one earlier).
    position : int
        Of the changed letter, 1-based; 0 for an isomiR.
    letter : str
        The new letter there; empty for an isomiR.
    source : str
        The hairpins that lend the letters of an isomiR that begins earlier.
    change : float
        Its score less that of the query as it is.
    change_new_family : float or None
        The same with all that is known of families hidden: what the letters do to the pairing
        evidence alone. None for a model without kinds of evidence.
    family_known : bool
        Whether the seed family its letters make stood in training.
    """

    name: str
    letters: str
    position: int
    letter: str
    source: str
    score: float
    change: float
    change_new_family: float | None
    family_known: bool


@dataclass(frozen=True)
class WhatIf:
    """All one-letter substitutions and 5' isomiRs of a query, re-scored with one partner.

    Parameters
    ----------
    note : str
        Why isomiRs that begin earlier are missing; empty if they are there.
    """

    query: Molecule
    partner: Molecule
    score: float
    substitutions: tuple[Variant, ...]
    isomirs: tuple[Variant, ...]
    note: str

    @property
    def has_kinds(self) -> bool:
        """Whether changes without memory of families are known, too."""
        return all(v.change_new_family is not None for v in self.substitutions)

    def changes(self, *, new_family: bool = False) -> NDArray[np.float64]:
        """Give the change of the score by letter and position, shape (4, letters); 0 for its own.

        Parameters
        ----------
        new_family : bool
            Whether to give `Variant.change_new_family`.
        """
        found = np.zeros((len(RNA), len(self.query)))
        for v in self.substitutions:
            change = v.change_new_family if new_family else v.change
            found[RNA.index(v.letter), v.position - 1] = np.nan if change is None else change
        return found

    def to_dict(self) -> Mapping[str, Any]:
        """Give the variants as JSON-ready data."""
        parts = {
            "substitutions": [asdict(v) for v in self.substitutions],
            "isomirs": [asdict(v) for v in self.isomirs],
        }
        return {"score": self.score, **parts, "note": self.note}


def what_if(
    query: Molecule,
    partner: Molecule,
    model: TrainedModel,
    embedding: Embedding,
    progress: Progress = silent,
) -> WhatIf:
    """Score every substitution and 5' isomiR of a query with a partner."""
    changed = [
        (f"{own}{i}{new}", query.letters[: i - 1] + new + query.letters[i:], i, new, "")
        for i, own in enumerate(query.letters, start=1)
        for new in RNA
        if new != own
    ]
    added = _extended(query.letters)
    shifted = [*added, *_trimmed(query.letters)]
    molecules = [
        replace(query, id=f"{query.id} {name}", name="", letters=letters)
        for name, letters, *_ in (*changed, *shifted)
    ]
    table = grid([query, *molecules], [partner])
    scored = score(table, model, embedding, progress).score
    by_letters = dict(zip((m.letters for m in table.left), scored.tolist(), strict=True))
    unseen: dict[str, float | None] = dict.fromkeys(by_letters)
    if weighs_kinds(model.recipe):
        alone = pairing_evidence(table.left, [partner], model, embedding)[:, 0].tolist()
        unseen = dict(zip(by_letters, alone, strict=True))
    own = by_letters[query.letters]
    families = model.memory.knows_family(molecules).tolist()
    variants = [
        Variant(
            *facts,
            score=by_letters[facts[1]],
            change=round(by_letters[facts[1]] - own, 6),
            change_new_family=_less(unseen[facts[1]], unseen[query.letters]),
            family_known=known,
        )
        for facts, known in zip((*changed, *shifted), families, strict=True)
    ]
    note = (
        ""
        if added
        else "IsomiRs that begin earlier need letters of the hairpin, and none of the built-in "
        "hairpins holds this query."
    )
    n = len(changed)
    return WhatIf(query, partner, own, tuple(variants[:n]), tuple(variants[n:]), note)


def _less(value: float | None, own: float | None) -> float | None:
    return None if value is None or own is None else round(value - own, 6)


def _trimmed(letters: str) -> list[tuple[str, str, int, str, str]]:
    shifts = range(1, _SHIFTS + 1)
    return [(f"5' +{k}", letters[k:], 0, "", "") for k in shifts if len(letters) - k >= _SHORTEST]


def _extended(letters: str) -> list[tuple[str, str, int, str, str]]:
    """Take the letters before the query from every hairpin that holds it, equal ones once."""
    found: dict[tuple[int, str], list[str]] = {}
    for hairpin in _hairpins():
        start = hairpin.letters.find(letters)
        for k in range(1, min(_SHIFTS, start) + 1):
            longer = hairpin.letters[start - k : start] + letters
            found.setdefault((k, longer), []).append(hairpin.id)
    return [
        (f"5' -{k}{_suffix(k, longer, found)}", longer, 0, "", ", ".join(sources))
        for (k, longer), sources in sorted(found.items(), key=lambda item: -item[0][0])
    ]


def _suffix(shift: int, longer: str, found: Iterable[tuple[int, str]]) -> str:
    """Name the letters that are added where hairpins differ in them."""
    alike = [key for key in found if key[0] == shift]
    return f" ({longer[:shift]})" if len(alike) > 1 else ""


@cache
def _hairpins() -> tuple[Molecule, ...]:
    return tuple(m for m in catalogs.load(builtin.NAME).molecules if m.type == "hairpin")
