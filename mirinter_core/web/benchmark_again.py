"""How each report is made again, and where it comes from."""

from __future__ import annotations

import shlex
from collections.abc import Iterable

import streamlit as st

from mirinter_core.datasets.importer import IMPORTERS
from mirinter_core.tasks.paired import trained_on
from mirinter_core.tasks.reports import Kept, Summary, rule_of
from mirinter_core.web.benchmark_choice import Choice
from mirinter_core.web.show import counted, plain

_PYTHON = ".venv/bin/python"  # where `make setup` puts it
_FOLDER = "again"  # for what is made again, so that nothing lands among other files


def again(choice: Choice) -> None:
    """Show the command of every report that is compared, and of those whose rules stand beside."""
    st.markdown(
        "Each report says how to make it again, in the folder where mirinter lies. The same "
        "command gives the same numbers on the same kind of machine; its report comes to lie in "
        f"the folder `{_FOLDER}`."
    )
    mine = {name: choice.offered[name] for name in choice.chosen if name in choice.offered}
    rules = {n: k for n, k in choice.offered.items() if rule_of(k.summary)}
    shown = {**mine, **rules}
    for name, kept in shown.items():
        _report(name, kept)
    _data(kept.summary for kept in shown.values())


def command_here(command: str) -> str:
    """Write a report's command as it is given in the folder of mirinter.

    Examples
    --------
    >>> command_here("python -m mirinter_core evaluate mine --protocol pair --output .")
    '.venv/bin/python -m mirinter_core evaluate mine --protocol pair --output again'
    """
    try:
        words = shlex.split(command)
    except ValueError:  # not of our making
        return command
    if words[:1] == ["python"]:
        words[0] = _PYTHON
    if words[-2:] == ["--output", "."]:
        words[-1] = _FOLDER
    return shlex.join(words)


def _report(name: str, kept: Kept) -> None:
    summary = kept.summary
    st.markdown(f"**{plain(name)}**")
    command = summary.get("command")
    if command:
        st.code(command_here(str(command)), language="bash", wrap_lines=True)
    else:
        st.caption("Its command was not kept.")
    st.caption(plain(_origin(kept)))


def _data(summaries: Iterable[Summary]) -> None:
    """Say where the data of the commands are had."""
    names: dict[str, None] = {}
    for summary in summaries:
        names |= dict.fromkeys(trained_on(summary))
    if not names:
        return
    st.markdown("**The data**")
    st.markdown("\n".join(f"* **{plain(name)}**: {_source(name)}" for name in names))
    st.caption(
        "None of them comes with mirinter. In a command, a data set stands for the folder its "
        "files lie in, or for the name it was added under: **Catalogues**, *Data sets*, or "
        "`dataset add NAME FOLDER` in a shell. A report's digest tells whether the data are the "
        "same."
    )


def _source(name: str) -> str:
    """Say where a data set is had, where that is known by its name (Markdown)."""
    importer = name.replace("-", "_")
    if importer not in IMPORTERS.names():
        return "a data set of your own, or of whoever made the report."
    part = IMPORTERS.get(importer)
    return f"{plain(part.source)}. Form: {plain(part.form)}. Terms: {plain(part.terms)}."


def _origin(kept: Kept) -> str:
    summary, place = kept.summary, kept.place
    facts = summary.get("provenance", {})
    where = (
        f"of the run {place.run}"
        if place.run
        else f"beside model {place.model}"
        if place.model
        else "comes with mirinter"
    )
    parts = [
        where,
        f"made {str(facts['made'])[:16].replace('T', ' ')} UTC" if facts.get("made") else "",
        f"mirinter {facts['mirinter']}" if facts.get("mirinter") else "",
        f"{counted(len(summary['folds']), 'fold')}, seed {summary['recipe_json'].get('seed', 0)}",
        f"data {summary['dataset']['data_digest'][:12]}",
    ]
    return "; ".join(part for part in parts if part)
