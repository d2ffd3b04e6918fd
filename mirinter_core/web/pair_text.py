"""One pair in words and letters: what the Pair page says and what it gives to take along."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

import pandas as pd

from mirinter_core.molecules.molecule import Molecule
from mirinter_core.pairing.drawing import duplex_text
from mirinter_core.pairing.duplex import Duplex
from mirinter_core.pairing.sites import Site
from mirinter_core.tasks.explain import Explanation, SiteEvidence
from mirinter_core.web.pair_row import Chosen, Row
from mirinter_core.web.readings import NO_MORE_THAN_CHANCE, SHARES_OF_CHANCE

_HIDDEN, _FREE = 0.1, 0.5  # probability that a site is free: below the one, from the other on

# Every column of `sites_table` with its title and what it says, as shown in the page.
SITE_COLUMNS: dict[str, tuple[str, str]] = {
    "seed_class": ("class", "Class of the seed site: 8mer is the strongest, offset-6mer the last."),
    "start1": ("from", "First letter of the site on the partner (1-based)."),
    "end1": ("to", "Last letter of the site on the partner (1-based, included)."),
    "supplementary": (
        "3' pairing (nt)",
        "Unbroken pairs over letters 13 to 16 of the query; by chance one site in four has 3.",
    ),
    "unpaired": (
        "unpaired",
        "Probability that all letters of the site are free of the partner's own folding.",
    ),
    "E": (
        "energy (kcal/mol)",
        "Free energy of the strongest duplex that holds the site; further below 0 is stronger.",
    ),
    "local_AU": (
        "local A+U",
        "Share of A and U in the 30 nt to either side; sites that work tend to lie in A and U.",
    ),
    "occupied": (
        "judged occupied",
        (
            "How likely a site just here is occupied, judged by the listed sites of other families "
            "within 30 nt; drawn to the gene's average where few are known; empty: none "
            "is near."
        ),
    ),
    "families": (
        "families near",
        "Other families' sites within 30 nt whose labels are known.",
    ),
    "families_listed": ("of them listed", "How many of those are listed for being here."),
    "adds": (
        "adds",
        (
            "The score less the score with this site's core masked; what is known of partner and "
            "family is held."
        ),
    ),
    "adds_new_family": (
        "adds, new family",
        (
            "The same for a query of a family nobody knows: listed siblings leave a site little to "
            "add."
        ),
    ),
}


def called(molecule: Molecule) -> str:
    """Return what people call a molecule: its symbol with its id, or its id."""
    return molecule.id if molecule.name in ("", molecule.id) else f"{molecule.name} ({molecule.id})"


def sentence(found: Explanation, row: Row | None) -> str:
    """Say where the pair stands, in plain text."""
    query, partner = found.query.id, called(found.partner)
    if row is None:
        return f"{partner} scores {found.score:.3g} with {query} (no unit; higher ranks better)."
    return (
        f"{partner} stands at rank {row.hit['rank']:,} of {row.partners:,} partners of {query}, "
        f"with a score of {found.score:.3g} (no unit; higher ranks better)."
    )


def standing(found: Explanation) -> str:
    """Say what the score rests on, in plain text: what the model knew from its training."""
    knew = {
        (True, True): "knew both the query's seed family and this partner",
        (True, False): "knew the query's seed family, but not this partner",
        (False, True): "knew this partner, but not the query's seed family",
        (False, False): "knew neither the query's seed family nor this partner",
    }[found.family_known, found.partner_known]
    listed = (
        "This pair is listed as interacting in the model's training data, so that its score is "
        "memory as much as prediction."
        if found.listed
        else "This pair is not listed in the model's training data."
    )
    return (
        f"{listed} From training the model {knew}. A high rank is a reason to test a pair, not a "
        "sign that it was seen to interact."
    )


def place(start: int, end: int) -> str:
    """Say a stretch of the partner.

    Examples
    --------
    >>> place(1203, 1210)
    'letters 1,203 to 1,210'
    """
    return f"letters {start:,} to {end:,}"


def hidden(unpaired: float) -> str:
    """Say what the probability that a site is free means.

    Examples
    --------
    >>> hidden(0.03), hidden(0.3), hidden(0.9)
    ('mostly hidden', 'partly hidden', 'mostly free')
    """
    if unpaired >= _FREE:
        return "mostly free"
    return f"{'mostly' if unpaired < _HIDDEN else 'partly'} hidden"  # fits on a telephone


def site_name(evidence: SiteEvidence) -> str:
    """Name a site to choose it by."""
    adds = f", adds {evidence.worth.adds:+.2f}" if evidence.worth else ""
    return f"{evidence.site.kind}, {place(evidence.site.start, evidence.site.end)}{adds}"


def site_sentence(found: Explanation, evidence: SiteEvidence | None) -> str:
    """Say how good a site is, beside the strongest duplex anywhere, in plain text."""
    anywhere = found.duplex
    strongest = (
        f"{anywhere.energy:.1f} kcal/mol, {place(anywhere.start1, anywhere.end1)}"
        if anywhere.pairs
        else "none"
    )
    if evidence is None:
        seed = "no seed site" if not found.sites else "not at the chosen site"
        return f"The strongest duplex anywhere on the partner, {seed}: {strongest}."
    broken = (
        ""
        if evidence.duplex.fills(evidence.site)
        else " No stable duplex found keeps all pairs of this site; the nearest one is drawn."
    )
    return (
        f"{evidence.site.kind} at {place(evidence.site.start, evidence.site.end)}: "
        f"{evidence.duplex.energy:.1f} kcal/mol, {evidence.supplementary} pairs in a row over "
        f"letters 13 to 16 of the query, all letters of the site unpaired with probability "
        f"{evidence.unpaired:.2g}. "
        f"Strongest duplex anywhere: {strongest}.{broken}"
    )


def marked_letters(
    letters: str, sites: Sequence[Site], shown: tuple[int, int] | None = None, *, width: int = 60
) -> str:
    """Write an RNA in numbered lines, sites marked below: ``=`` the one shown, ``-`` others.

    Parameters
    ----------
    shown : (int, int) or None
        First and last letter of the stretch that is shown in detail (1-based, included).

    Examples
    --------
    >>> print(marked_letters("ACGUACGU", [Site("6mer", 2, 7)], (2, 4), width=5))
    1 ACGUA 5
       ===-
    6 CGU   8
      --
    """
    marks = bytearray(b" " * len(letters))
    for site in sites:
        marks[site.start - 1 : site.end] = b"-" * (site.end - site.start + 1)
    if shown:
        marks[shown[0] - 1 : shown[1]] = b"=" * (shown[1] - shown[0] + 1)
    below = marks.decode()
    digits = len(str(len(letters)))
    lines = []
    for start in range(0, len(letters), width):
        row = letters[start : start + width]
        lines.append(f"{start + 1:>{digits}} {row:<{width}} {start + len(row)}")
        if under := below[start : start + width].rstrip():
            lines.append(f"{'':>{digits}} {under}")
    return "\n".join(lines)


def sites_table(found: Explanation) -> pd.DataFrame:
    """List all sites, strongest first; columns as in `SITE_COLUMNS`.

    The first sites are looked at in full; the others have empty cells there.
    """
    full = {e.site: _in_full(e) for e in found.evidence}
    nothing = (None,) * (len(SITE_COLUMNS) - 3)
    rows = [(site.kind, site.start, site.end, *full.get(site, nothing)) for site in found.sites]
    kinds = ("str", "int64", "int64", "Int64", *("Float64",) * (len(SITE_COLUMNS) - 4))
    table = pd.DataFrame(rows, columns=list(SITE_COLUMNS), dtype=object)
    return table.astype(dict(zip(SITE_COLUMNS, kinds, strict=True)))


def _in_full(e: SiteEvidence) -> tuple[float | None, ...]:
    known = (e.supplementary, e.unpaired, e.duplex.energy, e.local_au)
    if e.worth is None:
        return (*known, *(None,) * 5)
    w = e.worth
    return (*known, w.occupied, w.families, w.listed, w.adds, w.adds_new_family)


def drawing(found: Explanation, duplex: Duplex) -> str:
    """Draw a duplex of the pair in letters."""
    names = (found.partner.id, found.query.id)
    return duplex_text(duplex, found.query.letters, found.partner.letters, names=names)


def command(chosen: Chosen, partner: Molecule) -> str:
    """Return the shell command that explains the same pair."""
    there = f"{chosen.catalog}:{partner.id}" if chosen.catalog else partner.letters
    words = ["pair", chosen.query.letters, there, "--model", chosen.model]
    return shlex.join(["python", "-m", "mirinter_core", *words])


def _why(found: Explanation) -> str:
    made_of = found.contributions
    if made_of is None:
        return found.note or "No contributions."
    made_of = made_of.rounded(3)
    lines = [f"{p.kind:>14}  {p.value:+8.3f}  {p.facts}" for p in made_of.parts]
    first = f"{'nothing known':>14}  {made_of.base:8.3f}"
    return "\n".join([first, *lines, f"{'score':>14}  {made_of.score:8.3f}"])


def report(found: Explanation, row: Row | None) -> str:
    """Write all that is known of the pair as plain text."""
    best = found.evidence[0] if found.evidence else None
    table = sites_table(found)
    facts = found.provenance
    parts = [
        sentence(found, row),
        standing(found),
        *([NO_MORE_THAN_CHANCE, SHARES_OF_CHANCE] if row and row.doubtful else []),
        *([found.worth] if found.worth else []),
        site_sentence(found, best),
        *([found.heavier_sentence] if found.heavier else []),
        _why(found),
        drawing(found, found.shown),
        table.to_string(index=False, na_rep="") if len(table) else "No seed site.",
        *([found.turned.sentence, found.turned_drawing] if found.turned else []),
        f"model {facts.get('model', '')}, mirinter {facts.get('mirinter', '')}",
    ]
    return "\n\n".join(parts) + "\n"
