"""Figures as papers state them: other versions of the data, other protocols than ours.

They are typed from the papers' text and tables, and stand in a table of their own: a figure
means nothing beside one that was measured on other pairs with another share of listed ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import pandas as pd


@dataclass(frozen=True)
class Published:
    """One result as its authors state it.

    Parameters
    ----------
    data, test : str
        On which pairs, and how test pairs were kept apart, in our words.
    auroc, auprc : str
        As printed; empty if the paper prints none.
    other : str
        Other figures that are printed.
    source : str
        Who says so, and where in the paper.
    """

    method: str
    data: str
    test: str
    auroc: str
    auprc: str
    other: str
    source: str


COLUMNS = {
    "method": "Method",
    "auroc": "AUROC",
    "auprc": "AUPRC",
    "other": "Also printed",
    "data": "Data",
    "test": "How it was tested",
    "source": "Source",
}

_NICOLINI = "Nicolini et al., miRInter-Trans"
_CUPID = "Nicolini et al., ncRNA-CUPID, table 1"
_CUPID_DATA = "RNA-KG, ncRNA pairs of all types, several species"
_TENTH = "a tenth of the pairs, 20 drawn negatives each"
_CUPID_TEST = f"{_TENTH}; four views of a pair as rows"
_TARGETS = "microRNA-mRNA sites"
_PENG = "Peng et al. 2024, doi:10.62617/mcb253, table 3"
_FIFTH = "a fifth of the sites"

PUBLISHED = (
    Published(
        "miRInter-Trans",
        "RNA-KG: miRNA-lncRNA, miRNA-miRNA, miRNA-snoRNA",
        "5 folds by pair, 20 drawn negatives each; four views of a pair as rows",
        "above 0.9 (two of the data sets)",
        "",
        "bars only; numbers are in its supplement",
        f"{_NICOLINI}, abstract and figure 4",
    ),
    Published(
        "miRInter-Trans",
        "lncRNASNP",
        '"de novo": 51 miRNAs (48 elsewhere in the paper), one split',
        "",
        "",
        "about 30 % of listed pairs missed",
        f"{_NICOLINI}, section 3.2.2",
    ),
    Published(
        "miRInter-Trans",
        "lncRNASNP",
        "5 folds by pair",
        "",
        "",
        "under 10 % of listed pairs missed",
        f"{_NICOLINI}, section 3.2.2",
    ),
    Published(
        "SPMLMI",
        "lncRNASNP",
        "a fifth of the listed pairs against all unlisted ones, which it sees (0.7 % listed)",
        "0.9458 ± 0.0038",
        "0.5667 ± 0.0152",
        "structural consistency 0.566 ± 0.010",
        f"{_NICOLINI}, section 3.2.1",
    ),
    Published(
        "SPMLMI",
        "lncRNASNP",
        '"de novo": 51 miRNAs (48 elsewhere in the paper), one split (0.7 % listed)',
        "0.5278",
        "0.0077",
        "structural consistency 0.0028",
        f"{_NICOLINI}, section 3.2.2",
    ),
    Published("ncRNA-CUPID, average", _CUPID_DATA, _CUPID_TEST, "0.919", "0.364", "", _CUPID),
    Published("ncRNA-CUPID, concatenated", _CUPID_DATA, _CUPID_TEST, "0.862", "0.222", "", _CUPID),
    Published("ncRNA-CUPID, max", _CUPID_DATA, _CUPID_TEST, "0.810", "0.147", "", _CUPID),
    Published(
        "ncRNA-CUPID, no views",
        _CUPID_DATA,
        _TENTH,
        "0.658",
        "0.078",
        "",
        _CUPID,
    ),
    Published("IntaRNA", _CUPID_DATA, _TENTH, "0.544", "0.055", "chance: 0.5, 0.047", _CUPID),
)

# Their figures say nothing of partners among non-coding RNAs.
OTHER_QUESTIONS = (
    Published("DeepmiRNATar", _TARGETS, _FIFTH, "0.9915", "0.9918", "F 0.9547", _PENG),
    Published("TEC-miTarget", _TARGETS, _FIFTH, "0.977", "0.965", "F 0.9369", _PENG),
    Published("miTAR", _TARGETS, _FIFTH, "0.9481", "0.9479", "F 0.9398", _PENG),
    Published("miRAW", _TARGETS, _FIFTH, "0.7064", "0.7825", "F 0.88", _PENG),
    Published(
        "RPIembeddor",
        "RNAInterAct, RNA-protein",
        "RNA families held out (TSfam, 38 % positive)",
        "",
        "",
        "F1 0.586 ± 0.013, accuracy 0.667 ± 0.009",
        "Matus et al., RPIembeddor, table 2",
    ),
    Published(
        "miRe2e",
        "human genome, pre-miRNAs",
        "all chromosomes (1,917 positives, 309,547,008 negatives)",
        "0.9595",
        "0.12313",
        "F1 0.0085",
        "Raad et al., miRe2e, table 2",
    ),
)


def table(papers: Sequence[Published]) -> pd.DataFrame:
    """Lay published figures out, one a row, in words for people."""
    found = pd.DataFrame([asdict(one) for one in papers])
    return found[list(COLUMNS)].rename(columns=COLUMNS).set_index(COLUMNS["method"])
