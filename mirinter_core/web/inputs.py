"""Where queries come in: the paste box, the examples, the upload."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from mirinter_core.errors import SequenceError
from mirinter_core.home import ASSETS
from mirinter_core.molecules.fasta import Reading, read_bytes, read_text
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.tasks.check import Check, accepted, check
from mirinter_core.web.live import commit_at_once
from mirinter_core.web.resources import Stamp, known_mirnas, known_mirnas_stamp
from mirinter_core.web.show import plain

TEXT = "screen-queries"  # the box's key
EXAMPLES = {  # file in assets/examples: what its button says, and its icon
    "let-7a-5p": ("let-7a, well known", ":material/verified:"),
    "ebv-miR-BART7-3p": ("a virus's miRNA", ":material/coronavirus:"),
    "random-22mer": ("22 random letters", ":material/casino:"),
}
UPLOAD_TYPES = ("fa", "fasta", "txt", "gz")
_MOST_MB = 50  # less than the server takes: its own refusal shows only under the mouse
_UPLOAD = "screen-upload"
_LABEL = "Your microRNA, 5' to 3'"
_PLACEHOLDER = (
    "TGAGGTAGTAGGTTGTATAGTT\n\n"
    "Paste one sequence, one a line, or FASTA. T or U, capitals or not, blanks and numbers: "
    "all is cleaned and told."
)
_HELP = (
    "Letters alone, `name` and letters on a line, FASTA, or a GenBank entry. "
    "Nothing leaves this machine."
)


@dataclass(frozen=True)
class Queries:
    """What was given, as read and checked.

    Parameters
    ----------
    text : str
        As given, to be kept with the run; empty for a file.
    source : str
        The file's name; empty for the box.
    """

    text: str
    source: str
    notes: tuple[str, ...]
    checks: tuple[Check, ...]

    @property
    def molecules(self) -> tuple[Molecule, ...]:
        """Those that can be screened."""
        return accepted(self.checks)


def queries() -> Queries:
    """Show the box, the examples and the upload, and read what is in them.

    A file takes the place of the box as long as it is there.
    """
    file = st.session_state.get(_UPLOAD)
    text = st.text_area(
        _LABEL,
        key=TEXT,
        height=150,
        placeholder=_PLACEHOLDER,
        help=_HELP,
        disabled=file is not None,
        persist_state="session",
    )
    _examples()
    with st.expander("Or upload a file", icon=":material/upload_file:"):
        file = st.file_uploader(
            f"FASTA or one sequence a line, also packed (.gz); at most {_MOST_MB} MB",
            type=UPLOAD_TYPES,
            key=_UPLOAD,
        )
    if file is None:
        return _queries(text) if text else Queries("", "", (), ())
    st.caption(f"**{plain(file.name)}** is screened, not the box. Remove it to use the box.")
    try:
        return _queries(file.getvalue(), file.name)
    except SequenceError as error:
        return Queries("", file.name, (), (Check(file.name, None, refusal=str(error)),))


def put(text: str) -> None:
    """Put a text into the box; only before it is shown, as in a callback."""
    st.session_state[TEXT] = text


def _examples() -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown("Try:", width="content")
        for name, (label, icon) in EXAMPLES.items():
            text = (ASSETS / "examples" / f"{name}.fa").read_text("utf-8")
            st.button(
                label,
                key=f"example-{name}",
                on_click=put,
                args=(text,),
                help=plain(text.partition("\n")[0].lstrip(">")),
                type="tertiary",
                icon=icon,
                disabled=st.session_state.get(_UPLOAD) is not None,
            )
        commit_at_once(_LABEL)


def read_and_check(content: str | bytes, source: str = "") -> tuple[Reading, tuple[Check, ...]]:
    """Read a pasted text, or a file's bytes, and check every record of it.

    The last few are remembered by what they hold, as each click runs the page again.

    Raises
    ------
    SequenceError
        If a file cannot be read.
    """
    return _read_and_check(content, source, known_mirnas_stamp())


def forget() -> None:
    """Drop what was read; it is read again when it is needed."""
    _read_and_check.clear()


def _queries(content: str | bytes, source: str = "") -> Queries:
    reading, checks = read_and_check(content, source)
    return Queries(content if isinstance(content, str) else "", source, reading.notes, checks)


# The content itself is the key: an object's identity may be that of another one day.
@st.cache_resource(max_entries=4, show_spinner="Reading and checking")
def _read_and_check(
    content: str | bytes,
    source: str,
    stamp: Stamp,  # noqa: ARG001 (the key tells which miRNAs were known)
) -> tuple[Reading, tuple[Check, ...]]:
    if isinstance(content, str):
        reading = read_text(content, type="miRNA")
    else:
        reading = read_bytes(content, source=source, type="miRNA", limit=_MOST_MB * 1_000_000)
    return reading, check(reading, known_mirnas())
