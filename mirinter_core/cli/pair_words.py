"""What `pair` prints for people: short, and in columns."""

from __future__ import annotations

from mirinter_core.cli.terminal_output import columns, plain
from mirinter_core.tasks.contribution_words import percent
from mirinter_core.tasks.explain import Explanation, SiteEvidence
from mirinter_core.tasks.mutants import Design
from mirinter_core.tasks.what_if import SEED, WhatIf

_MOST_CHANGES = 8  # substitutions printed; --json has all


def told(
    found: Explanation, model: str, changed: WhatIf | None = None, made: Design | None = None
) -> str:
    """Write an explanation, and what else was asked for, as plain text."""
    query, partner = found.query, found.partner
    listed = "listed" if found.listed else "not listed"
    called = f" ({partner.name})" if partner.name and partner.name != partner.id else ""
    family = "known" if found.family_known else "new"
    seen = "known" if found.partner_known else "new"
    head = (
        f"{query.id} ({len(query):,} nt) and {partner.id}{called} ({len(partner):,} nt)\n"
        f"score {found.score} of model {model} (log-odds scale, higher ranks better; not a "
        f"probability); {listed} in training\n"
        f"seed family {family}, partner {seen} to the model\n"
    )
    head += f"{found.worth}\n" if found.worth else ""
    parts = [plain(head + _best(found)), *_contributions(found), "", plain(found.drawing)]
    parts += _sites(found)
    parts += ["", found.turned.sentence, "", plain(found.turned_drawing)] if found.turned else []
    parts += _changes(changed) if changed else []
    parts += _mutants(made) if made else []
    return "\n".join(parts)


def _best(found: Explanation) -> str:
    if not found.evidence:
        return f"no seed site; the strongest duplex anywhere has {found.duplex.energy} kcal/mol"
    best = found.evidence[0]
    return (
        f"strongest site: {best.site.kind} at {best.site.start}-{best.site.end} of the partner, "
        f"{best.duplex.energy} kcal/mol"
    )


def _contributions(found: Explanation) -> list[str]:
    made_of = found.contributions
    if made_of is None:
        return [found.note] if found.note else []
    made_of = made_of.rounded()
    rows = [(p.kind, f"{p.value:+.2f}", p.facts) for p in made_of.parts]
    rows = [
        ("nothing known", f"{made_of.base:.2f}", ""),
        *rows,
        ("score", f"{made_of.score:.2f}", "the sum"),
    ]
    return ["", columns(rows)]


def _sites(found: Explanation) -> list[str]:
    if not found.evidence:
        return []
    header: tuple[str, ...] = ("site", "start", "end", "kcal/mol", "3' pairing (nt)", "unpaired")
    header += ("local AU",)
    is_judged = found.contributions is not None
    if is_judged:
        header += ("judged occupied", "adds", "adds (new family)")
    rows = [_site_row(e) for e in found.evidence]
    shown, there = len(found.evidence), len(found.sites)
    more = [f"{shown} of {there} sites shown."] if shown < there else []
    heavier = [found.heavier_sentence] if found.heavier else []
    return ["", columns([header, *rows]), *more, *heavier]


def _site_row(e: SiteEvidence) -> tuple[object, ...]:
    row: tuple[object, ...] = (
        *(e.site.kind, e.site.start, e.site.end, e.duplex.energy, e.supplementary),
        f"{e.unpaired:.3f}",
        "" if e.local_au is None else f"{e.local_au:.2f}",
    )
    if e.worth is None:
        return row
    judged = "" if e.worth.occupied is None else percent(e.worth.occupied)
    families = f"{judged} (families: {e.worth.listed:.3g} of {e.worth.families:.3g})"
    return (*row, families, f"{e.worth.adds:+.2f}", f"{e.worth.adds_new_family:+.2f}")


def _changes(changed: WhatIf) -> list[str]:
    most = sorted(changed.substitutions, key=lambda v: -abs(v.change))[:_MOST_CHANGES]
    header = ("change", "letters", "score", "change of score", "without families", "")
    rows = [
        (
            v.name,
            v.letters,
            f"{v.score:.2f}",
            f"{v.change:+.2f}",
            "" if v.change_new_family is None else f"{v.change_new_family:+.2f}",
            "in the seed" if v.position in SEED else "",
        )
        for v in (*most, *changed.isomirs)
    ]
    shown, there = len(most), len(changed.substitutions)
    said = f"{shown} of {there} substitutions shown, the greatest changes first; then 5' isomiRs."
    note = [changed.note] if changed.note else []
    return ["", columns([header, *rows]), said, *note]


def _mutants(made: Design) -> list[str]:
    names = (
        *("name", "paired_with", "score", "change", "energy", "energy_cloned", "sites_left"),
        *("sites_cloned", "changed", "letters"),
    )
    rows = [[row[n] for n in names] for row in made.to_dict()["constructs"]]
    return ["", columns([names, *(["none" if v is None else v for v in row] for row in rows)])]
