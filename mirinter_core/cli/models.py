"""``models``: what scores."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from mirinter_core.cli.shared_options import AsJson
from mirinter_core.cli.terminal_output import columns, plain
from mirinter_core.errors import StorageError

app = typer.Typer(no_args_is_help=True, add_completion=False, help="List, show, remove models.")
_Name = Annotated[str, typer.Argument(metavar="NAME", help="As shown by `models list`.")]


@app.command("list")
def list_models(as_json: AsJson = False) -> None:
    """List the models there are, and what they were trained on."""
    from mirinter_core.models import checkpoint

    rows = [_row(name) for name in checkpoint.names()]
    if as_json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
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
        print(json.dumps(facts, indent=2, ensure_ascii=False))
    else:
        print(plain(checkpoint.card(name)).strip() or f"Model {name} has no card.")


@app.command()
def remove(name: _Name) -> None:
    """Delete a model of yours; those that come with mirinter stay."""
    from mirinter_core.models import checkpoint

    checkpoint.remove(name)
    print(f"Model {name} is deleted.")


def _row(name: str) -> dict[str, Any]:
    from mirinter_core.home import ASSETS, find, read_json
    from mirinter_core.models.checkpoint import FORMAT_VERSION

    folder = find("models", name)
    try:
        facts = read_json(folder / "provenance.json", version=FORMAT_VERSION) if folder else {}
    except StorageError as error:  # listed nevertheless, so that it can be removed
        facts = {"datasets": [str(error)]}
    return {
        "name": name,
        "encoders": ", ".join(dict.fromkeys(facts.get("encoders", ()))),
        "datasets": ", ".join(facts.get("datasets", ())),
        "made": facts.get("made", ""),
        "whose": "comes with mirinter" if folder and ASSETS in folder.parents else "yours",
    }
