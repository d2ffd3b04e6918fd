"""The shape of RNA-FM: which tensors its weights must hold, and how a checkpoint names them.

References
----------
Chen et al. 2022, Interpretable RNA foundation model from unannotated data,
https://doi.org/10.48550/arXiv.2204.00300
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from mirinter_core.errors import WeightsError

_TOKENS = 25  # 15 IUPAC letters, gap, 4 fillers, and start, padding, end, unknown, mask
_PADDING = 1  # positions are counted from the padding token's number on
_PREFIXES = ("encoder.sentence_encoder.", "encoder.")  # fairseq's, in a checkpoint
_UNUSED = ("lm_head.", "contact_head.")  # they predict letters and contacts, not vectors


class Shaped(Protocol):
    """A tensor, or what knows as much of one."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Length along each axis."""
        ...


T = TypeVar("T", bound=Shaped)


@dataclass(frozen=True)
class Architecture:
    """The numbers that fix the model. Defaults are those of the published weights.

    Parameters
    ----------
    max_positions : int
        Tokens read at once, the two special ones among them.
    emb_layer_norm_before : bool
        Whether embeddings are normalised before the first layer.
    token_dropout : bool
        Whether training masked letters by zeroing them: then embeddings are scaled by
        0.88, the share that is not masked, also when nothing is.
    """

    layers: int = 12
    embed_dim: int = 640
    ffn_embed_dim: int = 5120
    attention_heads: int = 20
    max_positions: int = 1024
    emb_layer_norm_before: bool = True
    token_dropout: bool = True

    def __str__(self) -> str:
        """Say it as people do."""
        return (
            f"{self.layers} layers x {self.embed_dim} dimensions, {self.ffn_embed_dim} in the "
            f"middle, {self.attention_heads} heads, {self.max_positions} positions"
        )


OFFICIAL = Architecture()


def shapes(architecture: Architecture) -> dict[str, tuple[int, ...]]:
    """Give the name and shape of every tensor that vectors need, as the package names them."""
    dim, ffn = architecture.embed_dim, architecture.ffn_embed_dim
    linear = {
        **{f"self_attn.{name}_proj": (dim, dim) for name in ("q", "k", "v", "out")},
        "fc1": (ffn, dim),
        "fc2": (dim, ffn),
    }
    layer: dict[str, tuple[int, ...]] = {}
    for name, shape in linear.items():
        layer |= {f"{name}.weight": shape, f"{name}.bias": shape[:1]}
    for name in ("self_attn_layer_norm", "final_layer_norm"):
        layer |= {f"{name}.weight": (dim,), f"{name}.bias": (dim,)}
    norms = ["emb_layer_norm_after"]
    norms += ["emb_layer_norm_before"] if architecture.emb_layer_norm_before else []
    return {
        "embed_tokens.weight": (_TOKENS, dim),
        "embed_positions.weight": (architecture.max_positions + _PADDING + 1, dim),
        **{f"{name}.{part}": (dim,) for name in norms for part in ("weight", "bias")},
        **{
            f"layers.{i}.{n}": shape
            for i in range(architecture.layers)
            for n, shape in layer.items()
        },
    }


def named_as_in_package(model: Mapping[str, T]) -> dict[str, T]:
    """Take fairseq's prefixes off a checkpoint's tensors, and leave out what makes no vectors."""
    plain = {}
    for name, tensor in model.items():
        prefix = next((p for p in _PREFIXES if name.startswith(p)), "")
        plain[name.removeprefix(prefix)] = tensor
    return {name: tensor for name, tensor in plain.items() if not name.startswith(_UNUSED)}


def found_in(args: Mapping[str, object], tensors: Mapping[str, Shaped]) -> Architecture:
    """Read the architecture off a checkpoint: sizes from its tensors, the rest from its arguments.

    Parameters
    ----------
    args : mapping
        Fairseq's arguments, with or without their ``encoder_`` prefix.

    Raises
    ------
    WeightsError
        If this is no model of RNA-FM's kind.
    """
    args = {name.removeprefix("encoder_"): value for name, value in args.items()}
    try:
        if args["arch"] != "roberta_large":
            raise WeightsError(f"These are weights of {args['arch']!r}, not of RNA-FM.")
        ffn, dim = tensors["layers.0.fc1.weight"].shape
        return Architecture(
            layers=len({name.split(".")[1] for name in tensors if name.startswith("layers.")}),
            embed_dim=dim,
            ffn_embed_dim=ffn,
            attention_heads=int(str(args["attention_heads"])),
            max_positions=tensors["embed_positions.weight"].shape[0] - _PADDING - 1,
            emb_layer_norm_before="emb_layer_norm_before.weight" in tensors,
            token_dropout=bool(args.get("token_dropout", False)),
        )
    except (KeyError, ValueError) as error:
        raise WeightsError(
            f"These are not weights of RNA-FM: {error} is missing or odd."
        ) from error


def check(tensors: Mapping[str, Shaped], found: Architecture, expected: Architecture) -> None:
    """Make sure that weights are of the expected model and complete.

    Raises
    ------
    WeightsError
        If they are of another size, or a tensor is missing, too many, or of another shape.
    """
    # How embeddings are scaled and normalised is each checkpoint's own matter.
    free = {name: getattr(expected, name) for name in ("emb_layer_norm_before", "token_dropout")}
    if replace(found, **free) != expected:
        raise WeightsError(f"These are weights of another model ({found}); wanted: {expected}.")
    wanted = shapes(found)
    got = {name: tuple(tensor.shape) for name, tensor in tensors.items()}
    wrong = sorted(name for name in wanted.keys() | got.keys() if wanted.get(name) != got.get(name))
    if wrong:
        raise WeightsError(
            f"These weights are not RNA-FM's, or not complete: {len(wrong)} tensors are missing, "
            f"too many or of another shape, the first {wrong[0]!r} (it should be "
            f"{wanted.get(wrong[0], 'absent')}, and is {got.get(wrong[0], 'absent')})."
        )
