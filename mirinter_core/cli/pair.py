"""``pair``: explain one query and one partner."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from mirinter_core.cli.shared_options import (
    AsJson,
    Device,
    ModelName,
    Quiet,
    Threads,
    Verbose,
    set_threads,
)
from mirinter_core.cli.terminal_output import Terminal, columns, in_json, plain
from mirinter_core.home import find

if TYPE_CHECKING:
    from mirinter_core.tasks.explain import Explanation

app = typer.Typer(add_completion=False)
_WHAT = "Letters, a FASTA file, or CATALOG:ID such as builtin:hsa-miR-21-5p."


@app.command()
def pair(
    query: Annotated[str, typer.Argument(metavar="QUERY", help=f"The microRNA. {_WHAT}")],
    partner: Annotated[str, typer.Argument(metavar="PARTNER", help=f"The partner. {_WHAT}")],
    model: ModelName = "small",
    as_json: AsJson = False,
    device: Device = "auto",
    threads: Threads = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Say how one pair scores, where it may pair, and what the model knew of it."""
    from mirinter_core.cli.sequence_input import known_mirnas, read_one
    from mirinter_core.molecules.query import check_query
    from mirinter_core.tasks.explain import explain
    from mirinter_core.tasks.ready import ready

    set_threads(threads)
    terminal = Terminal.open(quiet=quiet, verbose=verbose)
    one = read_one(query, "query", terminal, type="miRNA")
    other = read_one(partner, "partner", terminal)
    for finding in check_query(one, known_mirnas()):
        terminal.note(f"{one.id}: {finding.message} {finding.remedy}")
    trained, embedding = ready(model, device)
    if not _is_catalogued(partner):
        embedding = replace(embedding, store=None)  # what is given leaves no trace on the disk
    found = explain(one, other, trained, embedding)
    if as_json:
        print(in_json(found.to_dict()))
    else:
        print(_told(found, trained.name))


def _is_catalogued(partner: str) -> bool:
    """Tell whether it is ``CATALOG:ID`` of a saved catalogue; a file may be called so, too."""
    place, colon, _ = partner.partition(":")
    return bool(colon) and find("catalogs", place) is not None


def _told(found: Explanation, model: str) -> str:
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
    return "\n".join([plain(head + _best(found)), "", plain(found.drawing), *_sites(found)])


def _best(found: Explanation) -> str:
    if not found.evidence:
        return f"no seed site; the strongest duplex anywhere has {found.duplex.energy} kcal/mol"
    best = found.evidence[0]
    return (
        f"best site: {best.site.kind} at {best.site.start}-{best.site.end} of the partner, "
        f"{best.duplex.energy} kcal/mol"
    )


def _sites(found: Explanation) -> list[str]:
    if not found.evidence:
        return []
    header = ("site", "start", "end", "kcal/mol", "3' pairing (nt)", "unpaired")
    rows = [
        (
            e.site.kind,
            e.site.start,
            e.site.end,
            e.duplex.energy,
            e.supplementary,
            f"{e.unpaired:.3f}",
        )
        for e in found.evidence
    ]
    shown, there = len(found.evidence), len(found.sites)
    more = [f"{shown} of {there} sites shown."] if shown < there else []
    return ["", columns([header, *rows]), *more]
