"""What a verb says beside its data: on stderr, so that stdout can go on into a pipe."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from mirinter_core.progress import Progress, silent


@dataclass(frozen=True)
class Terminal:
    """Where notes, refusals and progress go.

    Parameters
    ----------
    quiet : bool
        Whether to leave out notes and progress.
    """

    quiet: bool = False

    @classmethod
    def open(cls, *, quiet: bool, verbose: bool) -> Terminal:
        """Say how much is wanted; with `verbose`, what the rooms below log is shown too."""
        if verbose:
            logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
            logging.getLogger("mirinter_core").setLevel(logging.INFO)
        return cls(quiet)

    def note(self, message: str) -> None:
        """Tell what is good to know."""
        if not self.quiet:
            self.warn(message)

    def warn(self, message: str) -> None:
        """Tell what must be known."""
        print(plain(message), file=sys.stderr)

    def notes(self, messages: Sequence[str], most: int) -> None:
        """Tell many things of one kind: the first few, and how many there are."""
        for message in messages[:most]:
            self.note(message)
        if len(messages) > most:
            self.note(f"... and {len(messages) - most:,} more of this kind.")

    @contextmanager
    def bar(self) -> Iterator[Progress]:
        """Show progress as a bar, if somebody looks on."""
        if self.quiet or not sys.stderr.isatty():
            yield silent
            return
        from rich import progress as rich
        from rich.console import Console

        columns = (
            rich.TextColumn("{task.description}", markup=False),
            rich.BarColumn(),
            rich.TaskProgressColumn(),
            rich.TimeRemainingColumn(),
        )
        with rich.Progress(*columns, console=Console(stderr=True), transient=True) as shown:
            task = shown.add_task("", total=1.0)

            def report(done: float, what: str) -> None:
                shown.update(task, completed=done, description=plain(what))

            yield report


def plain(text: str) -> str:
    """Return the text without what a terminal would obey; lines stay."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def in_json(value: object) -> str:
    """Write facts for programs; names stay as they are written."""
    return json.dumps(value, indent=2, ensure_ascii=False)


def columns(rows: Iterable[Sequence[object]]) -> str:
    """Lay rows out in columns as wide as their widest cell."""
    cells = [[plain(str(cell)) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in cells
    )
    return "\n".join(line.rstrip() for line in lines)
