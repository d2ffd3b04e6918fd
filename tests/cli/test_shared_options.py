import os
from typing import get_args

import pytest
import torch

from mirinter_core.cli.shared_options import Device, Pooling, encoders, set_threads
from mirinter_core.datasets.source import SOURCES
from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.embedding.device import DEVICES
from mirinter_core.embedding.pooling import POOLINGS
from mirinter_core.models.recall import KINDS
from mirinter_core.tasks.recipes import presets


def test_the_choices_are_those_of_the_rooms_below():
    assert get_args(get_args(Device)[0]) == DEVICES
    assert get_args(Pooling) == tuple(POOLINGS)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("evaluate",), lambda: [*PROTOCOLS, *presets()]),
        (("train",), lambda: [*presets(), *KINDS]),
        (("embed",), encoders),
        (("catalog", "fetch"), SOURCES.names),
    ],
)
def test_help_names_every_part_there_is(do, words, names):
    text = do(*words, "--help").stdout
    assert [name for name in names() if name not in text] == []


def test_threads_bound_this_process_and_those_it_starts(monkeypatch):
    before = torch.get_num_threads()
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    try:
        torch.set_num_threads(2)
        set_threads(None)
        assert (os.environ["OMP_NUM_THREADS"], torch.get_num_threads()) == ("7", 2)
        set_threads(1)
        assert (os.environ["OMP_NUM_THREADS"], torch.get_num_threads()) == ("1", 1)
    finally:
        torch.set_num_threads(before)
