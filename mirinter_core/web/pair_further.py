"""What to try next with a pair: other letters of the query, and mutants to order."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from mirinter_core.figures.what_if_map import reading, what_if_map
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.pairing.sites import Site
from mirinter_core.tasks import mutants
from mirinter_core.tasks.explain import Explanation, SiteEvidence
from mirinter_core.tasks.mutants import ORDER_COLUMNS, Design, design
from mirinter_core.tasks.ready import Stamp, ready, stamp
from mirinter_core.tasks.what_if import WhatIf, what_if
from mirinter_core.web.figure_files import figure
from mirinter_core.web.pair_row import Chosen
from mirinter_core.web.show import counted, errors_shown, plain
from mirinter_core.web.table_files import table_files

FURTHER, MUTATED, VIEW = "further", "mutated", "families"  # in the address
WHAT_IF, MUTANTS = "What if a letter changes", "Mutants to order"
SCORED, HIDDEN = "as scored", "families hidden"

State = tuple[Stamp, bool]


def further(found: Explanation, chosen: Chosen) -> None:
    """Offer the what-if and the mutant designer; each is computed when it is asked for."""
    st.subheader("Try it", anchor=False)
    asked = st.segmented_control(
        "Try it",
        [WHAT_IF, MUTANTS],
        key=FURTHER,
        bind="query-params",
        label_visibility="collapsed",
    )
    with errors_shown():
        if asked == WHAT_IF:
            _what_if(found, chosen)
        elif asked == MUTANTS:
            _mutants(found, chosen)
        else:
            st.caption(
                "What if a letter of the query were another? Which mutants test a site? Choose one."
            )


def _state(chosen: Chosen) -> State:
    return stamp(chosen.model), chosen.row is not None


def _what_if(found: Explanation, chosen: Chosen) -> None:
    made = _changed(found.query, found.partner, chosen.model, chosen.device, _state(chosen))
    hidden = False
    if made.has_kinds:
        view = st.segmented_control(
            "Change of the score",
            [SCORED, HIDDEN],
            default=SCORED,
            required=True,
            key=VIEW,
            bind="query-params",
        )
        hidden = view == HIDDEN
        st.caption(
            "Each variant is a new molecule, in the family that its letters make: leaving a family "
            "the model knows costs much, whatever the pairing. With families hidden only the "
            "pairing evidence is compared."
        )
    figure(
        lambda dark: what_if_map(made, new_family=hidden, dark=dark),
        reading(made, new_family=hidden),
        key="pair-what-if",
        file="what-if",
    )
    st.caption("A dot is the letter that is there; the frame is the seed, letters 2 to 8.")
    st.markdown("**5' isomiRs**: the same query, begun earlier (-) or later (+).")
    rows = [
        {
            "begins": v.name,
            "letters": v.letters,
            "score": v.score,
            "change": v.change,
            "families hidden": v.change_new_family,
            "seed family": "known" if v.family_known else "new",
            "letters from": v.source,
        }
        for v in made.isomirs
    ]
    numbers = {"score": "%.2f", "change": "%+.2f", "families hidden": "%+.2f"}
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        column_config={n: st.column_config.NumberColumn(n, format=f) for n, f in numbers.items()},
        alt="5' isomiRs of the query with their scores.",
    )
    if made.note:
        st.caption(plain(made.note))


@st.cache_data(max_entries=16, show_spinner="Scoring every substitution and isomiR.")
def _changed(query: Molecule, partner: Molecule, model: str, device: str, state: State) -> WhatIf:
    trained, embedding = ready(model, device)
    kept = embedding if state[1] else replace(embedding, store=None)
    return what_if(query, partner, trained, kept)


def _mutants(found: Explanation, chosen: Chosen) -> None:
    if not found.sites:
        st.info("There is no seed site to mutate.", icon=":material/info:")
        return
    offered = {f"{e.site.start}-{e.site.end}": e for e in found.evidence}
    if st.session_state.get(MUTATED) not in offered:
        st.session_state.pop(MUTATED, None)
    keys = list(offered)
    telling = [key for key in keys if offered[key] is found.telling]
    first = (telling or keys)[0]
    at = st.selectbox(
        "Site to test",
        keys,
        index=keys.index(first),
        format_func=lambda key: _named(key, offered[key]),
        key=MUTATED,
        bind="query-params",
    )
    made = _designed(
        found.query,
        found.partner,
        offered[at or first].site,
        (chosen.model, chosen.device),
        _state(chosen),
    )
    st.markdown(plain(sentence(made), letters=2000))
    _order(made)


def _order(made: Design) -> None:
    """Show the constructs, give them as files, and say what their scores mean."""
    st.dataframe(
        made.table,
        hide_index=True,
        column_config={
            name: st.column_config.NumberColumn(
                _TITLES.get(name, name), help=meaning, format=_FORMATS[name]
            )
            if name in _FORMATS
            else st.column_config.Column(
                name.replace("_", " "),
                help=meaning,
                width="large" if name in ("role", "letters") else None,
            )
            for name, meaning in ORDER_COLUMNS.items()
        },
        column_order=_FIRST_READ,
        placeholder="none",
        alt="Mutants to order.",
    )
    table_files(
        "Order",
        ("tsv", "csv", "xlsx"),
        lambda kind: mutants.order_file(made, kind),
        file=f"mutants-{made.site.start}-{made.site.end}",
        key="order",
    )
    st.caption(
        "Three letters that face the seed are complemented, and the compensatory query is changed "
        "to fit them. "
        + (
            "What the model knows of partner and family is held while letters change, so that "
            "the change is of sites and footprint alone; the gene is not known to hold sites of "
            "the compensatory seed, so its score need not come back as far as its duplex. "
            if made.held
            else "Each changed RNA is scored as one the model never saw. "
        )
        + "Scores and energies are predictions; order after reading them through."
    )


# What is read first stands first; the files have the columns as they are ordered by.
_FIRST_READ = (
    *("name", "paired_with", "score", "change", "energy", "energy_cloned", "sites_left"),
    *("sites_cloned", "role", "changed", "letters", "dna", "length"),
)
_FORMATS = {"score": "%.2f", "change": "%+.2f", "energy": "%.1f", "energy_cloned": "%.1f"}
_TITLES = {"energy": "kcal/mol at the site", "energy_cloned": "kcal/mol on the stretch"}


def _named(letters: str, one: SiteEvidence) -> str:
    """Name a site to choose, with what the model makes of it."""
    adds = f", adds {one.worth.adds:+.2f}" if one.worth else ""
    return f"{one.site.kind}, letters {letters}{adds}"


def sentence(made: Design) -> str:
    """Say in plain words what the mutants do to score and energy."""
    whole, mutant, scrambled, rescue, acting = made.constructs
    elsewhere = ""
    if acting.sites_cloned:
        elsewhere = (
            f" Mind that it has {counted(acting.sites_cloned, 'site')} on the cloned stretch as it "
            "is, where it should not act: choose another site."
        )
    elif acting.sites_left:
        elsewhere = (
            f" It has {counted(acting.sites_left, 'site')} elsewhere on the whole partner, none on "
            "the cloned stretch: clone the stretch alone; the scores are those of the whole."
        )
    return (
        f"Mutating the seed of the {made.site.kind} at letters {made.site.start:,} to "
        f"{made.site.end:,} moves the score by {mutant.change:+.2f}, scrambling it by "
        f"{scrambled.change:+.2f}, and the seed pairs there no more. With the compensatory query "
        f"the mutant is at {rescue.change:+.2f} against the pair as it is. The duplex at the site: "
        f"{_energy(whole.energy)} as it is, {_energy(rescue.energy)} compensated; the strongest "
        f"anywhere on the cloned stretch: {whole.energy_cloned:.1f} as it is, "
        f"{mutant.energy_cloned:.1f} mutated, {scrambled.energy_cloned:.1f} scrambled.{elsewhere}"
    )


def _energy(value: float | None) -> str:
    return "none that holds the seed" if value is None else f"{value:.1f} kcal/mol"


@st.cache_data(max_entries=32, show_spinner="Designing mutants, scoring and folding each.")
def _designed(
    query: Molecule, partner: Molecule, site: Site, scoring: tuple[str, str], state: State
) -> Design:
    trained, embedding = ready(*scoring)
    kept = embedding if state[1] else replace(embedding, store=None)
    return design(query, partner, site, (trained, kept))
