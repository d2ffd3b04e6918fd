from argparse import Namespace

import numpy as np
import pytest

from mirinter_core.embedding import weights
from mirinter_core.embedding.architecture import Architecture
from mirinter_core.embedding.encoder import ENCODERS
from mirinter_core.molecules.molecule import Molecule

SMALL = Architecture(layers=2, embed_dim=40, ffn_embed_dim=96, attention_heads=4)


def write(path, architecture, **changes):
    """Write a checkpoint of the published form with random weights."""
    import fm
    import torch

    args = Namespace(arch="roberta_large", **vars(architecture))
    torch.manual_seed(0)
    model = fm.BioBertModel(args, fm.Alphabet.from_architecture("roberta_large", "rna"))
    tensors = {}
    for name, tensor in model.state_dict().items():
        if name.endswith("bias") or "norm" in name:  # else all 0 or 1: a mistake would not show
            tensor += 0.1 * torch.randn(tensor.shape)
        prefix = "encoder." if name.startswith(("lm_", "contact_")) else "encoder.sentence_encoder."
        tensors[prefix + name] = tensor
    fairseq = Namespace(
        arch="roberta_large",
        task="masked_lm",
        encoder_layers=architecture.layers,
        encoder_embed_dim=architecture.embed_dim,
        encoder_ffn_embed_dim=architecture.ffn_embed_dim,
        encoder_attention_heads=architecture.attention_heads,
        max_positions=architecture.max_positions,
        token_dropout=architecture.token_dropout,
    )
    content = {"args": fairseq, "model": tensors, "cfg": {"model": fairseq}, "extra_state": {}}
    torch.save(content | changes, path)
    return path


@pytest.fixture(scope="session")
def write_checkpoint():
    return write


@pytest.fixture(scope="session")
def small():
    return SMALL


@pytest.fixture(scope="session")
def small_checkpoint(tmp_path_factory):
    return write(tmp_path_factory.mktemp("checkpoint") / "RNA-FM_pretrained.pth", SMALL)


@pytest.fixture(params=ENCODERS.names())
def encoder(request, small_checkpoint):
    """Every encoder there is; the one that needs weights gets small, random ones."""
    if request.param in weights.SOURCES:
        weights.add(request.param, small_checkpoint, expected=SMALL)
    return ENCODERS.get(request.param)(device="cpu")


@pytest.fixture(scope="session")
def draw():
    """Draw random RNAs of given lengths."""

    def molecules(lengths, seed=0, letters="ACGU"):
        rng = np.random.default_rng(seed)
        drawn = ["".join(rng.choice(list(letters), n)) for n in lengths]
        return [Molecule(f"r{i}", text) for i, text in enumerate(drawn)]

    return molecules
