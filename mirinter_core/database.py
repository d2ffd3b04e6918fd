"""Questions to Parquet files, answered by DuckDB in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb


@contextmanager
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database in memory to ask in; Ctrl-C leaves it as what it is.

    DuckDB 2 tells of an interrupt as of any other error, so that a person who ends a command
    would see a traceback, or a reader would try once more.

    Raises
    ------
    KeyboardInterrupt
        If a query was interrupted.
    """
    try:
        with duckdb.connect() as db:
            yield db
    except duckdb.InterruptException as error:
        raise KeyboardInterrupt from error
    except RuntimeError as error:
        if str(error) != "Query interrupted":
            raise
        raise KeyboardInterrupt from error
