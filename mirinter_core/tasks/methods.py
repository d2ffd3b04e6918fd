"""The methods paragraph of a result, and what it cites."""

from __future__ import annotations

from collections.abc import Mapping

from mirinter_core.datasets.splits import PROTOCOLS

# Only what is certain is stated; a field that is not is left out rather than guessed.
BIBTEX: Mapping[str, str] = {
    "bartel2009": """@article{bartel2009,
  author  = {Bartel, David P.},
  title   = {{MicroRNAs}: Target Recognition and Regulatory Functions},
  journal = {Cell},
  year    = {2009},
  volume  = {136},
  number  = {2},
  pages   = {215--233},
  doi     = {10.1016/j.cell.2009.01.002}
}""",
    "lorenz2011": """@article{lorenz2011,
  author  = {Lorenz, Ronny and Bernhart, Stephan H. and H{\\"o}ner zu Siederdissen, Christian
             and Tafer, Hakim and Flamm, Christoph and Stadler, Peter F. and Hofacker, Ivo L.},
  title   = {{ViennaRNA} Package 2.0},
  journal = {Algorithms for Molecular Biology},
  year    = {2011},
  volume  = {6},
  pages   = {26},
  doi     = {10.1186/1748-7188-6-26}
}""",
    "chen2022": """@misc{chen2022,
  author        = {Chen, Jiayang and Hu, Zhihang and Sun, Siqi and others},
  title         = {Interpretable {RNA} Foundation Model from Unannotated Data for Highly Accurate
                   {RNA} Structure and Function Predictions},
  year          = {2022},
  eprint        = {2204.00300},
  archiveprefix = {arXiv}
}""",
    "nicolini": """@unpublished{nicolini,
  author = {Nicolini, Marco and Stacchetti, Federico and Molina, Francisco Javier and Cano, Carlos
            and Alcala-Fdez, Jesus and Paccanaro, Alberto and Casiraghi, Elena
            and Valentini, Giorgio},
  title  = {{MiRInter-Trans}: a Transformer-Based Framework for {microRNA} Interaction Prediction},
  note   = {Manuscript}
}""",
}
_ENCODERS = {
    "kmer": "frequencies of 1- to 4-letter words",
    "rna_fm": "RNA-FM, frozen (Chen et al., 2022, arXiv:2204.00300)",
}
_KINDS = {
    "sites": "seed sites and the letters around them",
    "footprint": "listed sites of other families close by",
    "partner": "how often the partner and its gene are listed",
    "family": "what is listed for the microRNA's relatives",
    "pattern": "what is listed for RNAs that share many listed partners",
}
_UNCALIBRATED = " Scores rank the partners of one query and are not probabilities of binding."


def methods(provenance: Mapping[str, object]) -> str:
    """Write the paragraph that a paper's methods section needs for a result.

    Parameters
    ----------
    provenance : mapping
        Of the result (`mirinter_core.provenance`). Read are ``mirinter``, ``model``, ``encoder``
        (a name or a list of them), ``weighs`` (kinds of evidence), ``catalog``,
        ``catalog_release``, ``partners`` and ``queries`` (counts), ``calibrated``, ``decoys``,
        ``seed``, ``evidence`` (rows with a duplex), and ``packages``; of an evaluation ``recipe``,
        ``protocol``, ``folds``, ``negatives`` and ``datasets``; of a training ``positives``,
        ``negatives``, ``epochs`` and ``threads``. What is absent is not spoken of.
    """
    if provenance.get("protocol"):
        return _evaluated(provenance)
    if provenance.get("verb") == "train" and provenance.get("model"):
        return _trained(provenance)
    sentences = (_screened(provenance), _scored(provenance), *_paired(provenance))
    return " ".join(s for s in sentences if s)


def bibliography(provenance: Mapping[str, object]) -> str:
    """Return the BibTeX entries of what the paragraph of this result cites."""
    keys = ["nicolini"] if provenance.get("model") else []
    keys += ["chen2022"] if "rna_fm" in _encoders(provenance) else []
    keys += ["bartel2009"] if _is_screen(provenance) else []
    keys += ["lorenz2011"] if provenance.get("evidence") else []
    return "".join(f"{BIBTEX[key]}\n\n" for key in keys)


