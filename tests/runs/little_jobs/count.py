"""A job for tests: leaves one file a step, and at one step waits for a file called ``go``."""

import time
from pathlib import Path


def run(run, progress):
    asked = run.request.arguments
    steps = asked.get("steps", 4)
    for step in range(steps):
        if step == asked.get("hold_at"):
            (run.folder / "holding").touch()
            while not (run.folder / "go").exists():
                progress(step / steps, f"holding at {step}")
                time.sleep(0.01)
        place = run.folder / f"step-{step}"
        if place.exists():
            continue
        progress(step / steps, f"step {step}")
        place.write_text(str(step))
        with (run.folder / "done.txt").open("a") as done:
            done.write(f"{step}\n")
    if "diary" in asked:
        with Path(asked["diary"]).open("a") as diary:
            diary.write(f"{run.id}\n")


def command(arguments):
    return ["count", "-q", "input.fa", "--steps", str(arguments.get("steps", 4))]
