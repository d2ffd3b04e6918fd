"""``models``: what scores."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from mirinter_core.cli.shared_options import AsJson
from mirinter_core.cli.terminal_output import columns, in_json, plain

app = typer.Typer(no_args_is_help=True, add_completion=False, help="List, show, remove models.")
_Name = Annotated[str, typer.Argument(metavar="NAME", help="As shown by `models list`.")]


@app.command("list")
def list_models(as_json: AsJson = False) -> None:
    """List the models there are, and what they were trained on."""
    from mirinter_core.models import listing

    rows = [_row(name) for name in listing.names()]
    if as_json:
        print(in_json(rows))
        return
    shown = [(r["name"], r["encoders"], r["datasets"], r["made"][:10], r["whose"]) for r in rows]
    print(columns([("name", "encoders", "trained on", "made", ""), *shown]))


@app.command()
def show(name: _Name, as_json: AsJson = False) -> None:
    """Show a model's card; with --json, its recipe and where it comes from."""
    from mirinter_core.models import checkpoint

    model = checkpoint.load(name)
    if as_json:
        facts = {
            "name": name,
            "recipe": json.loads(model.recipe.to_json()),
            "encoders": model.encoders,
            "provenance": dict(model.provenance),
        }
        print(in_json(facts))
    else:
        print(plain(checkpoint.card(name)).strip() or f"Model {name} has no card.")


@app.command()
def remove(name: _Name) -> None:
    """Delete a model of yours; those that come with mirinter stay."""
    from mirinter_core.tasks.forget import forget_model

    forget_model(name)
    print(f"Model {name} is deleted.")


def _row(name: str) -> dict[str, Any]:
    from mirinter_core.models import listing

    found = listing.info(name)
    return {
        "name": name,
        "encoders": ", ".join(found.encoders),
        "datasets": found.problem or ", ".join(found.datasets),  # so that it can be removed
        "made": found.facts.get("made", ""),
        "whose": "yours" if found.is_own else "comes with mirinter",
    }
