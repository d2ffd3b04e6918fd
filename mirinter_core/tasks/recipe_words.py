"""Recipes and their settings in plain words, for whoever chooses among them."""

from __future__ import annotations

# By preset: what to call it, and what a biologist should know before choosing it.
RECIPE_WORDS: dict[str, tuple[str, str]] = {
    "evidence": (
        "Evidence (recommended)",
        (
            "Weighs what is known of each pair: seed sites, listed sites around them, how often "
            "the partner is listed, and the microRNA's relatives; by a small network and boosted "
            "trees together, and a straight line where nothing is known of a long partner. Trained "
            "with whole families and genes hidden, so that it holds for a microRNA nobody has seen."
        ),
    ),
    "small": (
        "Small network",
        (
            "Reads short words of both sequences and the seed sites. Quick, and leans on which "
            "microRNAs it has seen."
        ),
    ),
    "mirinter-trans": (
        "The paper's network, on RNA-FM",
        (
            "The published network on a language model of RNA. Needs the weights of RNA-FM, and a "
            "graphics card for more than a few hundred sequences."
        ),
    ),
    "mirinter-trans-kmer": (
        "The paper's network, on words of letters",
        (
            "The published network on the built-in encoder. Large: hours on a processor where "
            "every other pair is a negative."
        ),
    ),
    "kmer-logistic": (
        "Logistic regression",
        (
            "A weight for each short word of letters, no more. Done in seconds; what any network "
            "should beat."
        ),
    ),
    "mirinter-attention": (
        "Attention",
        "Learns which stretches of the partner to look at, in place of averaging all its letters.",
    ),
}
VIEW_WORDS = {
    "order": "the two swapped",
    "reversed": "both read backwards",
    "both": "swapped and backwards",
}
POOLING_WORDS = {
    "mean": "mean of all letters",
    "max": "strongest of all letters",
    "mean-max": "mean and strongest",
}


def title_of(name: str) -> str:
    """Call a recipe as people would."""
    return RECIPE_WORDS.get(name, (name, ""))[0]


def sentence_of(name: str) -> str:
    """Say what to know of a recipe; empty if nobody wrote it down."""
    return RECIPE_WORDS.get(name, (name, ""))[1]
