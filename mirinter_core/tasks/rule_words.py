"""What each rule does, in a sentence for a biologist; every list of rules uses these words."""

from __future__ import annotations

_COPIES = "no sequence is looked at but to find relatives"

RULE_WORDS: dict[str, str] = {
    "degree": (
        "How often the partner, and the microRNA, are listed at all: popular RNAs first. No "
        "sequence is looked at."
    ),
    "family-copy": f"Copies what is listed for microRNAs of the same seed; {_COPIES}.",
    "family-degree": "`family-copy`, ties broken by `degree`.",
    "transcript-copy": (
        "Copies what is listed for the same microRNA with transcripts that share a third of the "
        "partner's letters, such as isoforms; ties broken by `degree`."
    ),
    "family-transcript": (
        f"`family-copy` and `transcript-copy` together: memory alone; {_COPIES}. For a new family "
        "only `degree` is left of it."
    ),
    "seed-sites": (
        "Counts matches of the seed in the partner, longer ones for more. Nothing is learnt, so it "
        "needs no listed pair at all."
    ),
    "seed-degree": "`seed-sites`, and twice the `degree`.",
    "site-neighbourhood": (
        "Asks of each seed site whether sites of other families close by, within about 30 nt, are "
        "listed: Argonaute was seen there. It needs listed pairs of the partner or of its isoforms "
        "with other microRNAs, and says little of a new gene."
    ),
    "boosting": (
        "Trees that weigh four kinds of evidence: sites, the neighbourhood of sites, how often the "
        "partner and its gene are listed, and what is listed for the microRNA's relatives. The "
        "strongest thing here that is no neural network."
    ),
    "boosting-sites": (
        "Trees that weigh what letters show: seed sites, how many there would be by chance, other "
        "pairing, the partner's length and composition. No label is copied."
    ),
    "kmer-logistic": "Logistic regression on how often short words occur in the two RNAs.",
    "structural-perturbation": (
        "Fills the table from the patterns in it (after SPMLMI). No sequence is looked at, and "
        "RNAs without a listed pair get nothing."
    ),
    "duplex-energy": "How strongly the two RNAs pair, by ViennaRNA; nothing is learnt.",
    "rnahybrid": "The same by RNAhybrid, where it is installed.",
    "intarna": "The same by IntaRNA, which also asks whether the site is free, where installed.",
}

_LEARNT = ("boosting", "boosting-sites", "kmer-logistic")  # from the same pairs


def apart(rule: str) -> str:
    """Say how a rule differs from a model, to follow its name.

    Examples
    --------
    >>> apart("degree"), apart("boosting")
    ('which needs no model', 'a simpler model of the same pairs')
    """
    return "a simpler model of the same pairs" if rule in _LEARNT else "which needs no model"


def such(rule: str) -> str:
    """Name what kind of thing a rule is.

    Examples
    --------
    >>> such("degree"), such("boosting")
    ('rule that needs no model', 'simpler model')
    """
    return "simpler model" if rule in _LEARNT else "rule that needs no model"
