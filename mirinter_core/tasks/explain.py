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
from mirinter_core.tasks.contribution_words import NO_KINDS
from mirinter_core.tasks.contributions import Contributions, contributions
from mirinter_core.tasks.evidence import Embedding, weighs_kinds
from mirinter_core.tasks.score import grid, score
from mirinter_core.tasks.site_worth import SiteWorth, site_worths
from mirinter_core.tasks.weighing import Weighed
from mirinter_core.tasks.worth import regime_and_type, worth

_FOLDED_SITES = 20  # a transcript of 20,000 nt may hold hundreds of 6mers
LOCAL = 30  # nt to either side of a site: doi:10.1016/j.molcel.2007.06.017


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
    local_au : float or None
        Share of A and U in the `LOCAL` nt to either side, fewer where the partner ends; the
        site's own letters do not count, ambiguous letters neither. Sites that work lie in
        A- and U-rich surroundings (Grimson 2007, doi:10.1016/j.molcel.2007.06.017); None for
        a partner that is nothing but the site.
    worth : SiteWorth or None
        What the model makes of this very site; None for a model without kinds of evidence.
    """

    site: Site
    supplementary: int
    unpaired: float
    duplex: Duplex
    local_au: float | None = None
    worth: SiteWorth | None = None


@dataclass(frozen=True)
class Turned:
    """A pair read the other way: the partner is itself a microRNA, and its seed guides.

    Parameters
    ----------
    sites : tuple of Site
        Seed sites of the partner on the query, strongest class first; at least one.
    duplex : Duplex
        The strongest that holds the first of them, the query in the partner's place.
    """

    sites: tuple[Site, ...]
    duplex: Duplex

    @property
    def sentence(self) -> str:
        """Say where the partner's own seed pairs, in plain text."""
        best = self.sites[0]
        others = f", the best of {len(self.sites)} such sites" if len(self.sites) > 1 else ""
        return (
            "Read the other way, the partner's own seed pairs with the query: "
            f"{best.kind} at its letters {best.start} to {best.end}{others} "
            f"({self.duplex.energy:.1f} kcal/mol)."
        )


def _adds(site: SiteEvidence) -> float:
    return site.worth.adds if site.worth else 0.0


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
    regime : str
        Whether the model knew the query's family and the partner or its gene, as in a screen.
    partner_type : str
        The partner's type as the model's books call it.
    worth : str
        What the score is worth, in a sentence; empty where nothing was measured.
    probability : float or None
        Calibrated share of pairs scored like this that are listed (0 to 1), as in a screen; None
        where the model was not calibrated for such pairs.
    turned : Turned or None
        The sites of the partner's own seed on the query, where the partner is a microRNA with any.
    contributions : Contributions or None
        What each kind of evidence gives to the score; if None, `note` says why.
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
    regime: str = ""
    partner_type: str = ""
    worth: str = ""
    probability: float | None = None
    turned: Turned | None = None
    contributions: Contributions | None = None
    note: str = ""

    @property
    def shown(self) -> Duplex:
        """The duplex to draw: at the best site, else the strongest anywhere."""
        return self.evidence[0].duplex if self.evidence else self.duplex

    @property
    def heavier(self) -> SiteEvidence | None:
        """The site that adds most to the score, where that is not the strongest of them."""
        judged = [e for e in self.evidence if e.worth]
        if not judged:
            return None
        most = max(judged, key=_adds)
        return most if _adds(most) > _adds(self.evidence[0]) else None

    @property
    def telling(self) -> SiteEvidence | None:
        """The site to test first: the one that adds most, where that is known; else the best."""
        return self.heavier or next(iter(self.evidence), None)

    @property
    def heavier_sentence(self) -> str:
        """Say which site adds most, where a stronger class adds less; else nothing."""
        most = self.heavier
        if most is None:
            return ""
        first = self.evidence[0]
        return (
            f"The strongest site by class, {first.site.kind} at {first.site.start:,}, adds "
            f"{_adds(first):+.2f} to the score; the model makes more of another, "
            f"{most.site.kind} at {most.site.start:,}: {_adds(most):+.2f}."
        )

    @property
    def drawing(self) -> str:
        """The shown duplex in letters: partner 5' to 3' above, query 3' to 5' below."""
        return duplex_text(
            self.shown,
            self.query.letters,
            self.partner.letters,
            names=(self.partner.id, self.query.id),
        )

    @property
    def turned_drawing(self) -> str:
        """The pair read the other way in letters, the query above; empty where it has no site."""
        if self.turned is None:
            return ""
        return duplex_text(
            self.turned.duplex,
            self.partner.letters,
            self.query.letters,
            names=(self.query.id, self.partner.id),
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
    looked_at = sites[:_FOLDED_SITES]
    weighed = Weighed.of(query, partner, model, embedding) if weighs_kinds(model.recipe) else None
    worths: list[SiteWorth | None] = [None] * len(looked_at)
    if weighed:
        worths = list(site_worths(weighed, looked_at))
    where = regime_and_type(query, partner, model.memory)
    share = worth(float(scored.score[0]), where, model.calibration)
    return Explanation(
        query=query,
        partner=partner,
        score=float(scored.score[0]),
        windows=int(scored.windows[0]),
        family_known=bool(model.memory.knows_family([query])[0]),
        partner_known=bool(model.memory.knows_partners([partner])[0]),
        listed=bool(model.memory.lists(query, [partner])[0]),
        sites=sites,
        evidence=tuple(
            _site_evidence(query, partner, s, w) for s, w in zip(looked_at, worths, strict=True)
        ),
        duplex=fold(query.letters, partner.letters),
        provenance=provenance(
            model=model.name,
            weights=model.provenance.get("weights_sha256", ""),
            encoder_revisions=sorted(set(model.encoders)),
        ),
        regime=where[0],
        partner_type=where[1],
        probability=round(share.share, 4) if share else None,
        worth=share.sentence if share else "",
        turned=_turned(query, partner),
        contributions=contributions(weighed) if weighed else None,
        note="" if weighed else NO_KINDS,
    )


def local_au(partner: str, site: Site) -> float | None:
    """Give the share of A and U around a site: see `SiteEvidence`."""
    around = partner[max(site.start - 1 - LOCAL, 0) : site.start - 1]
    around += partner[site.end : site.end + LOCAL]
    known = sum(map(around.count, "ACGU"))
    return round(sum(map(around.count, "AU")) / known, 3) if known else None


def _turned(query: Molecule, partner: Molecule) -> Turned | None:
    sites = find_sites(partner.letters, query.letters) if partner.type == "miRNA" else ()
    if not sites:
        return None
    return Turned(sites, fold(partner.letters, query.letters, around=sites[0]))


def _site_evidence(
    query: Molecule, partner: Molecule, site: Site, worth: SiteWorth | None
) -> SiteEvidence:
    return SiteEvidence(
        site=site,
        supplementary=supplementary(query.letters, partner.letters, site),
        unpaired=unpaired(partner.letters, site.start, site.end),
        duplex=fold(query.letters, partner.letters, around=site),
        local_au=local_au(partner.letters, site),
        worth=worth,
    )
