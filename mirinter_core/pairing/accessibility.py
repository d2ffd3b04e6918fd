"""Whether a site is open: RNA that folds back on itself there leaves the miRNA nothing to pair.

References
----------
Bernhart 2006, doi:10.1093/bioinformatics/btk014 (local folding, RNAplfold); Agarwal 2015,
doi:10.7554/eLife.05005 (its settings for miRNA sites).
"""

from __future__ import annotations

import re

import RNA

# Agarwal 2015: mean over all windows of 80 nt that hold the stretch, pairs at most 40 nt apart.
_WINDOW = 80
_SPAN = 40
_SHORTEST_FOLD = (
    5  # two letters and a loop of three; given less, ViennaRNA 2.7 writes out of bounds
)
_FLANK = _WINDOW - 1  # no window that holds the stretch reaches further: the same as the whole RNA


def unpaired(partner: str, start: int, end: int) -> float:
    """Return how likely all letters of a stretch are unpaired at once (0 to 1).

    Looks at pairs within the partner up to 40 nt apart; proteins and longer folds are not
    seen. Long stretches are rarely all open, so compare stretches of equal length only. On its
    own it tells listed sites from others poorly (AUROC 0.565 on lncRNASNP2): an explanation,
    not a score. The answer is that of folding the whole partner, in a few milliseconds.

    Parameters
    ----------
    partner : str
        5' to 3'; a letter other than A, C, G, U pairs with nothing.
    start, end : int
        First and last letter of the stretch, 1-based, both included, as a `Site` has them.
    """
    offset = max(start - 1 - _FLANK, 0)
    around = re.sub("[^ACGU]", "N", partner[offset : end + _FLANK])
    if len(around) < _SHORTEST_FOLD:
        return 1.0
    length = end - start + 1
    window = min(max(_WINDOW, length), len(around))
    table = RNA.pfl_fold_up(around, length, window, min(_SPAN, window))
    return min(max(float(table[end - offset][length]), 0.0), 1.0)  # rounding, at most 1e-6
