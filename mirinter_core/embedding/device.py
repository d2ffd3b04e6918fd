"""Where the encoders' arithmetic is done."""

from __future__ import annotations

from mirinter_core.errors import DeviceError

DEVICES = ("auto", "cpu", "cuda")


def pick(name: str = "auto") -> str:
    """Choose ``"cuda"`` or ``"cpu"``; ``"auto"`` takes the GPU if there is one.

    Raises
    ------
    DeviceError
        If a GPU is asked for and this machine, or this build of torch, has none.
    """
    from torch import cuda  # a second to import, and not every encoder needs it

    if name not in DEVICES:
        raise DeviceError(f"No device is called {name!r}. There are: {', '.join(DEVICES)}.")
    if name == "cuda" and not cuda.is_available():
        raise DeviceError(
            "No CUDA GPU can be used here. Take --device cpu, or check the driver with nvidia-smi "
            "and that torch is a CUDA build."
        )
    return "cuda" if name != "cpu" and cuda.is_available() else "cpu"
