"""Hubs: partners that rank high for many microRNAs, whatever is asked.

A partner that stands among the first for every tenth known microRNA says little about the one
at hand. The ranks are by pairing evidence, the family of each microRNA hidden, so that no pair
ranks high because it was listed in training.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirinter_core import home
from mirinter_core.datasets.catalog import Catalog
from mirinter_core.datasets.pairs import merged
from mirinter_core.errors import StorageError
from mirinter_core.models.trained import TrainedModel
from mirinter_core.molecules.family import seed
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.progress import Progress, silent, within
from mirinter_core.tasks.evidence import Embedding
from mirinter_core.tasks.hits import HUB_FROM
from mirinter_core.tasks.pairing_evidence import pairing_evidence
from mirinter_core.tasks.panel import panel

FORMAT_VERSION = 1
KIND = "hubs"  # folder of the user's
TOP = 0.01  # of the catalogue
FEWEST_PARTNERS = 100  # fewer: the top 1 % of them is less than one, and chance alone makes hubs

_PAIRS = 1_000_000  # up to half a minute on one core
_FEWEST = 100  # microRNAs: a share is told to within a few per cent


@dataclass(frozen=True)
class Hubs:
    """How often each molecule of a catalogue is among the first.

    Parameters
    ----------
    share : (molecules,) float array
        Of the microRNAs asked, in the catalogue's order; NaN in a catalogue too small to tell.
    mirnas, of : int
        How many were asked, of how many known.
    """

    share: NDArray[np.float64]
    mirnas: int
    of: int

    @property
    def facts(self) -> dict[str, Any]:
        """What provenance tells."""
        return {"mirnas": self.mirnas, "of_known": self.of, "top": TOP, "called_hub_from": HUB_FROM}


def asked(partners: int) -> tuple[Molecule, ...]:
    """Choose the known microRNAs whose rankings are looked at: all, or of many families some.

    Always the same for a number of partners: each seed family has its turn before any has two.
    """
    n = max(_FEWEST, _PAIRS // max(partners, 1))
    known = panel()
    if n >= len(known):
        return known
    order = np.random.default_rng(0).permutation(len(known)).tolist()
    turn: dict[str, int] = {}
    ranked = []
    for place, i in enumerate(order):
        own = seed(known[i].letters)
        turn[own] = turn.get(own, 0) + 1
        ranked.append((turn[own], place, i))
    return tuple(known[i] for i in sorted(i for _, _, i in sorted(ranked)[:n]))


def hubs(
    catalog: Catalog, model: TrainedModel, embedding: Embedding, progress: Progress = silent
) -> Hubs:
    """Count how many known microRNAs have each molecule in their top 1 %; see `kept`.

    In a catalogue of fewer than `FEWEST_PARTNERS` there is no telling, and none is asked.
    A second call for the same catalogue and weights reads what the first has written.
    """
    found = kept(catalog, model)
    if found is not None:
        return found
    distinct, place = merged(catalog.molecules, typed=True)
    if len(distinct) < FEWEST_PARTNERS:
        return Hubs(np.full(len(catalog.molecules), np.nan), 0, len(panel()))
    mirnas = asked(len(distinct))
    bar = within(progress, f"hubs over {len(mirnas)} known miRNAs")
    score = pairing_evidence(mirnas, distinct, model, embedding, bar)
    found = Hubs(np.round(top_share(score), 6)[place], len(mirnas), len(panel()))
    home.write_json(
        home.home() / KIND / _file(catalog, model),
        {
            "format_version": FORMAT_VERSION,
            "catalog": catalog.name,
            "model": model.name,
            "mirnas": found.mirnas,
            "of": found.of,
            "molecules": [_mark(m) for m in catalog.molecules],
            "share": found.share.tolist(),
        },
    )
    return found


def top_share(score: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the share of queries that have each partner among their first 1 %, at least one.

    Partners that tie with the last of these count too.

    Parameters
    ----------
    score : (queries, partners) array
    """
    n = score.shape[1]
    first = max(1, round(TOP * n))
    least = np.partition(score, n - first, axis=1)[:, n - first]
    share: NDArray[np.float64] = (score >= least[:, None]).mean(axis=0)
    return share


def kept(catalog: Catalog, model: TrainedModel) -> Hubs | None:
    """Read the hubs of a catalogue if they were counted with these weights; else None.

    Those that come with mirinter are in its assets. What is damaged, or of another mirinter, is
    counted anew.
    """
    name = _file(catalog, model)
    for root in (home.home(), home.ASSETS):
        with suppress(StorageError, KeyError, ValueError, TypeError):
            facts = home.read_json(root / KIND / name, version=FORMAT_VERSION)
            share = dict(zip(facts["molecules"], facts["share"], strict=True))
            own = np.array([share[_mark(m)] for m in catalog.molecules], dtype=np.float64)
            if np.isfinite(own).all():
                return Hubs(own, int(facts["mirnas"]), int(facts["of"]))
    return None


def forget(*, catalog: str | None = None, model: str | None = None) -> None:
    """Delete what was counted for a catalogue or with a model; a damaged file goes too."""
    for path in (home.home() / KIND).glob("*.json"):
        if _speaks_of(path, catalog, model):
            home.remove(path)


def _speaks_of(path: Path, catalog: str | None, model: str | None) -> bool:
    try:
        facts = home.read_json(path, version=FORMAT_VERSION)
    except StorageError:
        return True
    return facts.get("catalog") == catalog or facts.get("model") == model


def _file(catalog: Catalog, model: TrainedModel) -> str:
    """Name the file by all that decides the numbers: letters, weights and what is remembered."""
    weights = str(model.provenance.get("weights_sha256", "")) or _unsaved(model)
    return f"{catalog.info.digest[:24]}-{weights[:24]}.json"


def _unsaved(model: TrainedModel) -> str:
    """Give the digest of a model that lies in no folder."""
    total = sha256()
    for tensor in model.network.state_dict().values():
        total.update(tensor.detach().cpu().numpy().tobytes())
    return total.hexdigest()


def _mark(molecule: Molecule) -> str:
    """Tell one molecule from another without its letters: digest and type."""
    return f"{molecule.digest[:16]} {molecule.type}"


def cost(partners: Sequence[Molecule]) -> int:
    """Count the pairs that would have to be scored."""
    if len(partners) < FEWEST_PARTNERS:
        return 0
    return len(asked(len(partners))) * len(partners)
