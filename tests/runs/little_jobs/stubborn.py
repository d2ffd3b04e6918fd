"""A job for tests: listens to nobody, and has children, one of them in a session of its own."""

import signal
import subprocess
import threading
import time


def run(run, progress):
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    children = [
        subprocess.Popen(["sleep", "1000"], start_new_session=apart) for apart in (False, True)
    ]
    progress(0.5, "not listening")
    pids = " ".join(str(child.pid) for child in children)
    run.folder.joinpath("pids.part").write_text(pids)
    run.folder.joinpath("pids.part").rename(run.folder / "pids.txt")
    time.sleep(1000)


def command(_arguments):
    return ["stubborn"]
