"""How a model stands beside rules without a model, wherever one is chosen: never worse silently."""

from __future__ import annotations

import streamlit as st

from mirinter_core.tasks.verdict import LOSES, UNMEASURED, Verdict, verdict
from mirinter_core.web import resources
from mirinter_core.web.show import plain

_LOOKS = {
    UNMEASURED: ("Not measured", ":material/help:", "orange"),
    LOSES: ("A rule without a model does better", ":material/warning:", "orange"),
}
_WELL = ("Better than every quick rule", ":material/check:", "green")


def verdict_of(model: str) -> Verdict:
    """Judge a model by the reports beside it."""
    return verdict(resources.reports(model))


def badge(found: Verdict) -> None:
    """Show a verdict as a word with an icon and a colour."""
    words, icon, colour = _LOOKS.get(found.state, _WELL)
    st.badge(words, icon=icon, color=colour)  # type: ignore[arg-type]


def warn(model: str) -> None:
    """Warn of a model that loses to a rule or was never measured; say nothing of any other."""
    found = verdict_of(model)
    if found.state not in _LOOKS:
        return
    st.warning(
        f"**{_LOOKS[found.state][0]}.** {plain(found.sentence, letters=1000)}",
        icon=_LOOKS[found.state][1],
    )
