import os
import signal
from argparse import Namespace
from pathlib import Path

import pytest
from hypothesis import settings

from mirinter_core.embedding.architecture import Architecture

# Numeric libraries read it when they are loaded, and all that the tests spawn hears of it. Each
# would else take every core for itself; waiting for each other, several processes take ten times
# as long for small tables.
os.environ.setdefault("OMP_NUM_THREADS", "1")
# A map by UMAP has numba set the threads of torch, too, for the rest of the process.
os.environ.setdefault("NUMBA_NUM_THREADS", os.environ["OMP_NUM_THREADS"])

DATA = Path(os.environ.get("MIRINTER_TEST_DATA", Path(__file__).parents[2] / "shared" / "data"))


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    """Every test has its own, empty MIRINTER_HOME."""
    home = tmp_path / "home"
    monkeypatch.setenv("MIRINTER_HOME", str(home))
    return home


@pytest.fixture
def hubs_of_few(monkeypatch):
    """Hubs are told of small worlds, too, where chance alone makes some."""
    monkeypatch.setattr("mirinter_core.tasks.hubs.FEWEST_PARTNERS", 2)


# Begun in the background of a shell, the tests and all they spawn would not hear Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)

# A slow machine is no fault: how long an example takes is not what is tested.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real data; tests that need it skip where it is not."""
    if not DATA.is_dir():
        pytest.skip(f"the real data are not at {DATA} (set MIRINTER_TEST_DATA)")
    return DATA


@pytest.fixture(scope="session")
def gate_model():
    """A tiny model that weighs kinds of evidence, its encoders, and the table it learnt."""
    from tests.gates import gate

    return gate()


SMALL = Architecture(layers=2, embed_dim=40, ffn_embed_dim=96, attention_heads=4)


def _write(path, architecture, **changes):
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
    return _write


@pytest.fixture(scope="session")
def small():
    return SMALL


@pytest.fixture(scope="session")
def small_checkpoint(tmp_path_factory):
    return _write(tmp_path_factory.mktemp("checkpoint") / "RNA-FM_pretrained.pth", SMALL)
