"""Streamlit's own command, with one thing settled first: ``python -m mirinter_core.web.server``.

A folder ``pages`` beside ``app.py`` makes Streamlit serve each file of it bare, without the
frame, until ``app.py`` has run once; so the first address opened after a start, if it was a
page's, had no menu and no error display. The menu is always `app.py`'s.
"""

from __future__ import annotations

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli


def main() -> None:
    """Serve as ``streamlit`` would."""
    PagesManager.uses_pages_directory = False
    cli.main(prog_name="streamlit")


if __name__ == "__main__":
    main()
