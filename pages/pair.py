"""Pair: one query and one partner, and what speaks for them."""

import streamlit as st

from mirinter_core.molecules.molecule import Molecule
from mirinter_core.web import bench_record, pair_further, pair_view, pair_why, short_list
from mirinter_core.web.pair_boxes import from_boxes
from mirinter_core.web.pair_files import take_along
from mirinter_core.web.pair_row import Chosen, Row, from_run, neighbours
from mirinter_core.web.show import errors_shown, header, plain


def ways_on(row: Row) -> None:
    """Lead back to the screen, to the next ranks, and to a pair of one's own."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(
            "pages/screen.py",
            label="Back to the screen",
            icon=":material/arrow_back:",
            query_params={"run": row.run.id},
        )
        for rank, partner in sorted(neighbours(row).items()):
            ahead = rank > row.hit["rank"]
            icon = f":material/chevron_{'right' if ahead else 'left'}:"
            if st.button(f"Rank {rank:,}", icon=icon, icon_position="right" if ahead else "left"):
                st.query_params.update({"id": partner, "query": row.hit["id2"]})
                st.rerun()
        short_list.add_button(row.run, str(row.hit["id2"]), str(row.hit["id1"]))
        if st.button("Another pair", icon=":material/edit:"):
            st.query_params.clear()
            st.rerun()


def show(chosen: Chosen, partner: Molecule) -> None:
    """Show all that is known of the pair."""
    found = pair_view.explained(chosen, partner)
    pair_view.verdict(found, chosen.row)
    bench_record.so_far(chosen.query, partner)
    run = chosen.row.run.id if chosen.row else ""
    bench_record.button(chosen.query, partner, run=run, key="pair")
    pair_view.share(found, chosen)
    pair_view.facts(found, chosen.row)
    pair_why.contributions(found)
    shown = pair_view.sites(found, pair_view.footprint(chosen, partner))
    pair_further.further(found, chosen)
    pair_view.letters(found, shown)
    pair_view.links(found)
    take_along(found, shown, chosen)


def chosen() -> Chosen | None:
    """Take the pair of the address, else ask for one."""
    asked = st.query_params
    if not asked.get("run"):
        return from_boxes()
    found = from_run(asked["run"], asked.get("id", ""), asked.get("query", ""))
    if found.row:
        ways_on(found.row)
    return found


header("Pair", "One query and one partner: where they could pair, how strongly, and what is known.")
with errors_shown():
    pair = chosen()
    if pair and pair.partner:
        show(pair, pair.partner)
    elif pair and pair.row:
        st.warning(plain(pair.problem, letters=2000), icon=":material/folder_off:")
        pair_view.table_row(pair.row.hit)
