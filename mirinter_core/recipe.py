"""What a model is made of, apart from its data: as plain data.

Equal recipe, data, seed, device kind and thread count give equal weights.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from mirinter_core.errors import RecipeError

FORMAT_VERSION = 1
RULE = "rule"  # the network of a recipe that trains nothing and scores by a rule
VIEWS = ("original", "order", "reversed", "both")  # the four views of a pair, see `views` below
_FEWEST_STEPS = 300  # of a training: after fewer, a network knows next to nothing


@dataclass(frozen=True, kw_only=True)
class Windows:
    """How an RNA longer than its encoder's limit is cut.

    Parameters
    ----------
    size : int
        Longest window (nt); an encoder with a lower limit lowers it.
    overlap : int
        Letters (nt) neighbouring windows share at least, as context. Each letter's vector is
        taken from one window only, the one in which it lies furthest from an edge.
    """

    size: int = 1022  # RNA-FM has 1024 positions, two are special tokens
    overlap: int = 128

    @property
    def name(self) -> str:
        """The scheme in one word, part of the store's folder name."""
        return f"{self.size}-{self.overlap}"


@dataclass(frozen=True, kw_only=True)
class Side:
    """How the molecules of one side become vectors.

    Parameters
    ----------
    label : str
        What users call them, such as ``"miRNA"``.
    encoder, pooling : str
        Names of parts: `mirinter_core.embedding`.
    """

    label: str
    encoder: str = "kmer"
    pooling: str = "mean"
    windows: Windows = Windows()


