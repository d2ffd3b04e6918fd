"""Whether the told share holds for a family left out: ``python -m benchmarks.calibration``.

``python -m benchmarks.calibration REPORT.json DATASET [FAMILIES]`` takes a report under a protocol
that calibrates a regime, such as `denovo-family`, with the scores that `evaluate -o` writes beside
it. Each of so many families (30 unless told, drawn by a fixed seed) is left out, the curves are
fitted on the others' pairs of that regime, and what they tell of the family's best 20 partners per
microRNA is held against how many are listed.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from mirinter_core.datasets.groups import by_family
from mirinter_core.datasets.importer import open_dataset
from mirinter_core.models.calibration import PROTOCOL_OF
from mirinter_core.tasks.calibrate import calibrate
from mirinter_core.tasks.report import with_scores

TOP = 20


def main() -> None:
    """Measure and print."""
    report, table = with_scores(Path(sys.argv[1])), open_dataset(sys.argv[2]).table
    n = int(sys.argv[3]) if len(sys.argv) > 3 else 30
    asked = {protocol: name for name, protocol in PROTOCOL_OF.items()}[report.summary["protocol"]]
    report = replace(report, scores=report.scores[report.scores["regime"] == asked])
    digests = [m.digest[:16] for m in table.left]
    of = dict(zip(digests, by_family(table.left), strict=True))
    family = report.scores["query"].map(of).to_numpy()
    kind = {m.digest[:16]: m.type for m in table.right}
    told = []
    for left_out in np.random.default_rng(2026).permutation(np.unique(family))[:n]:
        others = calibrate([replace(report, scores=report.scores[family != left_out])], [table])
        own = report.scores[family == left_out]
        best = own.sort_values("score", ascending=False).groupby("query").head(TOP)
        expected = [
            [float(curve.at(score, name)) for name in ("share", "least", "most")]
            for score, partner in zip(best["score"], best["partner"], strict=True)
            if (curve := others.curve(asked, kind[partner]))
        ]
        told.append([best["label"].mean(), *np.mean(expected, axis=0), len(best)])
    observed, share, least, most, pairs = np.array(told).T
    inside = (least <= observed) & (observed <= most)
    print(f"{asked}: {len(told)} families left out, their best {TOP} partners per microRNA")
    print(f"inside the told range of four in five families: {inside.sum()} of {len(told)}")
    print(f"below it {(observed < least).sum()}, above it {(observed > most).sum()}")
    print(f"listed {np.average(observed, weights=pairs):.3f}")
    print(f"told   {np.average(share, weights=pairs):.3f}")


if __name__ == "__main__":
    main()
