"""``doctor``: whether this installation is well."""

from __future__ import annotations

from dataclasses import asdict

import typer

from mirinter_core.cli.shared_options import AsJson
from mirinter_core.cli.terminal_output import in_json, plain

app = typer.Typer(add_completion=False)


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Look at packages, folders, models and tools, and say what to do. Exit 1: a problem."""
    from mirinter_core.tasks.doctor import PROBLEM, examine

    checks = examine()
    if as_json:
        print(in_json([asdict(check) for check in checks]))
    for check in () if as_json else checks:
        print(plain(f"{check.status:<8} {check.name:<12} {check.message}"))
        if check.remedy:
            print(f"{'':<21} {check.remedy}")
    if any(check.status == PROBLEM for check in checks):
        raise typer.Exit(1)
