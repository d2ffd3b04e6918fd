"""Models: what scores pairs; what each was made from, how good it is, and where it ends."""

import streamlit as st

from mirinter_core.web import model_view
from mirinter_core.web.show import errors_shown, header, plain

header(
    "Models",
    "What scores pairs: what each model was made from, how good it is beside rules that need no "
    "model, and where it ends.",
)
if said := st.session_state.pop(model_view.SAID, ""):
    st.success(plain(said), icon=":material/check_circle:")
with errors_shown():
    found = {model.name: model for model in model_view.models()}
    if not found:
        st.warning("There is no model here. Restore the folder `assets/models`, or train one.")
    chosen = next(iter(found), "")
    if len(found) > 1:
        model_view.overview(list(found.values()))
        chosen = st.selectbox("Look into", list(found), key="model", bind="query-params")
    if chosen:
        model_view.show(found[chosen])
