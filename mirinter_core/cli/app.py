"""The command line's front door: which verbs there are, and how errors leave.

A verb is a file here that defines ``app``, a Typer, and a line in `VERBS`. It is imported only
when called, so that ``--help`` does not wait for torch.
"""

from __future__ import annotations

import errno
import sys
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from mirinter_core import __version__
from mirinter_core.errors import NOT_ENOUGH_MEMORY, MirinterError

VERBS = {
    "screen": "Rank a catalogue's RNAs as partners of microRNAs.",
    "pair": "Explain one microRNA and one partner.",
    "catalog": "Add, fetch, list, show, embed or remove catalogues: the RNAs that are screened.",
    "dataset": "Add, list, show or remove data sets: pairs that are listed somewhere.",
    "embed": "Write the vectors of the RNAs of a FASTA file.",
    "train": "Train a model on listed pairs.",
    "evaluate": "Measure a recipe on held-out pairs, beside rules that need no model.",
    "calibrate": "Turn a model's scores into listed shares, by pairs held out from its like.",
    "models": "List, show or remove models.",
    "weights": "List, fetch or add the weights of encoders.",
    "runs": "List, show, resume, cancel, keep, export or remove runs: work that lasts.",
    "doctor": "Look whether this installation is well.",
    "serve": "Open the pages for a browser on this machine.",
}


class _Verbs(TyperGroup):
    """Lists verbs without importing them."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[Any, Any, Any]:
        """Import the verb that is called."""
        name, listed, rest = super().resolve_command(ctx, args)
        if name not in VERBS:
            return name, listed, rest
        verb = typer.main.get_command(import_module(f"mirinter_core.cli.{name}").app)
        verb.name = name
        return name, verb, rest


app = typer.Typer(
    cls=_Verbs,
    help="Paste a microRNA, get ranked non-coding partners with evidence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

# What a disk answers, and is not our bug.
_REFUSALS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO)


def main() -> None:
    """Run the command line: exit 0 fine, 1 failed, 2 bad usage, 3 some records refused."""
    try:
        app(prog_name="python -m mirinter_core")
    except MirinterError as error:
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(1)
    except OSError as error:
        if error.errno not in _REFUSALS:
            raise
        place = f" {error.filename}" if error.filename else " where the output goes"
        print(f"Error: cannot write{place}: {error.strerror}.", file=sys.stderr)
        sys.exit(1)
    except MemoryError:
        print(f"Error: {NOT_ENOUGH_MEMORY}", file=sys.stderr)
        sys.exit(1)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"mirinter {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    """Paste a microRNA, get ranked non-coding partners with evidence."""


def _listed() -> None:
    """Stand for a verb in the list; `_Verbs` puts the verb itself in its place when called."""


for _name, _help in VERBS.items():
    app.command(_name, help=_help)(_listed)
