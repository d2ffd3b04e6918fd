"""Ctrl-C in the middle of a query."""

import subprocess
import sys

import pytest

_LONG = """
import os, signal, threading
from mirinter_core.database import database
threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
with database() as db:
    db.sql("set threads = 1")  # seconds of work on any machine; it may be told only at the end
    db.sql("select count(*) from range(20000) a, range(60000) b where a.range * b.range % 7 = 3"){}
"""


@pytest.mark.parametrize("asked", [".df()", ".to_arrow_reader(100)"])
def test_ctrl_c_in_a_query_is_a_keyboard_interrupt(asked):
    answer = subprocess.run(
        [sys.executable, "-c", _LONG.format(asked)], capture_output=True, text=True, timeout=90
    )
    assert answer.stderr.rstrip().endswith("KeyboardInterrupt")
    assert answer.returncode == -2
