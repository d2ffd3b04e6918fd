"""How every page shows things: errors, what users wrote, headings, figures.

What a user wrote (ids, names, titles) may hold anything; on its way into a text that is read as
Markdown it goes through `plain`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import TracebackType

import plotly.graph_objects as go
import streamlit as st

from mirinter_core.datasets.in_words import counted as counted
from mirinter_core.errors import MirinterError

_log = logging.getLogger(__name__)
_MARKS = re.compile(r"([\\`*_{}\[\]()#+.!|<>~$:&=@^-])")  # what Markdown may read as more
# What the browser's Markdown still turns into pictures and links after marks are taken back.
_BREAK = "\u2060"  # word joiner: no width, no line break
_LATE = re.compile(r"(:)(?=[\w+/-]+:)|(://|www(?=\.)|@)")
# What begins a link, a picture, a tag, a directive or an address, wherever it stands.
_ACTIVE = re.compile(r"(\]|<|:(?=//|[A-Za-z])|www(?=\.)|@|&)")
_OPENING = re.compile(r"(\[)")
PERCENT = "%.2g %%"  # of a column that holds percent
_PLOT = {
    "displaylogo": False,
    "toImageButtonOptions": {"format": "svg", "filename": "mirinter"},
    # Few enough not to lie over the title on a telephone; the wheel and a double click do as much.
    "modeBarButtonsToRemove": ["zoomIn2d", "zoomOut2d", "autoScale2d"],
}


@contextmanager
def errors_shown() -> Iterator[None]:
    """Show what goes wrong in the block, and go on below it.

    A `MirinterError` is shown as it stands. Anything else is our bug: it is said to be, logged,
    and left to Streamlit, which shows its trace.
    """
    with ExitStack() as ending:
        ending.push(_show)
        yield


def plain(text: str, *, letters: int = 500) -> str:
    r"""Make a text safe inside Markdown: it reads as it was written, on one line.

    Parameters
    ----------
    letters : int
        A longer text is cut, with an ellipsis.

    Examples
    --------
    >>> plain("<b>*let-7a*</b>")
    '\\<b\\>\\*let\\-7a\\*\\</b\\>'
    """
    line = "".join(letter if letter.isprintable() else " " for letter in text)
    line = line if len(line) <= letters else f"{line[: letters - 1]}…"
    return _MARKS.sub(r"\\\1", _LATE.sub(rf"\1\2{_BREAK}", line))


def formatted(text: str) -> str:
    r"""Let Markdown format a text from elsewhere, which then loads, links and embeds nothing.

    Headings, lists, tables and bold stay. What could become a picture, a link, markup of the page
    or a formula is broken by letters without width.

    Examples
    --------
    >>> formatted("# A\n**b** ![x](http://y) <i>").replace("\u2060", "_")
    '# A\n**b** !_[x]_(http:_//y) <_i>'
    """
    return _ACTIVE.sub(rf"\1{_BREAK}", _OPENING.sub(rf"{_BREAK}\1", text)).replace("$", r"\$")


def about(value: float) -> str:
    """Write an average of counts.

    Examples
    --------
    >>> about(12.54), about(0.03)
    ('12.5', '0.03')
    """
    return f"{value:.1f}" if value >= 0.05 else f"{value:.2f}"


def duration(seconds: float) -> str:
    """Say how long something takes, as roughly as a person would.

    Examples
    --------
    >>> [duration(s) for s in (0.4, 38, 95, 4000)]
    ['under a second', '38 s', '2 min', '1.1 h']
    """
    if seconds < 1:
        return "under a second"
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 3600 else f"{seconds / 3600:.1f} h"


def header(title: str, lead: str) -> None:
    """Begin a page: its title, and what it is for in one sentence (Markdown)."""
    st.title(title, anchor=False)
    st.markdown(lead)


def is_dark() -> bool:
    """Tell whether the page is shown on a dark ground."""
    return st.context.theme.type == "dark"


def plot(figure_of: Callable[[bool], go.Figure], *, alt: str, key: str) -> None:
    """Show a figure that fits the page's ground.

    Parameters
    ----------
    figure_of : callable
        Makes the figure; told whether the ground is dark.
    alt : str
        What it shows, for those who do not see it; plain text.
    """
    figure = figure_of(is_dark())
    st.plotly_chart(figure, theme=None, alt=alt, key=key, config=_PLOT)


def _show(
    kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
) -> bool:
    """Show an error; true if it ends here."""
    if kind is None or not issubclass(kind, Exception):  # Streamlit's own ways to stop a script
        return False
    if issubclass(kind, MirinterError):
        st.error(plain(str(error), letters=2000), icon=":material/error:")
        return True
    _log.error("A page failed.", exc_info=(kind, error, trace) if error else None)
    st.error(
        "This is our bug, not your data's fault. What happened stands below and in the server's "
        "log; please report it. Nothing that was saved is lost.",
        icon=":material/bug_report:",
    )
    return False
