import pytest
import torch

from mirinter_core.embedding.device import pick
from mirinter_core.errors import DeviceError


def test_auto_takes_the_gpu_if_there_is_one():
    assert pick("auto") == ("cuda" if torch.cuda.is_available() else "cpu")
    assert pick("cpu") == "cpu"


def test_an_unknown_device_is_refused():
    with pytest.raises(DeviceError, match="auto, cpu, cuda"):
        pick("tpu")


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a GPU")
def test_a_gpu_that_is_not_there_is_refused_with_what_to_do():
    with pytest.raises(DeviceError, match="--device cpu"):
        pick("cuda")


@pytest.mark.gpu
def test_a_gpu_that_is_there_is_taken():
    assert pick("cuda") == "cuda"
