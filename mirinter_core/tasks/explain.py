"""Explain one pair: where it pairs, how strongly, and what the model knew of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from mirinter_core.models.trained import TrainedModel
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.pairing.accessibility import unpaired
from mirinter_core.pairing.drawing import duplex_text
from mirinter_core.pairing.duplex import Duplex, fold
from mirinter_core.pairing.sites import Site, find_sites, supplementary
from mirinter_core.provenance import provenance
from mirinter_core.tasks.evidence import Embedding
from mirinter_core.tasks.score import grid, score

_FOLDED_SITES = 20  # a transcript of 20,000 nt may hold hundreds of 6mers


@dataclass(frozen=True)
class SiteEvidence:
    """One candidate site.

    Parameters
    ----------
    supplementary : int
        3' supplementary pairing (nt).
    unpaired : float
        Probability that all its letters are free of the partner's own structure.
    duplex : Duplex
        The strongest duplex that holds the site.
    """

    site: Site
    supplementary: int
    unpaired: float
    duplex: Duplex


@dataclass(frozen=True)
class Explanation:
    """What is known of one pair.

    Parameters
    ----------
    sites : tuple of Site
        All seed sites, strongest class first.
    evidence : tuple of SiteEvidence
        The first sites in full.
    duplex : Duplex
        The strongest duplex anywhere on the partner.
    """

    query: Molecule
    partner: Molecule
    score: float
    windows: int
    family_known: bool
    partner_known: bool
    listed: bool
    sites: tuple[Site, ...]
    evidence: tuple[SiteEvidence, ...]
    duplex: Duplex
    provenance: Mapping[str, Any]

    @property
    def shown(self) -> Duplex:
        """The duplex to draw: at the best site, else the strongest anywhere."""
        return self.evidence[0].duplex if self.evidence else self.duplex

    @property
    def drawing(self) -> str:
        """The shown duplex in letters: partner 5' to 3' above, query 3' to 5' below."""
        return duplex_text(
            self.shown,
            self.query.letters,
            self.partner.letters,
            names=(self.partner.id, self.query.id),
        )

    def to_dict(self) -> dict[str, Any]:
        """Everything as JSON-ready data; drawings and positions included."""
        facts = asdict(self)
        for side in ("query", "partner"):
            facts[side]["length"] = len(facts[side]["letters"])
        return {**facts, "drawing": self.drawing, "n_sites": len(self.sites)}


def explain(
    query: Molecule, partner: Molecule, model: TrainedModel, embedding: Embedding
) -> Explanation:
    """Explain a pair; the score is the one `screen` gives it."""
    table = grid([query], [partner])
    scored = score(table, model, embedding)
    sites = find_sites(query.letters, partner.letters)
    return Explanation(
        query=query,
        partner=partner,
        score=float(scored.score[0]),
        windows=int(scored.windows[0]),
        family_known=bool(model.memory.knows_family([query])[0]),
        partner_known=bool(model.memory.saw([partner])[0]),
        listed=bool(model.memory.lists(query, [partner])[0]),
        sites=sites,
        evidence=tuple(_site_evidence(query, partner, s) for s in sites[:_FOLDED_SITES]),
        duplex=fold(query.letters, partner.letters),
        provenance=provenance(
            model=model.name,
            weights=model.provenance.get("weights_sha256", ""),
            encoder_revisions=sorted(set(model.encoders)),
        ),
    )


def _site_evidence(query: Molecule, partner: Molecule, site: Site) -> SiteEvidence:
    return SiteEvidence(
        site=site,
        supplementary=supplementary(query.letters, partner.letters, site),
        unpaired=unpaired(partner.letters, site.start, site.end),
        duplex=fold(query.letters, partner.letters, around=site),
    )
