"""The strip under the paste box: what each record is, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from mirinter_core.models.memory import Memory
from mirinter_core.molecules.alphabet import DOUBTFUL
from mirinter_core.molecules.known import KnownMirnas, Near
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.molecules.recognise import DOMAIN
from mirinter_core.tasks.check import Check
from mirinter_core.tasks.trust import protocol_for
from mirinter_core.web.inputs import Queries
from mirinter_core.web.resources import known_mirnas, memory
from mirinter_core.web.show import counted, plain
from mirinter_core.web.trust import trust

_CARDS = 3  # records shown in full; of more there is a table
_ROWS = 1000  # of that table
_REFUSALS = 20
_NAMES = 4  # of a family or of one sequence


def strip(queries: Queries, model: str | None, partners: Collection[str]) -> None:
    """Show what was read: the first records in full, all of them in a table, and refusals.

    Parameters
    ----------
    partners : collection of str
        The types of RNA they will be ranked against: how far to trust a model hangs on them.
    """
    for note in queries.notes:
        st.caption(f":material/info: {plain(note)}")
    refused = [c for c in queries.checks if c.refusal]
    good = [c for c in queries.checks if not c.refusal]
    if refused:
        _refusals(refused, len(queries.checks))
    known = known_mirnas()
    told = memory(model) if model else None
    trusted = partial(trust, model or "", partners=partners, before=":material/straighten: ")
    for checked in good[:_CARDS]:
        _card(checked, known, told, trusted)
    if len(good) > _CARDS:
        _table(good, told)
    if twins := len(good) - len({c.molecule.digest for c in good if c.molecule}):
        st.caption(
            f":material/info: Records with the letters of another, under a name of their own: "
            f"{twins:,}. They are scored once, and every name is in the results."
        )


def _refusals(refused: Sequence[Check], records: int) -> None:
    """Show each refusal with what the text looks like; each says what to do."""
    if records == 1:
        _refusal(refused[0])
        return
    with st.container(border=True):
        st.markdown(
            f":red[:material/block:] **{len(refused):,} of {counted(records, 'record')} cannot be "
            "screened;** the others can."
        )
        for checked in refused[:_REFUSALS]:
            st.markdown(f"- {plain(checked.refusal)}")
        if len(refused) > _REFUSALS:
            st.caption(f"{_REFUSALS} of {len(refused):,} shown.")


def _refusal(checked: Check) -> None:
    lines = [plain(checked.refusal, letters=1000)]
    lines += [plain(f"{f.message} {f.remedy}", letters=1000) for f in checked.findings]
    st.error("\n\n".join(lines), icon=":material/block:")


def _card(
    checked: Check, known: KnownMirnas, told: Memory | None, trusted: Callable[[str], None]
) -> None:
    molecule = checked.molecule
    if molecule is None:
        return
    with st.container(border=True, gap="small"):
        st.markdown(f"**{plain(molecule.id, letters=80)}** &nbsp; {_letters(molecule.letters)}")
        st.markdown(" ".join(_badges(checked, told)))
        st.markdown(_kin(checked, known))
        for found in checked.findings:
            st.warning(
                f"**{plain(found.message)}** {plain(found.remedy)}", icon=":material/warning:"
            )
        if checked.repairs:
            said = f"Repaired: {plain('; '.join(checked.repairs), letters=1000)}."
            if any(repair.endswith(DOUBTFUL) for repair in checked.repairs):
                st.warning(said, icon=":material/healing:")
            else:
                st.caption(f":material/healing: {said}")
        if told is not None and len(molecule) <= DOMAIN[1]:  # figures are of mature microRNAs
            known_family, seen = _regime(molecule, told)
            protocol = protocol_for(family_known=known_family, query_seen=seen)
            trusted(protocol)


def _letters(letters: str) -> str:
    """Write a sequence with its seed made bold; a long one is cut with an ellipsis."""
    shown = letters if len(letters) <= 60 else f"{letters[:45]}…{letters[-12:]}"
    return f"{shown[:1]}:blue[**{shown[1:8]}**]{shown[8:]}"


def _badges(checked: Check, told: Memory | None) -> list[str]:
    molecule = checked.molecule
    if molecule is None:
        return []
    shortest, longest = DOMAIN
    n = len(molecule)
    usual = shortest <= n <= longest
    badges = [
        f":{'green' if usual else 'orange'}-badge[{n:,} nt{'' if usual else ', unusual'}]",
        f":blue-badge[seed {checked.seed}]",
        ":green-badge[:material/check: known]"
        if checked.names
        else ":violet-badge[:material/fiber_new: not known here]",
    ]
    if checked.repairs:
        badges.append(f":gray-badge[{counted(len(checked.repairs), 'repair')}]")
    if told is not None:
        known_family, _ = _regime(molecule, told)
        badges.append(
            ":green-badge[:material/school: seed family known to the model]"
            if known_family
            else ":orange-badge[:material/explore: seed family new to the model]"
        )
    return badges


def _kin(checked: Check, known: KnownMirnas) -> str:
    """Say in a sentence which known miRNAs are the same, or near."""
    if checked.molecule is None:
        return ""
    family = known.family(checked.molecule.letters)
    if checked.names:
        siblings = [name for name in family if name not in checked.names]
        of = f"; same seed: {_some(siblings)}" if siblings else "; no other with this seed here"
        return f"Known as **{_some(checked.names)}**{of}."
    if len(checked.molecule) > DOMAIN[1]:
        return f"Not among the {len(known):,} miRNAs known here, and too long to be like one."
    near = ", ".join(_near(n) for n in known.nearest(checked.molecule.letters))
    kin = f"same seed as {_some(family)}" if family else "no known miRNA here has this seed"
    return f"Not among the {len(known):,} miRNAs known here; {kin}. Nearest: {near}."


def _near(near: Near) -> str:
    same = ", same seed" if near.same_family else ""
    return f"**{plain(near.id)}** ({counted(near.edits, 'edit')}{same})"


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(plain(name) for name in names[:_NAMES])
    return shown + (f" and {len(names) - _NAMES:,} more" if len(names) > _NAMES else "")


def _regime(molecule: Molecule, told: Memory) -> tuple[bool, bool]:
    return bool(told.knows_family([molecule])[0]), bool(told.saw([molecule])[0])


def _table(good: Sequence[Check], told: Memory | None) -> None:
    shown = [c for c in good[:_ROWS] if c.molecule]
    molecules = [c.molecule for c in shown if c.molecule]
    frame = pd.DataFrame(
        {
            "id": [m.id for m in molecules],
            "nt": [len(m) for m in molecules],
            "seed": [c.seed for c in shown],
            "known as": [", ".join(c.names[:_NAMES]) for c in shown],
            "repaired": ["; ".join(c.repairs) for c in shown],
            "look at": ["; ".join(f.message for f in c.findings) for c in shown],
        }
    )
    if told is not None and molecules:
        known = told.knows_family(molecules)
        frame.insert(4, "seed family", ["known to the model" if k else "new" for k in known])
    with_names = sum(bool(c.names) for c in good)
    odd = sum(bool(c.findings) for c in good)
    st.markdown(
        f"**{counted(len(good), 'query', 'queries')}**: {with_names:,} known here, "
        f"{len(good) - with_names:,} not; {odd:,} to look at; the first {_CARDS} stand above."
    )
    st.dataframe(frame, hide_index=True, height=250, alt="All queries that can be screened")
    if len(good) > len(shown):
        st.caption(f"{len(shown):,} of {len(good):,} shown; all are screened.")
