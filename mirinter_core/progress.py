"""How long work says how far it is, and how it is stopped.

Work that takes more than a moment takes a `Progress` and calls it now and then.
A callback stops the work by raising `CancelledError`; the work lets it pass and
leaves only whole files behind.
"""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float, str], None]  # (share done, 0 to 1; what is being done)


def silent(done: float, what: str) -> None:
    """Report nothing: the default of every task."""


def part(progress: Progress, start: float, end: float) -> Progress:
    """Give a sub-task its stretch of a longer bar.

    Examples
    --------
    >>> part(lambda done, what: print(done, what), 0.5, 1.0)(0.5, "folding")
    0.75 folding
    """

    def report(done: float, what: str) -> None:
        progress(start + (end - start) * done, what)

    return report


def within(progress: Progress, what: str) -> Progress:
    """Say what a sub-task is part of before what it says of itself.

    Examples
    --------
    >>> within(lambda done, what: print(done, what), "fold 2 of 5")(0.5, "epoch 1 of 6")
    0.5 fold 2 of 5, epoch 1 of 6
    """

    def report(done: float, own: str) -> None:
        progress(done, f"{what}, {own}")

    return report
