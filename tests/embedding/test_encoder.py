import numpy as np
import pytest

from mirinter_core.embedding.encoder import ENCODERS
from mirinter_core.errors import SequenceError
from mirinter_core.molecules.alphabet import IUPAC


@pytest.fixture
def texts(draw):
    lengths = [1, 3, 22, 22, 300, 70]
    return [m.letters for m in draw(lengths)] + [m.letters for m in draw([40], 1, "".join(IUPAC))]


def test_a_file_s_name_is_its_encoder_s_name(encoder):
    assert encoder.name in ENCODERS.names()


def test_an_encoder_says_what_its_numbers_depend_on(encoder):
    assert encoder.revision
    assert set("ACGU") <= set(encoder.alphabet)
    assert encoder.max_length is None or encoder.max_length >= 1000


def test_each_letter_gets_one_finite_vector(encoder, texts):
    for text, tokens in zip(texts, encoder.encode(texts), strict=True):
        assert tokens.shape == (len(text), encoder.dim)
        assert tokens.dtype == np.float32
        assert np.isfinite(tokens).all()


def test_the_output_does_not_depend_on_the_batch(encoder, texts):
    together = encoder.encode(texts)
    backwards = encoder.encode(texts[::-1])[::-1]
    for text, one, other in zip(texts, together, backwards, strict=True):
        np.testing.assert_allclose(one, encoder.encode([text])[0], rtol=0, atol=1e-5)
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-5)


def test_an_empty_batch_gives_nothing(encoder):
    assert encoder.encode([]) == []


@pytest.mark.parametrize("letters", ["ACGT", "acgu", "AC-GU", "ACGE", "ACG\u00dc"])
def test_letters_outside_the_alphabet_are_refused_with_their_place(encoder, letters):
    place = next(i for i, letter in enumerate(letters) if letter not in encoder.alphabet) + 1
    with pytest.raises(SequenceError, match=f"position {place} "):
        encoder.encode(["ACGU", letters])


def test_a_sequence_above_the_limit_is_refused(encoder):
    if encoder.max_length is None:
        assert len(encoder.encode(["A" * 30_000])[0]) == 30_000
        return
    assert len(encoder.encode(["A" * encoder.max_length])[0]) == encoder.max_length
    with pytest.raises(SequenceError, match=r"1,023\. Cut it into windows"):
        encoder.encode(["A" * (encoder.max_length + 1)])
