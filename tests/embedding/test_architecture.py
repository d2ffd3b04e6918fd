from argparse import Namespace

import fm
import pytest
import torch

from mirinter_core.embedding.architecture import OFFICIAL, check, found_in, shapes
from mirinter_core.errors import WeightsError


def package_tensors(architecture):
    with torch.device("meta"):
        alphabet = fm.Alphabet.from_architecture("roberta_large", "rna")
        args = Namespace(arch="roberta_large", **vars(architecture))
        return fm.BioBertModel(args, alphabet).state_dict()


def test_the_shapes_are_those_of_the_package_s_model(small):
    for architecture in (OFFICIAL, small):
        theirs = {name: tuple(t.shape) for name, t in package_tensors(architecture).items()}
        ours = shapes(architecture)
        assert ours == {name: theirs[name] for name in ours}
        assert all(name.startswith(("lm_head.", "contact_head.")) for name in theirs.keys() - ours)


def test_the_published_size_is_that_of_the_paper():
    assert sum(t.numel() for t in package_tensors(OFFICIAL).values()) // 10**6 == 99


def test_the_architecture_is_read_off_a_checkpoint(small):
    args = {"arch": "roberta_large", "encoder_attention_heads": 4, "token_dropout": True}
    assert found_in(args, package_tensors(small)) == small


@pytest.mark.parametrize("name", ["layers.1.fc2.bias", "embed_positions.weight"])
def test_a_missing_tensor_is_named(small, name):
    tensors = {n: t for n, t in package_tensors(small).items() if n in shapes(small)}
    check(tensors, small, small)
    tensors.pop(name)
    with pytest.raises(WeightsError, match=name):
        check(tensors, small, small)
