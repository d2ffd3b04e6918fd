"""A job for tests: ends with the error it is told to."""

import logging

from mirinter_core.errors import CancelledError, CatalogError

_ERRORS = {
    "user": CatalogError("No catalogue is called 'x'. Add it first."),
    "bug": ZeroDivisionError("a piece by zero"),
    "memory": MemoryError(),
    "cancel": CancelledError("enough"),
    "ctrl-c": KeyboardInterrupt(),
    "exit": SystemExit(3),
}


def run(run, _progress):
    logging.getLogger("mirinter_core.test").info("about to fail")
    raise _ERRORS[run.request.arguments["how"]]


def command(_arguments):
    return ["fail"]
