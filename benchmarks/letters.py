"""How a screen grows with the letters: ``python -m benchmarks.letters FASTA [-o PLOT]``.

Screens growing parts of a catalogue in one run, on one thread, and prints seconds beside the
straight line through the origin that fits them best; with ``-o`` an HTML plot of both.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import plotly.graph_objects as go
import torch

from benchmarks.screen import QUERY
from mirinter_core.datasets.catalog import from_molecules, open_catalog
from mirinter_core.figures import theme
from mirinter_core.models import checkpoint
from mirinter_core.models.listing import DEFAULT_MODEL
from mirinter_core.tasks.evidence import Embedding
from mirinter_core.tasks.screen import screen

_PARTS = (1 / 16, 1 / 8, 1 / 4, 1 / 2, 3 / 4, 1.0)


def main() -> None:
    """Measure, print, plot."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("fasta")
    words.add_argument("-o", "--output")
    words.add_argument("--decoys", type=int, default=0)
    asked = words.parse_args()
    torch.set_num_threads(1)
    whole = open_catalog(asked.fasta)
    order = np.random.default_rng(0).permutation(len(whole))
    model = checkpoint.load(DEFAULT_MODEL)
    embedding = Embedding.open(model.recipe, "cpu", keep=False)
    letters, seconds = [], []
    screen([QUERY], from_molecules("warm", whole.molecules[:20]), model, embedding)
    for share in _PARTS:
        part = from_molecules(
            "part", [whole.molecules[i] for i in order[: round(share * len(order))]]
        )
        start = time.perf_counter()
        screen([QUERY], part, model, embedding, evidence=0, decoys=asked.decoys)
        letters.append(part.info.letters)
        seconds.append(time.perf_counter() - start)
    x, y = np.array(letters, dtype=float), np.array(seconds)
    slope = float(x @ y / (x @ x))
    for n, measured in zip(letters, seconds, strict=True):
        print(f"{n:>12,} letters: {measured:6.2f} s, {measured / (slope * n):.2f} of the line")
    print(f"correlation with the letters: {np.corrcoef(x, y)[0, 1]:.4f}")
    if asked.output:
        made = go.Figure(layout={"template": theme.template(False)})
        made.add_scatter(x=x, y=y, mode="markers", name="measured")
        made.add_scatter(x=[0, x[-1]], y=[0, slope * x[-1]], mode="lines", name="in proportion")
        made.update_layout(xaxis_title="Letters of the catalogue (nt)", yaxis_title="Seconds")
        made.write_html(asked.output)


if __name__ == "__main__":
    main()
