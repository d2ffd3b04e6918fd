"""How much a training slows a screen down: ``python -m benchmarks.beside DATASET``.

The data set's partners are screened in a process of their own, as a page does with a long screen,
and at once in this one, in turns while a training in the background works and while it is
suspended, so that whatever else the machine does weighs on both alike. Prints the ratios.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import psutil

from mirinter_core.datasets.catalog import from_molecules, save
from mirinter_core.datasets.importer import open_dataset
from mirinter_core.molecules import fasta
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.runs.execute import execute
from mirinter_core.runs.jobs.screen import INPUT
from mirinter_core.runs.run import Run, create
from mirinter_core.runs.start import start
from mirinter_core.runs.stop import cancel

_QUERY = Molecule("hsa-miR-21-5p", "UAGCUUAUCAGACUGAUGUUGA", "miRNA")
_TURNS = 3


def main() -> None:
    """Measure and print."""
    place = str(Path(sys.argv[1]).resolve())
    with TemporaryDirectory() as folder:
        os.environ["MIRINTER_HOME"] = folder
        save(from_molecules("partners", open_dataset(place).table.right))
        execute(_screen(), waits=False)  # the first embeds the catalogue
        asked = {"datasets": [place], "recipe": "small", "name": "x", "device": "cpu"}
        training = create("train", asked | {"epochs": 100_000})
        start(training)
        while "epoch" not in training.state.what:  # data are read, pairs are described
            time.sleep(0.5)
        worker = psutil.Process(training.state.pid)
        alone, beside = [], []
        for _ in range(_TURNS):
            worker.suspend()
            alone.append(_measured())
            worker.resume()
            beside.append(_measured())
            print(f"alone {alone[-1]}, beside a training {beside[-1]}", flush=True)
        cancel(training)
    for i, name in enumerate(("in a process of its own", "at once")):
        one, other = (median(turn[i] for turn in turns) for turns in (alone, beside))
        print(
            f"{name}: alone {one:.1f} s, beside a training {other:.1f} s: {other / one:.2f} times"
        )


def _measured() -> tuple[float, float]:
    """Return the seconds of a screen in a process of its own, and of one in this one."""
    begun, run = time.perf_counter(), _screen()
    start(run)
    while not run.state.ended:
        time.sleep(0.05)
    own = time.perf_counter()
    execute(_screen(), waits=False)
    return own - begun, time.perf_counter() - own


def _screen() -> Run:
    asked = {"catalog": "partners", "model": "evidence", "device": "cpu"}
    return create("screen", asked, inputs={INPUT: fasta.write([_QUERY])})


if __name__ == "__main__":
    main()
