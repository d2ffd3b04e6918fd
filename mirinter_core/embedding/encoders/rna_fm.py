"""RNA-FM: a language model of non-coding RNA, 640 numbers a letter that depend on all letters.

References
----------
Chen et al. 2022, Interpretable RNA foundation model from unannotated data,
https://doi.org/10.48550/arXiv.2204.00300
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import fm
import torch
from torch.nn import functional

from mirinter_core.embedding.encoder import Encoder, Tokens
from mirinter_core.embedding.weights import Weights, load
from mirinter_core.errors import SequenceError
from mirinter_core.molecules.alphabet import IUPAC

if TYPE_CHECKING:
    from torch import Tensor

_VOCABULARY = fm.Alphabet.from_architecture("roberta_large", "rna")
_SPECIAL = 2  # one token before the letters and one behind
_MASKED_IN_TRAINING = 0.15 * 0.8  # share of tokens; the package scales by what is left
_BATCH_TOKENS = 4096  # padding included


class RnaFm:
    """The package's model, without the parts that vectors do not need.

    The arithmetic is that of ``fm.model.esm1.BioBertModel`` (hidden states of the last
    layer), but attention is fused and builds no maps, and letters that are padding cost
    little, since batches are of like lengths. Numbers equal the package's to 1e-5.
    Every IUPAC letter has a token of its own.
    """

    name = "rna_fm"
    alphabet = "".join(letter for letter in IUPAC if letter in _VOCABULARY.tok_to_idx)

    def __init__(self, weights: Weights, device: str) -> None:
        self.revision = weights.revision
        self.dim = weights.architecture.embed_dim
        self.max_length = weights.architecture.max_positions - _SPECIAL
        self._architecture = weights.architecture
        self._device = torch.device(device)
        self._tensors = {name: t.to(self._device) for name, t in weights.tensors.items()}

    def encode(self, batch: Sequence[str]) -> list[Tokens]:
        """See `Encoder.encode`. Special tokens are dropped."""
        for letters in batch:
            self._check(letters)
        vectors: dict[int, Tokens] = {}
        for places in _alike([len(letters) for letters in batch]):
            hidden = self._forward(self._numbers([batch[place] for place in places])).cpu().numpy()
            for row, place in enumerate(places):
                vectors[place] = hidden[row, 1 : 1 + len(batch[place])]
        return [vectors[place] for place in range(len(batch))]

    def _check(self, letters: str) -> None:
        """Refuse here: on a GPU, a position too far poisons the whole process."""
        if not 0 < len(letters) <= self.max_length:
            raise SequenceError(
                f"RNA-FM reads 1 to {self.max_length:,} letters at once, not {len(letters):,}. "
                "Cut it into windows."
            )
        if strange := set(letters) - set(self.alphabet):
            place = min(letters.index(letter) for letter in strange)
            raise SequenceError(
                f"{letters[place]!r} at position {place + 1} is not a letter of RNA-FM "
                f"({self.alphabet}). Clean the sequence first."
            )

    def _numbers(self, sequences: Sequence[str]) -> Tensor:
        """Write letters as token numbers, (sequences, longest + 2), padded behind."""
        longest = max(map(len, sequences))
        numbers = torch.full((len(sequences), longest + _SPECIAL), _VOCABULARY.padding_idx)
        for row, letters in enumerate(sequences):
            tokens = [_VOCABULARY.tok_to_idx[letter] for letter in letters]
            framed = [_VOCABULARY.cls_idx, *tokens, _VOCABULARY.eos_idx]
            numbers[row, : len(framed)] = torch.tensor(framed)
        return numbers.to(self._device)

    @torch.inference_mode()
    def _forward(self, numbers: Tensor) -> Tensor:
        """Give the last layer's hidden states, (sequences, tokens, dim), special ones included."""
        padding = numbers.eq(_VOCABULARY.padding_idx)
        # Positions are counted from the padding token's number, which padding itself keeps.
        positions = (~padding).cumsum(1) * ~padding + _VOCABULARY.padding_idx
        hidden = functional.embedding(numbers, self._tensors["embed_tokens.weight"])
        if self._architecture.token_dropout:
            hidden = hidden * (1 - _MASKED_IN_TRAINING)
        hidden = hidden + functional.embedding(positions, self._tensors["embed_positions.weight"])
        if self._architecture.emb_layer_norm_before:
            hidden = self._norm("emb_layer_norm_before", hidden)
        hidden = hidden * ~padding.unsqueeze(-1)
        seen = ~padding[:, None, None, :] if padding.any() else None
        for layer in range(self._architecture.layers):
            hidden = self._layer(f"layers.{layer}.", hidden, seen)
        return self._norm("emb_layer_norm_after", hidden)

    def _layer(self, layer: str, hidden: Tensor, seen: Tensor | None) -> Tensor:
        """Apply one transformer layer; `seen` marks the tokens that may be attended to."""
        normed = self._norm(f"{layer}self_attn_layer_norm", hidden)
        q, k, v = (self._heads(f"{layer}self_attn.{name}_proj", normed) for name in "qkv")
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=seen)
        mixed = mixed.transpose(1, 2).reshape(hidden.shape)
        hidden = hidden + self._linear(f"{layer}self_attn.out_proj", mixed)
        normed = self._norm(f"{layer}final_layer_norm", hidden)
        inner = functional.gelu(self._linear(f"{layer}fc1", normed))
        return hidden + self._linear(f"{layer}fc2", inner)

    def _heads(self, name: str, hidden: Tensor) -> Tensor:
        """Project and split into heads: (sequences, heads, tokens, dim / heads)."""
        heads = self._architecture.attention_heads
        return self._linear(name, hidden).view(*hidden.shape[:2], heads, -1).transpose(1, 2)

    def _linear(self, name: str, hidden: Tensor) -> Tensor:
        weight, bias = self._tensors[f"{name}.weight"], self._tensors[f"{name}.bias"]
        return functional.linear(hidden, weight, bias)

    def _norm(self, name: str, hidden: Tensor) -> Tensor:
        weight, bias = self._tensors[f"{name}.weight"], self._tensors[f"{name}.bias"]
        return functional.layer_norm(hidden, (self.dim,), weight, bias)


def build(*, device: str = "cpu") -> Encoder:
    """Make the encoder from converted weights; see `mirinter_core.embedding.weights`."""
    return RnaFm(load("rna_fm"), device)


def _alike(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Group places by length, so that a batch with its padding stays within its tokens."""
    group: list[int] = []
    for place in sorted(range(len(lengths)), key=lengths.__getitem__):
        if group and (lengths[place] + _SPECIAL) * (len(group) + 1) > _BATCH_TOKENS:
            yield group
            group = []
        group.append(place)
    if group:
        yield group
