"""Options that mean the same in every verb."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import Annotated, Literal, TypeVar

import typer

T = TypeVar("T")

Device = Annotated[
    Literal["auto", "cpu", "cuda"],
    typer.Option(help="Where to compute; auto takes a GPU if there is one."),
]
Pooling = Literal["mean", "max", "mean-max"]
PoolingName = Annotated[Pooling, typer.Option(help="How letters become one vector.")]
Threads = Annotated[
    int | None, typer.Option(min=1, help="CPU threads; as many as there are cores unless told.")
]
Seed = Annotated[int | None, typer.Option(min=0, help="Decides what is drawn; 0 unless told.")]
Quiet = Annotated[
    bool, typer.Option("--quiet", help="No progress and no notes; refusals are still told.")
]
Verbose = Annotated[bool, typer.Option("--verbose", help="Tell more of what is done.")]
Detach = Annotated[
    bool,
    typer.Option(
        "--detach", help="Do it in the background as a run, print its id and return at once."
    ),
]
ModelName = Annotated[str, typer.Option("-m", "--model", help="As shown by `models list`.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
WithRuns = Annotated[
    bool, typer.Option("--runs", help="Also delete the runs made with it: they name its RNAs.")
]


def one_of(what: str, names: Callable[[], Iterable[str]]) -> Callable[[T], T]:
    """Make the check of an option that takes a name, or several: bad usage lists those there are.

    Parameters
    ----------
    what : str
        What the names are of, for the message.
    names : callable
        Called only when the verb is, so that help need not import what knows them.
    """

    def check(value: T) -> T:
        known = list(names())
        several = value if isinstance(value, list | tuple) else []
        for given in [value] if isinstance(value, str) else several:
            if given not in known:
                raise typer.BadParameter(
                    f"No {what} is called {given!r}. There are: {', '.join(known)}."
                )
        return value

    return check


def encoders() -> list[str]:
    """Name the encoders."""
    from mirinter_core.embedding.encoder import ENCODERS

    return ENCODERS.names()


def importers() -> list[str]:
    """Name the importers of data sets."""
    from mirinter_core.datasets.importer import IMPORTERS

    return IMPORTERS.names()


EncoderName = Annotated[
    str, typer.Option(help="kmer or rna_fm.", callback=one_of("encoder", encoders))
]
ImporterName = Annotated[
    str | None,
    typer.Option(
        "--importer",
        help="Which form the data are of; found by their content unless told.",
        callback=one_of("importer", importers),
    ),
]


def set_threads(threads: int | None) -> None:
    """Bound the CPU threads of this process, and of the run it may start."""
    if threads is None:
        return
    os.environ["OMP_NUM_THREADS"] = str(threads)
    if "torch" in sys.modules:
        import torch

        torch.set_num_threads(threads)
