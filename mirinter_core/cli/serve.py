"""``serve``: the pages, for a browser on this machine."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer

from mirinter_core.errors import MirinterError
from mirinter_core.home import home

app = typer.Typer(add_completion=False)
ROOT = Path(__file__).parents[2]
_LOCAL = ("127.0.0.1", "localhost", "::1")


@app.command()
def serve(
    port: Annotated[
        int, typer.Option(envvar="PORT", min=1, max=65535, help="Where the browser finds it.")
    ] = 8501,
    host: Annotated[
        str,
        typer.Option(envvar="HOST", help="Address to listen at; this machine only unless told."),
    ] = "127.0.0.1",
) -> None:
    """Serve the pages until Ctrl-C."""
    check_free(host, port)
    if host not in _LOCAL:
        print(
            f"Warning: anyone who can reach {host}:{port} can read the sequences, results and "
            "catalogues here. Without --host they stay on this machine.",
            file=sys.stderr,
        )
    os.environ["MIRINTER_HOME"] = str(home())  # a relative one is meant from here
    os.chdir(ROOT)
    os.execv(sys.executable, words(host, port))


def words(host: str, port: int) -> list[str]:
    """Return the server's command."""
    return [
        *(sys.executable, "-m", "mirinter_core.web.server", "run", str(ROOT / "app.py")),
        *("--server.port", str(port), "--server.address", host),
        *("--server.fileWatcherType", "none", "--browser.gatherUsageStats", "false"),
    ]


def check_free(host: str, port: int) -> None:
    """Make sure that nobody listens there yet.

    Raises
    ------
    MirinterError
        If the port is taken, or the address is not one of this machine.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        with socket.socket(found[0][0], socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise MirinterError(
            f"The pages cannot be served at {host}:{port}: {error.strerror or error}. "
            f"If mirinter is open there already, use it; else choose another port, such as "
            f"--port {port + 1 if port < 65535 else port - 1}."
        ) from error