@dataclass(frozen=True, kw_only=True)
class Fit:
    """How the network is fitted. Defaults are the paper's.

    Parameters
    ----------
    epochs, warmup_epochs : int
        One epoch draws every negative once in each view, those of small data more often, or takes
        `epoch_steps`.
    epoch_steps : int or None
        Steps of an epoch where that is a budget, the same for data of any size.
    positive_share : float
        Share of positives in a mini-batch; they are drawn with replacement.
    patience : int
        Epochs without a better validation AUPRC before stopping.
    validation_share : float
        Share of the training pairs (not views) held out to choose the epoch.
    mixup : float
        Pairs of a batch are mixed two by two, vectors, evidence and labels alike, by shares drawn
        from Beta(mixup, mixup); 0 mixes none. See Zhang et al. 2018, arXiv:1710.09412.
    minutes : float or None
        Budget: training ends after the epoch that passes it. The weights then depend on how fast
        the machine is.
    """

    epochs: int = 50
    warmup_epochs: int = 4
    batch_size: int = 512
    positive_share: float = 0.3
    learning_rate: float = 5e-4
    weight_decay: float = 1e-4
    patience: int = 10
    validation_share: float = 0.2
    epoch_steps: int | None = None
    mixup: float = 0.0
    minutes: float | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        if not self.mixup >= 0:
            raise RecipeError(f"'mixup' is {self.mixup!r}; it must be 0 (none) or above.")
        if self.minutes is not None and not self.minutes > 0:
            raise RecipeError(f"'minutes' is {self.minutes!r}; it must be above 0.")
        for name in ("epochs", "batch_size", "patience", "learning_rate"):
            if not getattr(self, name) > 0:
                raise RecipeError(f"'{name}' is {getattr(self, name)!r}; it must be above 0.")
        if self.epoch_steps is not None and self.epoch_steps < 1:
            raise RecipeError(f"'epoch_steps' is {self.epoch_steps!r}; it must be above 0.")
        for name in ("positive_share", "validation_share"):
            if not 0 < getattr(self, name) < 1:
                raise RecipeError(f"'{name}' is {getattr(self, name)!r}; it lies between 0 and 1.")

    def steps(self, once: int) -> int:
        """Steps of an epoch, where passing all data takes so many; small data are passed more."""
        return self.epoch_steps or max(once, math.ceil(_FEWEST_STEPS / self.epochs))


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """What a model is made of.

    Parameters
    ----------
    name : str
        What people call it.
    system : str
        The question: a file of `mirinter_core.systems`.
    sides : (Side, Side)
        Query (the miRNA) and partner.
    pair_evidence : tuple of str
        What the network sees of the two molecules together, such as ``"sites"``.
    views : tuple of str
        The views of a pair trained on, of `VIEWS`: as it is, sides swapped, letters reversed, both.
    network : str
        A file of `mirinter_core.models.networks`, or `RULE`: then ``network_options["rule"]``
        names the rule (`mirinter_core.tasks.baselines`) whose scores are the recipe's.
    negatives : "full" or int
        Every other cell of the table, or so many per positive, to train on.
    rehearsal : tuple of str
        Protocols (`mirinter_core.datasets.splits`) by which training pairs are hidden in turn, so
        that each is described as a pair that is asked about will be: for networks that weigh what
        other pairs say. Empty: every pair is described once, by all.
    rehearsed_negatives : int or None
        Negatives per positive that are described under each of these protocols. None: 4, and more
        where positives are few (`mirinter_core.tasks.rehearsal.drawn`).
    mutation : float
        Share of letters replaced in copies of the molecules that training shows beside them: each
        training pair stands there twice, as it is and between the copies. 0 makes no copies. See
        `mirinter_core.molecules.substituted` for what a share means for long partners.
    weights : mapping of str to float
        What the pairs of a data set weigh in the loss, by its name; 1 where it is not named. They
        are drawn as often as others, and remembered as others are.
    threads : int or None
        CPU threads for training; part of what the weights depend on. None takes what is there.
    """

    name: str
    system: str = "mirna_ncrna"
    sides: tuple[Side, Side]
    network: str
    network_options: Mapping[str, Any] = field(default_factory=dict)
    pair_evidence: tuple[str, ...] = ()
    views: tuple[str, ...] = ("original",)
    negatives: str | int = "full"
    rehearsal: tuple[str, ...] = ()
    rehearsed_negatives: int | None = None
    mutation: float = 0.0
    weights: Mapping[str, float] = field(default_factory=dict)
    fit: Fit = Fit()
    seed: int = 0
    threads: int | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        if unknown := set(self.views) - set(VIEWS):
            raise RecipeError(f"No view is called {sorted(unknown)}; there are {', '.join(VIEWS)}.")
        if "original" not in self.views:
            raise RecipeError("The views of a recipe must include 'original'.")
        if self.negatives != "full" and not (
            isinstance(self.negatives, int) and self.negatives > 0
        ):
            raise RecipeError(
                f"'negatives' is {self.negatives!r}; use 'full' or a number per positive."
            )
        if not 0 <= self.mutation < 1:
            raise RecipeError(
                f"'mutation' is {self.mutation!r}; it is a share of letters, from 0 to below 1."
            )
        for name, weight in self.weights.items():
            if not 0 < weight < math.inf:
                raise RecipeError(f"The weight of {name!r} is {weight!r}; it must be above 0.")

    def to_json(self) -> str:
        """Write the recipe as JSON, with the version of its format."""
        return json.dumps({"format_version": FORMAT_VERSION, **asdict(self)}, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Recipe:
        """Read a recipe.

        Raises
        ------
        RecipeError
            If the text is from a newer mirinter, lacks a field, or has one too many.
        """
        try:
            raw = json.loads(text)
            version = raw.pop("format_version", None)
        except (ValueError, AttributeError, TypeError) as error:
            raise RecipeError(f"This is not a recipe: {error}.") from error
        if version != FORMAT_VERSION:
            raise RecipeError(
                f"This recipe has format {version}; this mirinter reads format {FORMAT_VERSION}."
            )
        try:
            left, right = (
                Side(**{**side, "windows": Windows(**side["windows"])}) for side in raw["sides"]
            )
            raw |= {"sides": (left, right), "fit": Fit(**raw["fit"])}
            listed = ("pair_evidence", "views", "rehearsal")
            raw |= {key: tuple(raw[key]) for key in listed if key in raw}
            return cls(**raw)
        except (KeyError, TypeError, ValueError) as error:
            raise RecipeError(f"This recipe is not complete or not understood: {error}.") from error
