"""Settings: encoders and their weights, this machine, and where things lie."""

from __future__ import annotations

import streamlit as st

from mirinter_core.web import encoders_view, settings_view
from mirinter_core.web.show import errors_shown, header, plain

_TABS = {
    "Your data": settings_view.storage,
    "Encoders": encoders_view.encoders,
    "This machine": settings_view.machine,
}

header("Settings", "Where your data lie and how to delete them, encoders, and health.")
if said := st.session_state.pop("settings-said", ""):
    st.success(plain(said), icon=":material/check_circle:")
for (_, show), tab in zip(
    _TABS.items(), st.tabs(list(_TABS), bind="query-params", key="about"), strict=True
):
    if tab.open:
        with tab, errors_shown():
            show()
