"""From what was pasted and chosen to a run: at once if it is short, beside the page if not."""

from __future__ import annotations

from threading import Thread
from time import monotonic

import streamlit as st

from mirinter_core.errors import MirinterError, SequenceError
from mirinter_core.molecules import fasta
from mirinter_core.runs import run as runs
from mirinter_core.runs.execute import execute
from mirinter_core.runs.run import Run
from mirinter_core.runs.start import start
from mirinter_core.tasks.estimate import Estimate, evidence_rows
from mirinter_core.web.choices import Choice, decoys_of, evidence_of
from mirinter_core.web.inputs import Queries
from mirinter_core.web.show import counted, plain

AS_GIVEN = "as-given.txt"  # beside input.fa: the text before it was cleaned
_SHOWN = 12  # letters of a nameless query, as the title of its run
_AT_ONCE = 12.0  # seconds, decoys included; what takes longer has a process of its own
_POLL = 0.1  # seconds
_PATIENCE = 2.0  # seconds for which a page waits; then it shows the run, with a way to cancel it


def submit(queries: Queries, choice: Choice, cost: Estimate | None) -> Run:
    """Write the run down and begin it.

    Raises
    ------
    SequenceError
        If there is no query.
    """
    run = _written(queries, choice)
    if cost is not None and cost.seconds <= _AT_ONCE:
        _at_once(run)
    else:
        start(run)
    return run


def given(run: Run) -> str:
    """Return the queries of a run as they were given, or as they were cleaned."""
    names = run.request.inputs
    name = AS_GIVEN if AS_GIVEN in names else next(iter(names), "")
    path = run.path(name) if name else None
    return path.read_text("utf-8", "replace") if path and path.is_file() else ""


def choice_of(run: Run) -> Choice:
    """Return what a screen was asked to do."""
    asked, evidence = run.request.arguments, run.request.arguments.get("evidence")
    if evidence == evidence_rows(_written_queries(run)):
        evidence = None  # nobody asked for it
    return Choice(
        catalog=str(asked["catalog"]),
        model=str(asked["model"]),
        types=tuple(asked.get("types") or ()),
        evidence=evidence,
        device=str(asked.get("device") or "auto"),
        decoys=None if asked.get("decoys_fitted") else int(asked.get("decoys") or 0),
        hubs=bool(asked.get("hubs")),
    )


def _written_queries(run: Run) -> int:
    path = next((run.path(n) for n in run.request.inputs if n.endswith(".fa")), None)
    return path.read_text("utf-8", "replace").count(">") if path and path.is_file() else 0


def _written(queries: Queries, choice: Choice) -> Run:
    from mirinter_core.runs.jobs.screen import INPUT  # brings torch

    molecules = queries.molecules
    if not molecules:
        raise SequenceError(
            "There is no sequence to screen. Paste letters or FASTA into the box, take an "
            "example, or upload a file."
        )
    arguments = {
        "catalog": choice.catalog,
        "model": choice.model,
        "types": list(choice.types),
        "evidence": evidence_of(choice, len(molecules)),
        "device": choice.device,
        "decoys": decoys_of(choice, len(molecules)),
        "decoys_fitted": choice.decoys is None,
        "hubs": choice.hubs,
    }
    inputs = {INPUT: fasta.write(molecules)}
    if queries.text:
        inputs[AS_GIVEN] = queries.text
    what = counted(len(molecules), "query", "queries")
    if len(molecules) == 1:
        only = molecules[0]
        what = f"{only.letters[:_SHOWN]}..." if fasta.is_unnamed(only.id) else only.id
    return runs.create("screen", arguments, inputs=inputs, title=f"{what} on {choice.catalog}")


def _at_once(run: Run) -> None:
    """Work in a thread of the server's, which no closed page ends, and wait for it a little."""
    told, failed = (0.0, "Screening"), list[MirinterError]()

    def tell(done: float, what: str) -> None:
        nonlocal told
        told = done, what

    def work() -> None:
        try:
            execute(run, progress=tell, waits=False)
        except MirinterError as error:
            failed.append(error)

    worker = Thread(target=work, name=f"run {run.id}", daemon=True)
    worker.start()
    bar, until = st.progress(0.0), monotonic() + _PATIENCE
    while worker.is_alive() and monotonic() < until:
        worker.join(_POLL)
        done, what = told
        bar.progress(done, text=plain(what))
    bar.empty()
    if failed:
        raise failed[0]
