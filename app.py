"""The frame around every page: the menu, and what must be said wherever one is.

A file in ``pages/`` is in the menu by itself; `SECTIONS` says where. One that is in no section
comes last.
"""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import streamlit as st

from mirinter_core.home import ASSETS
from mirinter_core.runs.start import pick_up
from mirinter_core.web.resources import warm
from mirinter_core.web.show import errors_shown

SECTIONS = {
    "Screen": ("screen", "pair", "runs"),
    "Understand": ("benchmarks", "models", "embedding_map"),
    "Build": ("train", "catalogues", "settings"),
    "Help": ("help",),
}
DEFAULT = "screen"
ICONS = {
    "screen": ":material/search:",
    "pair": ":material/join_inner:",
    "runs": ":material/history:",
    "benchmarks": ":material/leaderboard:",
    "models": ":material/deployed_code:",
    "embedding_map": ":material/scatter_plot:",
    "train": ":material/model_training:",
    "catalogues": ":material/library_books:",
    "settings": ":material/settings:",
    "help": ":material/help:",
}
_LOCAL = ("localhost", "127.0.0.1", "::1")


def menu() -> dict[str, list[st.Page]]:
    """Make the menu of the page files that there are."""
    files = {p.stem: p for p in sorted((Path(__file__).parent / "pages").glob("[!_]*.py"))}
    placed = {name for names in SECTIONS.values() for name in names}
    rest = tuple(name for name in files if name not in placed)
    sections = {**SECTIONS, "More": rest}
    made = {
        section: [_page(name, files[name]) for name in names if name in files]
        for section, names in sections.items()
    }
    return {section: pages for section, pages in made.items() if pages}


def _page(name: str, file: Path) -> st.Page:
    title = name.replace("_", " ").capitalize()
    return st.Page(
        file,
        title=title,
        icon=ICONS.get(name, ":material/article:"),
        url_path=name,
        default=name == DEFAULT,
    )


@st.cache_resource(show_spinner=False)
def begin() -> None:
    """Do once in a server's life: begin again what the last one left, and load what takes time."""
    Thread(target=warm, name="warm", daemon=True).start()
    pick_up()


def warn_if_open() -> None:
    """Say so where others than this machine's user can reach the page."""
    address = st.get_option("server.address")
    if address not in _LOCAL:
        st.warning(
            "**This page is open to others.** Anyone who can reach this machine's address can "
            "read the sequences, results and catalogues here. Start it without `HOST=` to keep "
            "them to this machine.",
            icon=":material/lock_open:",
        )


st.set_page_config(page_title="mirinter", page_icon=str(ASSETS / "icon.svg"), layout="wide")
st.logo(ASSETS / "logo.svg", icon_image=ASSETS / "icon.svg", size="large")
page = st.navigation(menu())
warn_if_open()
with errors_shown():
    begin()
with errors_shown():
    page.run()
