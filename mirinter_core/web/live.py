"""A text box whose text is used as it is pasted or typed, not only when one leaves it."""

from __future__ import annotations

import json

import streamlit as st

_PAUSE = 600  # ms without a key: the writer looks up

# Streamlit takes a text over on Ctrl+Enter; so that key is pressed for the writer.
_SCRIPT = """
export default function ({ data }) {
  const box = document.querySelector(`textarea[aria-label=${JSON.stringify(data.label)}]`)
  if (!box || box.dataset.live) return
  box.dataset.live = "yes"
  let waiting
  const take = () => box.dispatchEvent(
    new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true }))
  const soon = (ms) => { clearTimeout(waiting); waiting = setTimeout(take, ms) }
  box.addEventListener("paste", () => soon(30))
  box.addEventListener("drop", () => soon(30))
  box.addEventListener("input", (event) => {
    if (event.inputType && !event.inputType.startsWith("insertFrom")) soon(PAUSE)
  })
  if (box.value) soon(30)  // pasted before this was loaded
}
""".replace("PAUSE", json.dumps(_PAUSE))
_LIVE = st.components.v2.component("mirinter_live", js=_SCRIPT)


def commit_at_once(label: str) -> None:
    """Let the text area of this label be read as soon as its text is pasted or a pause is made.

    Without it, in a browser that does not run it, leaving the box does the same.
    """
    _LIVE(key=f"live-{label}", data={"label": label}, width=1, height=1)
