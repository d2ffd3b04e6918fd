"""``pair``: explain one query and one partner."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
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
from mirinter_core.cli.terminal_output import Terminal, in_json
from mirinter_core.home import find, written
from mirinter_core.models.listing import DEFAULT_MODEL

if TYPE_CHECKING:
    from mirinter_core.pairing.sites import Site
    from mirinter_core.tasks.explain import Explanation

app = typer.Typer(add_completion=False)
_WHAT = "Letters, a FASTA file, or CATALOG:ID such as builtin:hsa-miR-21-5p."
_ORDERS = ("tsv", "csv", "xlsx")


_Query = Annotated[str, typer.Argument(metavar="QUERY", help=f"The microRNA. {_WHAT}")]
_Partner = Annotated[str, typer.Argument(metavar="PARTNER", help=f"The partner. {_WHAT}")]
_WhatIf = Annotated[
    bool,
    typer.Option(
        "--what-if", help="Also score every one-letter change and 5' isomiR of the query."
    ),
]
_Mutants = Annotated[
    str | None,
    typer.Option(
        metavar="SITE",
        help="Also design mutants of a site: its place in the list (1 is the best) or its "
        "first and last letter, such as 561-567.",
    ),
]
_Order = Annotated[
    Path | None,
    typer.Option(
        help="Write the mutants as an order table (.tsv, .csv or .xlsx); of the site that adds "
        "most to the score, unless --mutants names one.",
    ),
]


@app.command()
def pair(
    query: _Query,
    partner: _Partner,
    model: ModelName = DEFAULT_MODEL,
    as_json: AsJson = False,
    with_what_if: _WhatIf = False,
    mutants: _Mutants = None,
    order: _Order = None,
    device: Device = "auto",
    threads: Threads = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Say how one pair scores, why, where it may pair, and what the model knew of it."""
    from mirinter_core.cli.pair_words import told
    from mirinter_core.cli.sequence_input import known_mirnas, read_one
    from mirinter_core.models.memory import LONG
    from mirinter_core.molecules.query import check_query
    from mirinter_core.molecules.recognise import DOMAIN
    from mirinter_core.tasks.explain import explain
    from mirinter_core.tasks.mutants import design, order_file
    from mirinter_core.tasks.ready import ready
    from mirinter_core.tasks.what_if import what_if

    kind = _order_kind(order)
    set_threads(threads)
    terminal = Terminal.open(quiet=quiet, verbose=verbose)
    one = read_one(query, "query", terminal, type="miRNA")
    other = read_one(partner, "partner", terminal)
    if len(one) >= LONG and len(other) <= DOMAIN[1]:
        raise typer.BadParameter(
            f"The microRNA comes first, then its partner; here the first has {len(one):,} nt and "
            f"the second {len(other):,}. Turn them round."
        )
    for finding in check_query(one, known_mirnas()):
        terminal.note(f"{one.id}: {finding.message} {finding.remedy}")
    trained, embedding = ready(model, device)
    if not _is_catalogued(partner):
        embedding = replace(embedding, store=None)  # what is given leaves no trace on the disk
    found = explain(one, other, trained, embedding)
    made = changed = None
    if mutants or order:
        made = design(one, other, _site(found, mutants), (trained, embedding))
    if with_what_if:
        changed = what_if(one, other, trained, embedding)
    if made and order:
        with written(order) as temporary:
            temporary.write_bytes(order_file(made, kind))
    if as_json:
        extra = {"what_if": changed.to_dict()} if changed else {}
        extra |= {"mutants": made.to_dict()} if made else {}
        print(in_json({**found.to_dict(), **extra}))
    else:
        print(told(found, trained.name, changed, made))


def _is_catalogued(partner: str) -> bool:
    """Tell whether it is ``CATALOG:ID`` of a saved catalogue; a file may be called so, too."""
    place, colon, _ = partner.partition(":")
    return bool(colon) and find("catalogs", place) is not None


def _order_kind(order: Path | None) -> str:
    kind = order.suffix.lower().lstrip(".") if order else _ORDERS[0]
    if kind not in _ORDERS:
        raise typer.BadParameter(
            f"An order table ends in .{', .'.join(_ORDERS)}.", param_hint="--order"
        )
    return kind


def _site(found: Explanation, named: str | None) -> Site:
    """Find the site that is named by its place in the list or by its ends; else the telling one."""
    if named is None and found.telling:
        return found.telling.site
    named = named or "1"
    if named.isdigit() and 1 <= int(named) <= len(found.sites):
        return found.sites[int(named) - 1]
    first, _, last = named.partition("-")
    for site in found.sites:
        if (str(site.start), str(site.end)) == (first, last):
            return site
    there = ", ".join(f"{s.start}-{s.end}" for s in found.sites[:10]) or "none"
    raise typer.BadParameter(
        f"There is no site {named[:40]!r}. Sites, best first: {there}.", param_hint="--mutants"
    )