def _trained(provenance: Mapping[str, object]) -> str:
    names = provenance["datasets"]
    data = " and ".join(map(str, names)) if isinstance(names, list) else str(names)
    seen = _seen(provenance)
    return (
        f"The model {provenance['model']} was trained with mirinter "
        f"{provenance.get('mirinter', '')} by the recipe {provenance['recipe']}, whose design "
        f"builds on miRInter-Trans (Nicolini et al.),{f' with {seen},' if seen else ''} on "
        f"{_number(provenance['positives'])} listed and {_number(provenance['negatives'])} "
        f"unlisted pairs of {data} (seed {provenance.get('seed')}, {provenance.get('threads')} CPU "
        f"threads), for {provenance['epochs']} epochs; the weights are those of the epoch with the "
        "highest AUPRC on pairs held out for it. A pair that is not listed was taken as not "
        "interacting."
    )


def _evaluated(provenance: Mapping[str, object]) -> str:
    names = provenance["datasets"]
    data = " and ".join(map(str, names)) if isinstance(names, list) else str(names)
    protocol, negatives = str(provenance["protocol"]), provenance["negatives"]
    held = PROTOCOLS[protocol].held if protocol in PROTOCOLS else "parts"
    unlisted = "all unlisted pairs" if negatives == "full" else f"{negatives} unlisted per listed"
    seen = _seen(provenance)
    return (
        f"The recipe {provenance['recipe']}"
        + (f" ({seen})" if seen else "")
        + f" was measured on {data} with mirinter {provenance.get('mirinter', '')} by "
        f"{provenance['folds']}-fold cross-validation under the protocol {protocol} (held out: "
        f"{held}; seed {provenance.get('seed')}), on {unlisted} of the held-out part, beside rules "
        "that need no model. A pair that is not listed was taken as not interacting."
    )


def _screened(provenance: Mapping[str, object]) -> str:
    tool = f"mirinter {provenance.get('mirinter', '')}".strip()
    if not _is_screen(provenance):
        return f"The work was done with {tool}."
    release = provenance.get("catalog_release")
    catalog = f"{provenance.get('catalog') or 'the catalogue'}{f', {release}' if release else ''}"
    return (
        f"{_count(provenance.get('queries'), 'query sequence')} screened with {tool} against "
        f"{_number(provenance['partners'])} partner RNAs ({catalog})."
    )


def _scored(provenance: Mapping[str, object]) -> str:
    model = provenance.get("model")
    if not model:
        return ""
    seen = _seen(provenance)
    decoys, seed = provenance.get("decoys"), provenance.get("seed")
    return (
        f"Pairs were scored by the model {model}, whose design builds on miRInter-Trans "
        "(Nicolini et al.)"
        + (f", with {seen}." if seen else ".")
        + ("" if provenance.get("calibrated") else _UNCALIBRATED)
        + (
            f" P values come from {_number(decoys)} decoys of each query"
            + (f" (seed {seed})." if seed is not None else ".")
            if decoys
            else ""
        )
    )


def _paired(provenance: Mapping[str, object]) -> tuple[str, ...]:
    if not _is_screen(provenance):
        return ()
    sites = (
        "Sites complementary to the miRNA's seed were classed by the TargetScan convention as "
        "8mer, 7mer-m8, 7mer-A1, 6mer or offset 6mer (Bartel, 2009, "
        "doi:10.1016/j.cell.2009.01.002)."
    )
    rows = provenance.get("evidence")
    if not rows:
        return (sites,)
    packages = provenance.get("packages")
    version = packages.get("ViennaRNA", "") if isinstance(packages, Mapping) else ""
    duplexes = (
        f"For the first {_number(rows)} rows of each query, the duplex and its free energy were "
        f"computed with {f'ViennaRNA {version}'.strip()} (Lorenz et al., 2011, "
        "doi:10.1186/1748-7188-6-26)."
    )
    return sites, duplexes


def _is_screen(provenance: Mapping[str, object]) -> bool:
    return bool(provenance.get("partners"))


def _seen(provenance: Mapping[str, object]) -> str:
    """Say what a model looks at; empty if that is not told."""
    if encoders := _encoders(provenance):
        return "RNAs represented by " + " and ".join(_ENCODERS.get(n, n) for n in encoders)
    weighs = provenance.get("weighs")
    kinds = [_KINDS[kind] for kind in weighs if kind in _KINDS] if isinstance(weighs, list) else []
    return "pairs described by " + "; ".join(kinds) if kinds else ""


def _encoders(provenance: Mapping[str, object]) -> list[str]:
    found = provenance.get("encoder") or []
    return [found] if isinstance(found, str) else sorted({str(name) for name in found})  # type: ignore[attr-defined]


def _number(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _count(value: object, noun: str) -> str:
    if value == 1:
        return f"One {noun} was"
    return f"{_number(value)} {noun}s were" if value else f"The {noun} was"
