"""Recording what the bench found of a pair: the button, the form, and what was found so far."""

from __future__ import annotations

from datetime import date

import streamlit as st

from mirinter_core.datasets import bench
from mirinter_core.datasets import finding as findings
from mirinter_core.datasets.bench import Entry
from mirinter_core.datasets.finding import (
    LONGEST_NOTE,
    METHODS,
    OUTCOMES,
    Finding,
    pair_of,
)
from mirinter_core.errors import DatasetError
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.web.show import errors_shown, plain

FIRST = "bench"  # what the first notebook is called unless told
ICONS = {
    findings.BOUND: ":material/link:",
    findings.NOT_BOUND: ":material/link_off:",
    findings.UNCLEAR: ":material/question_mark:",
}
_LAST = "bench-notebook"  # the notebook this tab wrote to last
_SAID = "bench-said"


def button(query: Molecule, partner: Molecule, *, run: str = "", key: str) -> None:
    """Offer to record what the bench found of a pair; say it once it is recorded."""
    say()
    if st.button("Record a finding", icon=":material/science:", key=f"bench-record-{key}"):
        form(query, partner, run)


def so_far(query: Molecule, partner: Molecule) -> None:
    """Say what stands in the notebooks of a pair; nothing if it was not tested."""
    for name, entry in of_pair(query, partner):
        f = entry.finding
        facts = [f"on {f.date}", f.method, f"notebook {name}", f.note]
        st.markdown(
            f"{ICONS[f.outcome]} **The bench found: {f.outcome}** "
            f"({plain('; '.join(fact for fact in facts if fact))})"
        )


def of_pair(query: Molecule, partner: Molecule) -> list[tuple[str, Entry]]:
    """Find the standing entries of a pair, each with its notebook."""
    pair = pair_of(query, partner)
    return [(n.name, e) for n in notebooks() for e in n.standing if e.finding.pair == pair]


def notebooks() -> list[bench.Notebook]:
    """Read all notebooks that can be read; the others are told of on the Catalogues page."""
    found = []
    for name in bench.names():
        try:
            found.append(bench.read(name))
        except DatasetError:
            continue
    return found


@st.dialog("What did the bench find?", icon=":material/science:")
def form(query: Molecule, partner: Molecule, run: str = "", before: Entry | None = None) -> None:
    """Open the form; see `ask`."""
    ask(query, partner, run, before)


def ask(query: Molecule, partner: Molecule, run: str = "", before: Entry | None = None) -> None:
    """Ask for a finding and record it.

    Parameters
    ----------
    before : Entry or None
        What is to be corrected: the boxes begin with it.
    """
    st.markdown(f"**{plain(query.id, letters=60)}** with **{plain(called(partner), letters=60)}**")
    so_far(query, partner)
    was = before.finding if before else None
    with st.form("bench-finding", border=False):
        outcome = st.radio(
            "Outcome",
            list(OUTCOMES),
            index=list(OUTCOMES).index(was.outcome) if was else None,
            captions=list(OUTCOMES.values()),
        )
        day, method = day_and_method(was)
        note = st.text_area("Note", was.note if was else "", max_chars=LONGEST_NOTE, height=80)
        name = notebook_box()
        wanted = st.form_submit_button("Record", type="primary", icon=":material/save:")
    if not wanted:
        return
    with errors_shown():
        if outcome is None:
            raise DatasetError("Say what was found: bound, not bound, or unclear.")
        found = Finding(
            query=query,
            partner=partner,
            outcome=outcome,
            date=day.isoformat(),
            method=method or "",
            note=note,
            run=was.run if was else run,
        )
        keep(name, [found])
        st.rerun()


def day_and_method(was: Finding | None = None) -> tuple[date, str | None]:
    """Ask when and how it was measured."""
    offered = list(METHODS)
    if was and was.method and was.method not in offered:
        offered.append(was.method)
    left, right = st.columns(2)
    today = date.fromisoformat(findings.today())
    day = left.date_input(
        "Date", date.fromisoformat(was.date) if was else today, max_value=today, format="YYYY-MM-DD"
    )
    method = right.selectbox(
        "Method",
        offered,
        index=offered.index(was.method) if was and was.method else None,
        accept_new_options=True,
        placeholder="Choose or write one",
    )
    return day, method


def notebook_box() -> str:
    """Ask which notebook to write to; a new name begins one."""
    names = bench.names() or [FIRST]
    last = st.session_state.get(_LAST)
    chosen: str | None = st.selectbox(
        "Notebook",
        names,
        index=names.index(last) if last in names else 0,
        accept_new_options=True,
        help="Each is a data set of its own that can be trained on. A new name begins one.",
    )
    return (chosen or "").strip()


def keep(name: str, found: list[Finding]) -> None:
    """Record findings, and leave a word of it for the page to say."""
    for one in found:
        bench.record(name, one)
    st.session_state[_LAST] = name
    only = found[0]
    what = f"{only.query.id} with {called(only.partner)}, {only.outcome}"
    st.session_state[_SAID] = (
        f"Recorded in {name}: {what if len(found) == 1 else f'{len(found):,} findings'}."
    )


def say() -> None:
    """Say what was recorded before the page was run again."""
    if said := st.session_state.pop(_SAID, ""):
        st.toast(plain(said), icon=":material/check:")


def called(molecule: Molecule) -> str:
    """Name a molecule by its symbol, or its id where it has none."""
    return molecule.name or molecule.id
