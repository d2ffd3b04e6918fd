"""Which rows of a ranking are shown, in which order: kept in the address."""

from __future__ import annotations

import streamlit as st

from mirinter_core.pairing.sites import NO_SITE, SITE_CLASSES
from mirinter_core.runs.table import SORTS, Filters, Summary
from mirinter_core.tasks.hits import HUB_FROM

# Keys of the widgets, which are also the names in the address; none of Pair's (run, id, query),
# since what is bound to a widget cannot be set on the way to another page.
QUERY, TEXT, TYPES, SITES, SORT, PAGE = "of", "text", "type", "site", "sort", "page"
SCORE, SHORTEST, LONGEST = "score_from", "length_from", "length_to"
KNOWN, WINDOWS = "listed", "windows"
HIDE_HUBS, Q_BELOW = "hide_hubs", "q_below"
_OURS = (
    QUERY,
    TEXT,
    TYPES,
    SITES,
    SORT,
    PAGE,
    SCORE,
    SHORTEST,
    LONGEST,
    KNOWN,
    WINDOWS,
    HIDE_HUBS,
    Q_BELOW,
)
_KNOWN = {"listed": True, "not listed": False}
_WINDOWS = {"one": False, "several": True}


def clear() -> None:
    """Take all filters away; only before they are shown, as in a callback."""
    for key in _OURS:
        st.session_state.pop(key, None)


def first_page() -> None:
    """Go back to the first page of rows; only before it is shown, as in a callback."""
    st.session_state.pop(PAGE, None)


def filters(found: Summary) -> tuple[Filters, str]:
    """Show the filters that fit a ranking; return them and the order."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            "Id or symbol",
            key=TEXT,
            on_change=first_page,
            bind="query-params",
            width=170,
            icon=":material/search:",
        )
        types = _several("Type", list(found.types), TYPES, {"": "not told"})
        sites = _several(
            "Best site", [s for s in (*SITE_CLASSES, NO_SITE) if s in found.sites], SITES
        )
        sort = st.selectbox(
            "Order", list(SORTS), key=SORT, on_change=first_page, bind="query-params", width=160
        )
        hide_hubs = found.hubs is not None and _hide_hubs(found.hubs)
        with st.popover("More filters", icon=":material/filter_list:"):
            score = _number("Score at least", SCORE, step=0.5)
            shortest = _number("Length from (nt)", SHORTEST, step=50)
            longest = _number("Length to (nt)", LONGEST, step=50)
            known = _either("In training data", _KNOWN, KNOWN)
            windows = _either("Windows", _WINDOWS, WINDOWS)
            q = _number("q below", Q_BELOW, step=0.05) if found.judged else None
    chosen = Filters(
        text=(text or "").strip(),
        types=types,
        seed_classes=sites,
        score_from=score,
        length_from=None if shortest is None else int(shortest),
        length_to=None if longest is None else int(longest),
        known=known,
        in_windows=windows,
        q_below=q,
        hub_below=HUB_FROM if hide_hubs else None,
    )
    return chosen, sort or next(iter(SORTS))


def _several(
    label: str, options: list[str], key: str, named: dict[str, str] | None = None
) -> tuple[str, ...]:
    names = named or {}
    chosen = st.multiselect(
        label,
        options,
        key=key,
        format_func=lambda option: names.get(option, option),
        placeholder="all",
        on_change=first_page,
        bind="query-params",
        width=140,
    )
    return tuple(chosen)


def _hide_hubs(hubs: int) -> bool:
    """Let partners be hidden that rank high for many microRNAs."""
    return st.toggle(
        f"Hide hubs ({hubs:,})",
        key=HIDE_HUBS,
        on_change=first_page,
        bind="query-params",
        help=f"A hub ranks in the top 1 % of {HUB_FROM:.0%} or more of the known miRNAs: it would "
        "stand high for almost any query.",
    )


def _number(label: str, key: str, *, step: float) -> float | None:
    kind = float if isinstance(step, float) else int
    return st.number_input(
        label,
        value=None,
        step=kind(step),
        key=key,
        on_change=first_page,
        bind="query-params",
        placeholder="any",
    )


def _either(label: str, options: dict[str, bool], key: str) -> bool | None:
    chosen = st.segmented_control(
        label, list(options), key=key, on_change=first_page, bind="query-params"
    )
    return options[chosen] if chosen else None
