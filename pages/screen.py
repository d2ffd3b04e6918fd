"""Screen: paste a miRNA, get ranked partners."""

import streamlit as st

st.title("Screen")
