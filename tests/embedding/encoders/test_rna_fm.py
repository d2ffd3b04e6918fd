from argparse import Namespace
from dataclasses import replace

import fm
import numpy as np
import pytest
import torch

from mirinter_core.embedding import weights
from mirinter_core.embedding.architecture import OFFICIAL
from mirinter_core.embedding.embedder import embed
from mirinter_core.embedding.encoders.rna_fm import build
from mirinter_core.errors import SequenceError, WeightsError
from mirinter_core.molecules.alphabet import IUPAC
from mirinter_core.molecules.windows import cut
from mirinter_core.recipe import Side, Windows

SIDE = Side(label="partner", encoder="rna_fm")


class Package:
    """The rna-fm package's own loader and forward."""

    def __init__(self, checkpoint):
        with torch.serialization.safe_globals([Namespace]):
            self.model, self.alphabet = fm.pretrained.rna_fm_t12(checkpoint)
        self.model.eval()

    def encode(self, batch):
        tokens = self.alphabet.get_batch_converter()([("", letters) for letters in batch])[2]
        last = len(self.model.layers)
        with torch.inference_mode():
            hidden = self.model(tokens, repr_layers=[last])["representations"][last]
        return [h[1 : 1 + len(letters)].numpy() for h, letters in zip(hidden, batch, strict=True)]


@pytest.fixture
def both(small_checkpoint, small):
    """Our encoder and the package's, of the same small, random weights."""
    weights.add("rna_fm", small_checkpoint, expected=small)
    return build(), Package(small_checkpoint)


def agree(ours, theirs):
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-5)


def test_hidden_states_equal_the_package_s_alone_and_in_a_mixed_batch(both, draw):
    ours, package = both
    batch = [m.letters for m in draw([5, 22, 300, 22, 80, 1])]
    alone = [package.encode([letters])[0] for letters in batch]
    agree(ours.encode(batch), alone)
    agree([ours.encode([letters])[0] for letters in batch], alone)
    agree(ours.encode(batch), package.encode(batch))


def test_every_iupac_letter_has_a_token_of_its_own(both):
    ours, package = both
    letters = "".join(IUPAC)
    assert set(ours.alphabet) == set(letters)
    agree(ours.encode([letters]), package.encode([letters]))
    assert len({package.alphabet.get_idx(letter) for letter in letters}) == len(letters)


def test_1022_letters_are_read_and_1023_refused(both, draw):
    ours, package = both
    longest, too_long = (m.letters for m in draw([1022, 1023]))
    agree(ours.encode([longest]), package.encode([longest]))
    with pytest.raises(SequenceError, match="reads 1 to 1,022 letters at once, not 1,023"):
        ours.encode(["ACGU", too_long])
    with pytest.raises(SequenceError, match="not 0"):
        ours.encode([""])


@pytest.mark.parametrize("token_dropout", [True, False])
@pytest.mark.parametrize("norm", [True, False])
def test_what_a_checkpoint_s_arguments_say_is_done(
    write_checkpoint, small, tmp_path, draw, token_dropout, norm
):
    kind = replace(small, token_dropout=token_dropout, emb_layer_norm_before=norm)
    path = write_checkpoint(tmp_path / "RNA-FM_pretrained.pth", kind)
    weights.add("rna_fm", path, expected=small)
    batch = [m.letters for m in draw([22, 60])]
    agree(build().encode(batch), Package(path).encode(batch))


@pytest.mark.parametrize("length", [1023, 5000])
@pytest.mark.parametrize("view", ["forward", "reversed"])
def test_long_rnas_are_pooled_over_every_letter_once(both, draw, length, view):
    ours, package = both
    (molecule,) = draw([length])
    letters = molecule.letters if view == "forward" else molecule.letters[::-1]
    total, count = 0, 0
    windows = cut(length, Windows(), 1022)
    for w in windows:
        own = package.encode([letters[w.start : w.end]])[0][
            w.own_start - w.start : w.own_end - w.start
        ]
        total, count = total + own.sum(axis=0), count + len(own)
    vectors = embed([molecule], SIDE, encoder=ours, view=view)
    assert count == length
    assert vectors.windows.tolist() == [len(windows)]
    assert vectors.matrix[0] == pytest.approx(total / length, abs=1e-3)  # half precision


def test_without_weights_the_message_gives_the_commands():
    with pytest.raises(WeightsError) as caught:
        build()
    assert "python -m mirinter_core weights fetch rna_fm" in str(caught.value)
    assert "python -m mirinter_core weights add rna_fm RNA-FM_pretrained.pth" in str(caught.value)


def test_the_full_model_equals_the_package_s(write_checkpoint, tmp_path, draw):
    path = write_checkpoint(tmp_path / "RNA-FM_pretrained.pth", OFFICIAL)
    added = weights.add("rna_fm", path)
    ours = build()
    assert (ours.dim, ours.max_length) == (640, 1022)
    assert ours.revision == added.revision
    batch = [m.letters for m in draw([22, 150, 23])]
    package = Package(path)
    agree(ours.encode(batch), [package.encode([letters])[0] for letters in batch])
    agree(ours.encode(batch), package.encode(batch))


@pytest.mark.gpu
def test_a_gpu_gives_the_same_numbers(both, draw):
    ours, _ = both
    batch = [m.letters for m in draw([22, 300, 1022])]
    for one, other in zip(build(device="cuda").encode(batch), ours.encode(batch), strict=True):
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-4)
