"""The results of a screen, from the sentence to the files to take along."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import streamlit as st

from mirinter_core.figures.histogram import score_histogram
from mirinter_core.pairing.sites import NO_SITE
from mirinter_core.runs import screened, table
from mirinter_core.runs.run import Run
from mirinter_core.runs.table import Filters, Summary
from mirinter_core.tasks.trust import protocol_for
from mirinter_core.web import chance, filters, ranked
from mirinter_core.web.exports import exports, provenance_of
from mirinter_core.web.favourite import favourite
from mirinter_core.web.help_view import ABOUT
from mirinter_core.web.overview import overview
from mirinter_core.web.readings import CHANCE, VERDICTS, chance_of, read
from mirinter_core.web.resources import known_mirnas
from mirinter_core.web.show import counted, duration, plain, plot
from mirinter_core.web.standing import standing
from mirinter_core.web.trust import trust

_MARKED = 10
_ICONS = {
    "strong": ":material/signal_cellular_alt:",
    "relatives": ":material/signal_cellular_alt:",
    "tentative": ":material/signal_cellular_alt_2_bar:",
    "chance": ":material/signal_cellular_alt_1_bar:",
    "little": ":material/signal_cellular_alt_1_bar:",
    "unknown": ":material/help:",
}
_BOXES = {"strong": st.success, "chance": st.warning, "little": st.warning}
_STRONGEST = ("8mer", "7mer-m8", "7mer-A1")  # classes with measured effect; doi:10.7554/eLife.05005


def show(run: Run) -> str:
    """Show the results of a screen that is done; return the verdict on the chosen query."""
    path = run.path(ranked.HITS)
    query = _query(run)
    found = table.summary(path, query)
    st.markdown(headline(query, found))
    _known_as(run, query)
    told = chance_of(run, query)
    verdict = _reading(run, query)
    st.markdown(chance.line(told))
    is_seen = query in provenance_of(run).get("queries_in_training", ())
    _numbers(found, is_seen=is_seen)
    _trust(found, is_seen=is_seen)
    standing(run, query, found.best, doubtful=verdict == CHANCE)
    _origin(run, found)
    chosen, sort = filters.filters(found)
    ranked.ranked(run, query, found, chosen, sort, doubtful=verdict == CHANCE)
    favourite(path, query, found.partners)
    _histogram(path, query, found)
    if told:
        chance.against_decoys(told, query)
    exports(run, path, query, chosen)
    return verdict


def _reading(run: Run, query: str) -> str:
    """Say what the ranking comes to, before its numbers, and return the verdict."""
    found = read(run, query)
    box = _BOXES.get(found.verdict, st.info)
    said = f"**{VERDICTS[found.verdict]}.** {plain(found.sentence, letters=2000)}"
    box(said, icon=_ICONS[found.verdict])
    return found.verdict


def headline(query: str, found: Summary) -> str:
    """Say in a sentence what came out (Markdown)."""
    n, best = found.partners, found.best
    strongest = next((kind for kind in _STRONGEST if found.sites.get(kind)), "")
    if strongest:
        with_site = found.sites[strongest]
        have = "has" if with_site == 1 else "have"
        what = f"**{with_site:,} of {counted(n, 'partner')}** {have} {_a_site(strongest)}"
    else:
        what = f"None of {counted(n, 'partner')} has an 8mer or 7mer site"
    listed = "listed with it in training" if best["known"] else "not listed with it in training"
    site = best["seed_class"]
    site = "no seed site" if site == NO_SITE else _a_site(site)
    return (
        f"{what} for {plain(query, letters=60)}; the best-scored is "
        f"**{plain(called(best), letters=80)}** (score {best['score']:.2f}, {site}, {listed})."
    )


def _known_as(run: Run, query: str) -> None:
    """Say that a query has the letters of a known microRNA, or its seed, if its name does not."""
    given = screened.queries(run).get(query)
    if given is None:
        return
    names, family = known_mirnas().names(given.letters), known_mirnas().family(given.letters)
    found, what = (names, "letters") if names else (family, "seed")
    if found and query not in found:
        more = f" and {len(found) - 1:,} more" if len(found) > 1 else ""
        st.caption(
            f":material/check: {plain(query, letters=60)} has the {what} of "
            f"**{plain(found[0])}**{more}."
        )


def _a_site(kind: str) -> str:
    return f"{'an' if kind.startswith(('8', 'o')) else 'a'} {kind} site"


def called(row: object) -> str:
    """Name a partner by its symbol, and its id where it has none."""
    return str(row["name1"] or row["id1"])  # type: ignore[index]


def _query(run: Run) -> str:
    """Let one of several queries be chosen, with what came out for each."""
    names = table.queries(run.path(ranked.HITS))
    if len(names) == 1:
        return names[0]
    overview(run, names)
    if st.session_state.get(filters.QUERY) not in names:
        st.session_state.pop(filters.QUERY, None)
    chosen = st.selectbox(
        f"Query ({len(names):,} in all)",
        names,
        key=filters.QUERY,
        on_change=filters.first_page,
        bind="query-params",
    )
    return chosen or names[0]


def _numbers(found: Summary, *, is_seen: bool) -> None:
    strong = sum(found.sites.get(kind, 0) for kind in _STRONGEST)
    row = st.container(horizontal=True)
    row.metric(
        "Partners ranked",
        f"{found.partners:,}",
        help="All of the catalogue's, or of the types chosen.",
        border=True,
    )
    row.metric(
        "With an 8mer or 7mer site",
        f"{strong:,}",
        help="Their best seed site is 8mer, 7mer-m8 or 7mer-A1: by chance, long partners have one.",
        border=True,
    )
    row.metric(
        "Listed in training",
        f"{found.known:,}",
        None if is_seen else "this microRNA was not in it",
        delta_color="off",
        delta_arrow="off",
        help="Pairs of this query that the model was shown as listed. Their high rank is no news.",
        border=True,
    )


def _trust(found: Summary, *, is_seen: bool) -> None:
    """Say what a score is, and what it was worth for such queries."""
    protocol = protocol_for(family_known=found.family_known, query_seen=is_seen)
    family = "known to" if found.family_known else "new to"
    before = f"Seed family **{family}** the model. Listed is not bound. "
    trust(str(found.best["model"]), protocol, found.types, before=before)


def _origin(run: Run, found: Summary) -> None:
    """Say what was screened with what, and when."""
    facts, state = run.request, run.state
    release = provenance_of(run).get("catalog_release")
    made = datetime.fromtimestamp(facts.created).strftime("%Y-%m-%d %H:%M")
    took = duration((state.ended or 0.0) - (state.started or 0.0))
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.caption(
            f"Catalogue **{plain(str(found.best['catalog']))}**"
            + (f", release {plain(str(release))}" if release else "")
            + f"; model **{plain(str(found.best['model']))}**; {made}, took {took}.",
            width="content",
        )
        st.link_button(
            "How to read a score",
            f"help?{ABOUT}=score",
            type="tertiary",
            icon=":material/help:",
            help="Opens beside this page.",
        )


def _histogram(path: Path, query: str, found: Summary) -> None:
    st.subheader("Where the best stand", anchor=False)
    top = table.page(path, query, Filters(), limit=_MARKED)
    marked = [(called(row), float(row["score"])) for _, row in top.iterrows()]
    values = table.scores(path, query)
    ahead = int((values >= found.best["score"] - 1).sum()) - 1
    near = (
        "no other stands"
        if ahead == 0
        else f"{counted(ahead, 'other')} stand" + ("s" if ahead == 1 else "")
    )
    reading = (
        f"Half of the {found.partners:,} partners score below {found.median:.2f}; the best scores "
        f"{found.highest:.2f}, and {near} within one point of it."
    )
    st.markdown(reading)
    plot(
        lambda dark: score_histogram(values, marked, query=query, dark=dark),
        alt=f"Histogram of scores, the first {len(marked)} partners marked. {reading}",
        key="scores",
    )
