"""One pair in words and letters: what the Pair page says and what it gives to take along."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from mirinter_core.molecules.molecule import Molecule
from mirinter_core.pairing.drawing import duplex_text
from mirinter_core.pairing.duplex import Duplex
from mirinter_core.pairing.sites import Site
from mirinter_core.tasks.explain import Explanation, SiteEvidence

# Every column of `sites_table`, shown as help in the page.
SITE_COLUMNS: dict[str, str] = {
    "seed_class": "Class of the seed site: 8mer is the strongest, offset-6mer the weakest.",
    "start1": "First letter of the site on the partner (1-based).",
    "end1": "Last letter of the site on the partner (1-based, included).",
    "supplementary": "Unbroken pairs beyond the seed (nt), over letters 13 to 16 of the query. By "
    "chance one site in four has three or more.",
    "unpaired": "Probability that all letters of the site are free of the partner's own folding.",
    "E": "Energy of the strongest duplex that holds the site (kcal/mol, below 0).",
}


def called(molecule: Molecule) -> str:
    """Return what people call a molecule: its symbol with its id, or its id."""
    return molecule.id if molecule.name in ("", molecule.id) else f"{molecule.name} ({molecule.id})"


def sentence(found: Explanation, hit: Mapping[str, Any] | None, partners: int) -> str:
    """Say where the pair stands, in plain text; "listed", never "binds".

    Parameters
    ----------
    hit : mapping or None
        The pair's row of a screen, `mirinter_core.tasks.hits.COLUMNS`, if it comes from one.
    partners : int
        How many that screen ranked.
    """
    query, partner = found.query.id, called(found.partner)
    scored = f"scores {found.score:.3g} with {query} (no unit; higher ranks better)"
    if hit is None:
        return f"{partner} {scored}. Ranked only within a screen."
    return f"{partner} is listed at rank {hit['rank']:,} of {partners:,}: it {scored}."


def memory_lines(found: Explanation) -> tuple[tuple[bool, str], ...]:
    """Say what the model knew of the pair from its training: (whether it knew, plain text)."""
    pair = (
        "This pair was listed as interacting in the training data: the score is memory as much "
        "as prediction."
        if found.listed
        else "This pair was not listed as interacting in the training data."
    )
    family = "was known" if found.family_known else "is new to the model: expect less of the score"
    partner = "stood in training" if found.partner_known else "is new to the model"
    return (
        (found.listed, pair),
        (found.family_known, f"The query's seed family {family}."),
        (found.partner_known, f"The partner {partner}."),
    )


def place(start: int, end: int) -> str:
    """Say a stretch of the partner.

    Examples
    --------
    >>> place(1203, 1210)
    'letters 1,203 to 1,210'
    """
    return f"letters {start:,} to {end:,}"


def site_name(evidence: SiteEvidence) -> str:
    """Name a site to choose it by."""
    return f"{evidence.site.kind}, {place(evidence.site.start, evidence.site.end)}"


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
    return (
        f"{evidence.site.kind} at {place(evidence.site.start, evidence.site.end)}: "
        f"{evidence.duplex.energy:.1f} kcal/mol, {evidence.supplementary} nt of 3' supplementary "
        f"pairing, all letters unpaired with probability {evidence.unpaired:.2g}. "
        f"Strongest duplex anywhere: {strongest}."
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
    full = {e.site: (e.supplementary, e.unpaired, e.duplex.energy) for e in found.evidence}
    rows = [
        (site.kind, site.start, site.end, *full.get(site, (None, None, None)))
        for site in found.sites
    ]
    kinds = ("str", "int64", "int64", "Int64", "Float64", "Float64")
    table = pd.DataFrame(rows, columns=list(SITE_COLUMNS), dtype=object)
    return table.astype(dict(zip(SITE_COLUMNS, kinds, strict=True)))


def drawing(found: Explanation, duplex: Duplex) -> str:
    """Draw a duplex of the pair in letters."""
    names = (found.partner.id, found.query.id)
    return duplex_text(duplex, found.query.letters, found.partner.letters, names=names)


def command(found: Explanation, model: str) -> str:
    """Return the shell command that explains the same pair."""
    pair = (found.query.letters, found.partner.letters)
    return shlex.join(["python", "-m", "mirinter_core", "pair", *pair, "--model", model])


def report(found: Explanation, hit: Mapping[str, Any] | None, partners: int) -> str:
    """Write all that is known of the pair as plain text."""
    best = found.evidence[0] if found.evidence else None
    table = sites_table(found)
    facts = found.provenance
    parts = [
        sentence(found, hit, partners),
        "\n".join(line for _, line in memory_lines(found)),
        site_sentence(found, best),
        drawing(found, found.shown),
        table.to_string(index=False, na_rep="") if len(table) else "No seed site.",
        f"model {facts.get('model', '')}, mirinter {facts.get('mirinter', '')}",
    ]
    return "\n\n".join(parts) + "\n"
